import { createContext, useContext, useEffect, useRef } from 'react';
import type { LiveEvent } from '../api/types';

export type LiveListener = { happened: (event: LiveEvent) => void; reconnected: () => void };

/** The page's one line to /api/events; the browser shell holds it. */
export const LiveContext = createContext<Set<LiveListener>>(new Set());

/** Told of every event, and when the line stands again after a silence in which anything may have happened. */
export function useLive(happened: (event: LiveEvent) => void, reconnected: () => void): void {
  const listeners = useContext(LiveContext);
  const latest = useRef({ happened, reconnected });
  useEffect(() => {
    latest.current = { happened, reconnected };
  });
  useEffect(() => {
    const listener: LiveListener = {
      happened: (event) => latest.current.happened(event),
      reconnected: () => latest.current.reconnected(),
    };
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }, [listeners]);
}
