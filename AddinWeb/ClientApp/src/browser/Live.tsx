import { useEffect, useState, type ReactNode } from 'react';
import { followEvents } from '../api/events';
import { LiveContext, type LiveListener } from '../records/live';

/** One line to the API's events for all that stands on the page. */
export function Live({ children }: { children: ReactNode }) {
  const [listeners] = useState(() => new Set<LiveListener>());
  useEffect(() => {
    const stop = new AbortController();
    let wasLost = false;
    void followEvents(
      {
        happened: (event) => listeners.forEach((one) => one.happened(event)),
        connected: () => {
          // What happened while the line was down is unknown: read anew.
          if (wasLost) listeners.forEach((one) => one.reconnected());
          wasLost = true;
        },
        lost: () => undefined,
      },
      stop.signal,
    );
    return () => stop.abort();
  }, [listeners]);
  return <LiveContext value={listeners}>{children}</LiveContext>;
}
