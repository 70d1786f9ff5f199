import type { ReactNode } from 'react';

/** What the cards must know of actions under way; made by the pane, which alone knows the queue. */
export interface Pending {
  isLinking(recordId: string): boolean;
  /** what to say of it in the place of why it is linked; null when nothing is under way */
  word(recordId: string): string | null;
  /** the question who may see the mail, where linking to this record would show it to somebody */
  consent(recordId: string): ReactNode;
}
