import { Checkbox, makeStyles, SearchBox, tokens } from '@fluentui/react-components';
import { useDeferredValue, useState } from 'react';
import { findUsers } from '../api/records';
import type { Page, UserRef } from '../api/types';
import { useAsked } from '../records/useAsked';
import { useWords } from '../words/words';

const useStyles = makeStyles({
  list: { display: 'flex', flexDirection: 'column', maxHeight: 'min(40vh, 16rem)', overflowY: 'auto' },
  quiet: { margin: 0, color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
  who: { overflowWrap: 'anywhere' },
});

interface Props {
  /** who is in the team as it stands */
  members: UserRef[];
  /** what was changed so far, by user */
  changed: ReadonlyMap<string, boolean>;
  change: (user: UserRef, isIn: boolean) => void;
}

/** Who is in a team: its members first, then colleagues to add, found by a few letters. */
export function MemberChoice({ members, changed, change }: Props) {
  const styles = useStyles();
  const words = useWords();
  const [text, setText] = useState('');
  const q = useDeferredValue(text.trim());
  const asked = useAsked<Page<UserRef & { email?: string }>>(`members ${q}`, (signal) => findUsers(q, signal));
  const found = asked.value?.items ?? [];
  const shown = q ? found : [...members, ...found.filter(({ id }) => !members.some((one) => one.id === id))];
  return (
    <>
      <SearchBox
        aria-label={words('findColleague')}
        placeholder={words('findColleague')}
        value={text}
        onChange={(_, data) => setText(data.value)}
      />
      <div>
        <div className={styles.list} role="group" aria-label={words('membersWord')}>
          {shown.map((one) => (
            <Checkbox
              key={one.id}
              className={styles.who}
              label={<bdi>{one.displayName}</bdi>}
              checked={changed.get(one.id) ?? members.some(({ id }) => id === one.id)}
              onChange={(_, { checked }) => change(one, checked === true)}
            />
          ))}
        </div>
        <p className={styles.quiet} role="status">
          {q && asked.value?.items.length === 0 ? words('nothingFound', { text: q }) : ''}
        </p>
      </div>
    </>
  );
}
