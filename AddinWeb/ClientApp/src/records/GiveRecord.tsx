import { makeStyles } from '@fluentui/react-components';
import { useState } from 'react';
import { findUsers, patchRecord, type AnyRecord } from '../api/records';
import { ErrorBanner } from '../ui/ErrorBanner';
import { errorOf } from '../words/sentences';
import { useWords } from '../words/words';
import { Finder, type Found } from './Finder';
import { SightPreview } from './SightPreview';
import { useAct } from './useAct';

const useStyles = makeStyles({ text: { margin: 0 } });

interface Props {
  record: AnyRecord;
  again: () => void;
  close: () => void;
}

/** Another colleague becomes its owner, and may then do what owners do (S5, S6). */
export function GiveRecord({ record, again, close }: Props) {
  const styles = useStyles();
  const words = useWords();
  const { act, isBusy, error } = useAct();
  const [chosen, setChosen] = useState<Found | null>(null);
  const find = async (q: string, signal: AbortSignal) =>
    (await findUsers(q, signal)).items
      .filter(({ id }) => id !== record.owner.id)
      .map(({ id, displayName, email }) => ({ id, name: displayName, fact: email }));
  const give = (to: Found) =>
    void act(
      [record.id, record.version, to.id],
      (key) => patchRecord(record.kind, record.id, { version: record.version, owner: to.id }, key),
      () => {
        close();
        again();
        return { said: words('said_given', { name: record.name, to: to.name }), undone: again };
      },
    );
  return (
    <>
      <Finder label={words('findColleague')} find={find} chosen={chosen} choose={setChosen} />
      {chosen && (
        <>
          <p className={styles.text}>
            <bdi>{words('giveMeans', { name: chosen.name })}</bdi>
          </p>
          <SightPreview
            request={{ recordId: record.id, owner: chosen.id }}
            label={words('giveWord')}
            isBusy={isBusy}
            agree={() => give(chosen)}
          />
        </>
      )}
      {error && <ErrorBanner text={errorOf(error, words)} />}
    </>
  );
}
