import { Field, makeStyles, Radio, RadioGroup, SearchBox, tokens } from '@fluentui/react-components';
import { useDeferredValue, useState } from 'react';
import { useWords } from '../words/words';
import { useAsked } from './useAsked';

const useStyles = makeStyles({
  quiet: { margin: 0, color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
  found: { overflowWrap: 'anywhere' },
});

export interface Found {
  id: string;
  name: string;
  fact?: string;
}

interface Props {
  /** what is sought, which names the field too */
  label: string;
  find: (q: string, signal: AbortSignal) => Promise<Found[]>;
  /** what is offered before anything is typed */
  offered?: Found[];
  chosen: Found | null;
  choose: (found: Found) => void;
}

/** Finds one of many by a few letters, and has it chosen. */
export function Finder({ label, find, offered = [], chosen, choose }: Props) {
  const styles = useStyles();
  const words = useWords();
  const [text, setText] = useState('');
  const q = useDeferredValue(text.trim());
  const asked = useAsked<Found[]>(`find ${label} ${q}`, (signal) => (q ? find(q, signal) : Promise.resolve([])));
  const found = q ? (asked.value ?? []) : offered;
  return (
    <>
      <Field label={label}>
        <SearchBox value={text} onChange={(_, data) => setText(data.value)} />
      </Field>
      <p className={styles.quiet} role="status">
        {q && asked.value?.length === 0 ? words('nothingFound', { text: q }) : ''}
      </p>
      {found.length > 0 && (
        <RadioGroup
          aria-label={label}
          value={chosen?.id ?? ''}
          onChange={(_, { value }) => choose(found.find((one) => one.id === value) as Found)}
        >
          {found.map((one) => (
            <Radio
              key={one.id}
              value={one.id}
              className={styles.found}
              label={
                <>
                  <bdi>{one.name}</bdi>
                  {one.fact && (
                    <span className={styles.quiet}>
                      {' · '}
                      <bdi>{one.fact}</bdi>
                    </span>
                  )}
                </>
              }
            />
          ))}
        </RadioGroup>
      )}
    </>
  );
}
