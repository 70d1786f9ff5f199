import { useEffect, useState } from 'react';
import { getMe } from '../api/me';

/** The signed-in user's id, to say "you"; asked once the API has answered anything at all. */
export function useMe(isSignedIn: boolean): string | null {
  const [me, setMe] = useState<string | null>(null);
  useEffect(() => {
    if (!isSignedIn || me) return;
    const asking = new AbortController();
    // Without it names stand where "you" would; nothing else depends on it.
    getMe(asking.signal).then(
      (user) => setMe(user.id),
      () => undefined,
    );
    return () => asking.abort();
  }, [isSignedIn, me]);
  return me;
}
