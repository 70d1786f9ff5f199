import { Button, Checkbox, makeStyles, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import type { Action } from '../api/actions';
import type { Audience } from '../api/types';
import { namesOf, timeOf } from '../words/sentences';
import { useLanguage, useWords } from '../words/words';

const useStyles = makeStyles({
  text: { margin: 0, overflowWrap: 'anywhere' },
  list: { margin: 0, padding: 0, listStyle: 'none', display: 'flex', flexDirection: 'column', rowGap: '8px' },
  quiet: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
});

interface Props {
  audience: Audience | null;
  isLinked: boolean;
  me: string | null;
  act: (action: Action) => void;
  close: () => void;
}

/** Who sees a shared mail, through what, since when and by whom; and the way back. */
export function MakePrivate({ audience, isLinked, me, act, close }: Props) {
  const styles = useStyles();
  const words = useWords();
  const language = useLanguage();
  const [whole, setWhole] = useState(false);
  const count = audience?.count ?? 0;

  const makePrivate = () => {
    act({ kind: 'visibility', visibility: 'private', whole, preview: null });
    close();
  };
  return (
    <>
      {audience && count > 0 ? (
        <p className={styles.text}>
          <bdi>{namesOf(audience.people, count, language, words)}</bdi>
        </p>
      ) : (
        <p className={styles.text}>{words(isLinked ? 'sharedNobodyMeans' : 'sharedNotLinkedMeans')}</p>
      )}
      {audience && audience.through.length > 0 && (
        <ul className={styles.list}>
          {audience.through.map(({ record, count: through, since, by }) => (
            <li key={record.id}>
              <bdi>{words('through', { record: record.name, count: through })}</bdi>
              <div className={styles.quiet}>
                {words(by ? 'sinceBy' : 'since', {
                  date: timeOf(new Date(since), language),
                  name: by?.id === me ? words('you') : (by?.displayName ?? ''),
                })}
              </div>
            </li>
          ))}
        </ul>
      )}
      <Checkbox
        checked={whole}
        onChange={(_, { checked }) => setWhole(checked === true)}
        label={words('wholeConversation')}
      />
      <Button appearance="primary" onClick={makePrivate}>
        {words(whole ? 'makeWholePrivate' : 'makePrivate')}
      </Button>
    </>
  );
}
