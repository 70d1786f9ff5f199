import { Input, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { SearchRegular } from '@fluentui/react-icons';
import { useId, useState, type KeyboardEvent } from 'react';
import type { Action } from '../api/actions';
import type { RecordCard } from '../api/types';
import { KindIcon } from '../ui/icons';
import { isComposing } from '../ui/isComposing';
import { factsOf } from '../words/sentences';
import { useLanguage, useWords } from '../words/words';
import { useRecordSearch } from './useRecordSearch';

const useStyles = makeStyles({
  list: { margin: 0, padding: 0, listStyle: 'none', maxHeight: '240px', overflowY: 'auto' },
  option: {
    display: 'grid',
    gridTemplateColumns: '20px minmax(0, 1fr)',
    columnGap: tokens.spacingHorizontalS,
    padding: tokens.spacingHorizontalXS,
    borderRadius: tokens.borderRadiusMedium,
    cursor: 'pointer',
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
  },
  chosen: {
    backgroundColor: tokens.colorNeutralBackground1Selected,
    outline: `2px solid ${tokens.colorStrokeFocus2}`,
    outlineOffset: '-2px',
  },
  name: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  quiet: {
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase200,
    margin: 0,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
  },
});

/** Finds while one types: arrows choose, Enter links, Escape closes. */
export function LinkSearch({ act, close }: { act: (action: Action) => void; close: () => void }) {
  const styles = useStyles();
  const words = useWords();
  const language = useLanguage();
  const list = useId();
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState(0);
  const search = useRecordSearch(text);
  const found = search.found ?? [];

  const link = (record: RecordCard | undefined) => {
    if (!record) return;
    act({ kind: 'link', record });
    close();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (isComposing(event)) return;
    const moves: Record<string, number> = { ArrowDown: chosen + 1, ArrowUp: chosen - 1 };
    const next = moves[event.key];
    // What stands there until the answer comes was found for an older text.
    if (event.key === 'Enter') link(search.text === text.trim() ? found[chosen] : undefined);
    else if (next === undefined || found.length === 0) return;
    else setChosen((next + found.length) % found.length);
    event.preventDefault();
  };
  const status = search.hasFailed
    ? words('searchFailed')
    : text.trim() === ''
      ? words('searchHint')
      : search.found?.length === 0
        ? words('nothingFound', { text })
        : '';
  return (
    <>
      <Input
        role="combobox"
        aria-label={words('searchRecords')}
        aria-expanded={found.length > 0}
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={found[chosen] && `${list}-${chosen}`}
        contentBefore={<SearchRegular aria-hidden />}
        value={text}
        onChange={(_, { value }) => {
          setText(value);
          setChosen(0);
        }}
        onKeyDown={onKeyDown}
      />
      <ul id={list} role="listbox" aria-label={words('searchRecords')} className={styles.list} hidden={!found.length}>
        {found.map((record, at) => (
          <li
            key={record.id}
            id={`${list}-${at}`}
            role="option"
            aria-selected={at === chosen}
            className={mergeClasses(styles.option, at === chosen && styles.chosen)}
            onClick={() => link(record)}
          >
            <KindIcon kind={record.kind} />
            <div className={styles.name}>
              <bdi>{record.name}</bdi>
              <div className={styles.quiet}>{factsOf(record, language, words).join(' · ')}</div>
            </div>
          </li>
        ))}
      </ul>
      <p className={styles.quiet} role="status">
        {status || words('found', { count: found.length })}
      </p>
    </>
  );
}
