import { makeStyles } from '@fluentui/react-components';
import { useState } from 'react';
import { countRecords, giveRecords } from '../api/admin';
import { findUsers } from '../api/records';
import type { AdminUser, RecordCounts } from '../api/types';
import { Finder, type Found } from '../records/Finder';
import { useAct } from '../records/useAct';
import { useAsked } from '../records/useAsked';
import { ErrorBanner } from '../ui/ErrorBanner';
import { errorOf } from '../words/sentences';
import { useWords } from '../words/words';
import { focusRow } from './AdminRow';
import { BlindPreview } from './BlindPreview';

const useStyles = makeStyles({ text: { margin: 0, overflowWrap: 'anywhere' } });

const countWords = {
  deals: 'dealsNav',
  leads: 'leadsNav',
  persons: 'personsNav',
  organizations: 'organizationsNav',
  projects: 'projectsNav',
} as const;
const kinds = Object.keys(countWords) as (keyof RecordCounts)[];
const sum = (counts: RecordCounts) => kinds.reduce((all, kind) => all + counts[kind], 0);

interface Props {
  user: AdminUser;
  again: () => void;
  close: () => void;
}

/** All records of one who has left become a colleague's, by count: no admin sees which they are (S11, S57). */
export function GiveRecordsOn({ user, again, close }: Props) {
  const styles = useStyles();
  const words = useWords();
  const { act, isBusy, error } = useAct(again);
  const [chosen, setChosen] = useState<Found | null>(null);
  const counts = useAsked<RecordCounts>(`record counts ${user.id}`, (signal) => countRecords(user.id, signal));
  const find = async (q: string, signal?: AbortSignal) =>
    (await findUsers(q, signal)).items.map(({ id, displayName, email }) => ({ id, name: displayName, fact: email }));
  const give = (to: Found) =>
    void act(
      [user.id, to.id],
      (key) => giveRecords(user.id, to.id, key),
      ({ records }) => {
        focusRow(user.id);
        close();
        again();
        return { said: words('said_recordsGiven', { count: sum(records), to: to.name }) };
      },
    );
  return (
    <>
      {counts.value && (
        <p className={styles.text}>
          {kinds
            .filter((kind) => counts.value?.[kind])
            .map((kind) => `${words(countWords[kind])} ${counts.value?.[kind]}`)
            .join(' · ')}
        </p>
      )}
      <p className={styles.text}>{words('giveRecordsMeans')}</p>
      <Finder label={words('findColleague')} find={find} chosen={chosen} choose={setChosen} />
      {error && <ErrorBanner text={errorOf(error, words)} />}
      {chosen && (
        <BlindPreview
          request={{ reassignment: { from: user.id, to: chosen.id } }}
          label={words('giveRecordsTo', { name: chosen.name })}
          isBusy={isBusy}
          agree={() => give(chosen)}
        />
      )}
    </>
  );
}
