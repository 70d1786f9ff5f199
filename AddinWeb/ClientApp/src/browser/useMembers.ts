import { useState } from 'react';
import type { UserRef } from '../api/types';

/**
 * Who shall be in a team, kept as what was changed: where somebody else changes the team meanwhile, that stays and is
 * previewed with it.
 */
export function useMembers(members: UserRef[]) {
  const [changed, setChanged] = useState<ReadonlyMap<string, boolean>>(new Map());
  const isMember = (id: string) => members.some((one) => one.id === id);
  const change = (user: UserRef, isIn: boolean) => setChanged((old) => new Map(old).set(user.id, isIn));
  const differing = [...changed].filter(([id, isIn]) => isIn !== isMember(id));
  const kept = members.filter(({ id }) => changed.get(id) !== false).map(({ id }) => id);
  const added = differing.filter(([, isIn]) => isIn).map(([id]) => id);
  return { changed, change, ids: [...kept, ...added], isChanged: differing.length > 0 };
}
