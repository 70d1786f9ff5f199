import { useEffect, useRef, useState, type ReactNode } from 'react';
import { ApiError } from '../api/client';
import { followEvents } from '../api/events';
import { LiveContext, type LiveListener } from '../records/live';

interface Props {
  /** the line was refused for want of a sign-in */
  signedOut: () => void;
  children: ReactNode;
}

/** One line to the API's events for all that stands on the page. */
export function Live({ signedOut, children }: Props) {
  const [listeners] = useState(() => new Set<LiveListener>());
  const latest = useRef(signedOut);
  useEffect(() => {
    latest.current = signedOut;
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
        lost: (error) => error instanceof ApiError && error.status === 401 && latest.current(),
      },
      stop.signal,
    );
    return () => stop.abort();
  }, [listeners]);
  return <LiveContext value={listeners}>{children}</LiveContext>;
}
