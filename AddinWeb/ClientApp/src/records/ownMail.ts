import { createContext, type ReactNode } from 'react';
import type { RecordMessage } from '../api/types';

/** What else is shown around the body of a mail of one's own on a page; the browser shell gives it. */
export const OwnMailContext = createContext<
  (message: RecordMessage, changed: () => void, body: ReactNode) => ReactNode
>((_message, _changed, body) => body);
