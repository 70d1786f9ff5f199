import { Button, Field, makeStyles, Textarea, tokens } from '@fluentui/react-components';
import { useRef, useState } from 'react';
import { ApiError, newKey } from '../api/client';
import { addNote, getNotes } from '../api/records';
import type { Note, RecordKind } from '../api/types';
import { ErrorBanner } from '../ui/ErrorBanner';
import { Section } from '../ui/Section';
import { errorOf, nameOf, timeOf } from '../words/sentences';
import { useLanguage, useWords } from '../words/words';
import { usePages } from './usePages';

const useStyles = makeStyles({
  list: { listStyle: 'none', margin: 0, padding: 0, display: 'grid', rowGap: tokens.spacingVerticalS },
  text: { margin: 0, whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' },
  quiet: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
  form: { display: 'grid', rowGap: tokens.spacingVerticalXS, justifyItems: 'start' },
});

export function Notes({ kind, id }: { kind: RecordKind; id: string }) {
  const styles = useStyles();
  const words = useWords();
  const language = useLanguage();
  const notes = usePages<Note>(`notes ${kind}/${id}`, (cursor, signal) => getNotes(kind, id, cursor, signal));
  const [text, setText] = useState('');
  const [error, setError] = useState<ApiError | null>(null);
  const attempt = useRef({ note: '', key: '' });

  const add = () => {
    const note = text.trim();
    if (!note) return;
    setError(null);
    // The same words sent again are the same note: the first answer may have been lost on its way.
    if (attempt.current.note !== note) attempt.current = { note, key: newKey() };
    addNote(kind, id, note, attempt.current.key).then(
      () => {
        attempt.current = { note: '', key: '' };
        setText('');
        notes.again();
      },
      (failure) => setError(failure as ApiError),
    );
  };
  return (
    <Section title={words('notes')}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          add();
        }}
      >
        <Field label={words('newNote')} style={{ width: '100%' }}>
          <Textarea value={text} onChange={(_, { value }) => setText(value)} resize="vertical" dir="auto" />
        </Field>
        <Button type="submit" disabledFocusable={!text.trim()}>
          {words('addNote')}
        </Button>
      </form>
      {error && <ErrorBanner text={errorOf(error, words)} />}
      <ul className={styles.list}>
        {notes.value?.items.map((note) => (
          <li key={note.id}>
            <div className={styles.quiet}>
              <bdi>{nameOf(note.author, words)}</bdi> · {timeOf(new Date(note.at), language)}
            </div>
            <p className={styles.text} dir="auto">
              {note.text}
            </p>
          </li>
        ))}
      </ul>
      {notes.value?.hasMore && <Button onClick={notes.more}>{words('showMore')}</Button>}
    </Section>
  );
}
