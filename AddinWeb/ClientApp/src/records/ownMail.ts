import { createContext, type ReactNode } from 'react';
import type { RecordMessage } from '../api/types';

/** What else is shown of a mail of one's own that is open on a page; the browser shell gives it. */
export const OwnMailContext = createContext<(message: RecordMessage, changed: () => void) => ReactNode>(() => null);
