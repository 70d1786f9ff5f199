import { useEffect, useRef, useState, type ReactNode } from 'react';
import { ApiError } from '../api/client';
import { followEvents } from '../api/events';
import { LiveContext, type LiveListener } from '../records/live';

interface Props {
  /** the line was refused: there is no sign-in any more, or whoever is signed in has no place here */
  closed: (why: ApiError) => void;
  children: ReactNode;
}

/** One line to the API's events for all that stands on the page. */
export function Live({ closed, children }: Props) {
  const [listeners] = useState(() => new Set<LiveListener>());
  const latest = useRef(closed);
  useEffect(() => {
    latest.current = closed;
  });
  useEffect(() => {
    const stop = new AbortController();
    let hasStood = false;
    void followEvents(
      {
        happened: (event) => listeners.forEach((one) => one.happened(event)),
        connected: () => {
          // What happened while the line was down is unknown: read anew.
          if (hasStood) listeners.forEach((one) => one.reconnected());
          hasStood = true;
        },
        lost: (error) => error instanceof ApiError && [401, 403].includes(error.status) && latest.current(error),
      },
      stop.signal,
    );
    return () => stop.abort();
  }, [listeners]);
  return <LiveContext value={listeners}>{children}</LiveContext>;
}
