import { makeStyles } from '@fluentui/react-components';
import { useState } from 'react';
import { findRecords, getDuplicates, mergePersons, type AnyRecord } from '../api/records';
import type { Duplicate, Page, Person, RecordCard } from '../api/types';
import { ErrorBanner } from '../ui/ErrorBanner';
import { errorOf } from '../words/sentences';
import { useWords } from '../words/words';
import { Finder, type Found } from './Finder';
import { SightPreview } from './SightPreview';
import { useAct } from './useAct';
import { useAsked } from './useAsked';

const useStyles = makeStyles({ text: { margin: 0, overflowWrap: 'anywhere' } });

const foundOf = ({ id, name, emails }: RecordCard): Found => ({ id, name, fact: emails?.[0] });

interface Props {
  person: Person;
  /** who is merged, where that is settled already */
  other?: RecordCard;
  changed: (record: AnyRecord) => void;
  again: () => void;
  close: () => void;
}

/** Another person of one's own becomes this one, after being told who sees what then (S55, S6). */
export function MergePerson({ person, other, changed, again, close }: Props) {
  const styles = useStyles();
  const words = useWords();
  const { act, isBusy, error } = useAct();
  const [chosen, setChosen] = useState<Found | null>(other ? foundOf(other) : null);
  const offered = useAsked<Page<Duplicate>>(`duplicates ${person.id}`, (signal) => getDuplicates(person.id, signal));
  const find = async (q: string, signal: AbortSignal) =>
    (await findRecords(q, ['person'], signal)).items
      .filter(({ id, owner }) => id !== person.id && owner.id === person.owner.id)
      .map(foundOf);
  const merge = (from: Found) =>
    void act(
      [person.id, from.id],
      (key) => mergePersons(person.id, from.id, key),
      (written) => {
        close();
        changed(written);
        return { said: words('said_merged', { name: from.name, into: person.name }), undone: again };
      },
    );
  return (
    <>
      {!other && (
        <Finder
          label={words('findYourPerson')}
          find={find}
          offered={offered.value?.items.filter((one) => one.mayMerge).map((one) => foundOf(one.record))}
          chosen={chosen}
          choose={setChosen}
        />
      )}
      {chosen && (
        <>
          <p className={styles.text}>
            <bdi>{words('mergeMeans', { name: chosen.name, into: person.name })}</bdi>
          </p>
          <SightPreview
            request={{ recordId: person.id, merge: { personId: chosen.id } }}
            label={words('mergeWord')}
            isBusy={isBusy}
            agree={() => merge(chosen)}
          />
        </>
      )}
      {error && <ErrorBanner text={errorOf(error, words)} />}
    </>
  );
}
