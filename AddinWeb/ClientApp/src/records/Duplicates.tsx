import { makeStyles, tokens } from '@fluentui/react-components';
import { Link } from 'react-router';
import { getDuplicates, type AnyRecord } from '../api/records';
import type { Duplicate, Page, Person } from '../api/types';
import { PopoverButton } from '../ui/PopoverButton';
import { Section } from '../ui/Section';
import { useWords } from '../words/words';
import { MergePerson } from './MergePerson';
import { useAsked } from './useAsked';

const useStyles = makeStyles({
  list: { listStyle: 'none', margin: 0, padding: 0, display: 'grid', rowGap: tokens.spacingVerticalXS },
  row: {
    position: 'relative',
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
  },
  quiet: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
  link: { color: tokens.colorBrandForegroundLink, overflowWrap: 'anywhere' },
});

interface Props {
  person: Person;
  changed: (record: AnyRecord) => void;
  again: () => void;
}

/** Persons that may be this one: quiet, and nothing at all where there is none (S9). */
export function Duplicates({ person, changed, again }: Props) {
  const styles = useStyles();
  const words = useWords();
  const { value } = useAsked<Page<Duplicate>>(`duplicates ${person.id} ${person.version}`, (signal) =>
    getDuplicates(person.id, signal),
  );
  if (!value || value.items.length === 0) return null;
  return (
    <Section title={words('perhapsTheSame')}>
      <ul className={styles.list}>
        {value.items.map(({ record, why, mayMerge }) => (
          <li key={record.id} className={styles.row}>
            <Link className={styles.link} to={`/persons/${record.id}`}>
              <bdi>{record.name}</bdi>
            </Link>
            <span className={styles.quiet}>{words(why)}</span>
            {mayMerge && (
              <PopoverButton label={words('mergeWord')} title={words('mergeNamed', { name: record.name })} size="small">
                {(close) => (
                  <MergePerson person={person} other={record} changed={changed} again={again} close={close} />
                )}
              </PopoverButton>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}
