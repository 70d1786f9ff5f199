import { Button, Field, makeStyles, Radio, RadioGroup, tokens } from '@fluentui/react-components';
import { useEffect, useMemo, useRef, useState, type FormEvent } from 'react';
import type { ApiError } from '../api/client';
import type { MailAccount, MailFolder, SyncScope } from '../api/mailAccountTypes';
import { ErrorBanner } from '../ui/ErrorBanner';
import { useLanguage, useWords } from '../words/words';
import { folderName, inOrder } from './folderName';
import { FolderTree } from './FolderTree';
import { treeOf } from './folderTree';
import { dayOf, sinceOf, type SinceChoice } from './since';
import { SinceField } from './SinceField';
import { mailboxErrorOf } from './trouble';

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalL },
  quiet: { color: tokens.colorNeutralForeground3, margin: 0, fontSize: tokens.fontSizeBase200 },
  part: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalS },
  buttons: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
});

interface Props {
  account: MailAccount;
  folders: MailFolder[];
  isBusy: boolean;
  error: ApiError | null;
  /** what stood here before is gone with what was pressed */
  takesFocus: boolean;
  choose: (scope: SyncScope) => void;
  /** null: nothing was chosen before */
  cancel: (() => void) | null;
}

/** All folders or some, and from when (R61). */
export function ChooseFolders({ account, folders, isBusy, error, takesFocus, choose, cancel }: Props) {
  const styles = useStyles();
  const words = useWords();
  const language = useLanguage();
  const nodes = useMemo(() => treeOf(folders, language), [folders, language]);
  const [isAll, setAll] = useState(account.since === null || account.allFolders);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(() => startOf(folders));
  const [since, setSince] = useState<{ choice: SinceChoice; day: string }>({
    choice: account.since ? 'kept' : 'quarter',
    day: dayOf(new Date()),
  });
  const numbers = new Intl.NumberFormat(language);
  const left = [...folders].filter((folder) => !folder.withAll).sort(inOrder(language));
  const names = new Intl.ListFormat(language).format(left.map((folder) => folderName(folder, words)));
  // What is no longer in the mailbox cannot be chosen.
  const ids = folders.filter((folder) => chosen.has(folder.id)).map((folder) => folder.id);
  const isReady = (isAll || ids.length > 0) && (since.choice !== 'date' || since.day !== '') && !isBusy;

  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (takesFocus && document.activeElement === document.body)
      form.current?.querySelector<HTMLElement>('input:checked')?.focus();
  }, [takesFocus]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isReady) return;
    const from = sinceOf(since.choice, since.day);
    choose({ ...(isAll ? { scope: 'all' } : { scope: 'selected', folderIds: ids }), since: from });
  };
  return (
    <form ref={form} className={styles.form} onSubmit={submit}>
      <div className={styles.part}>
        <Field label={words('whichFolders')}>
          <RadioGroup value={isAll ? 'all' : 'some'} onChange={(_, data) => setAll(data.value === 'all')}>
            <Radio value="all" label={words('allFolders')} />
            <Radio value="some" label={words('someFolders')} />
          </RadioGroup>
        </Field>
        {isAll ? (
          left.length > 0 && <p className={styles.quiet}>{words('allFoldersBut', { names })}</p>
        ) : (
          <>
            <FolderTree
              label={words('foldersOf', { name: account.address })}
              nodes={nodes}
              chosen={chosen}
              onChoose={setChosen}
            />
            <p className={styles.quiet} role="status">
              {words('chosenCount', { count: ids.length, n: numbers.format(ids.length) })}
            </p>
          </>
        )}
        {cancel && <p className={styles.quiet}>{words('unchosenStays')}</p>}
      </div>
      <div className={styles.part}>
        <SinceField {...since} before={account.since} onChange={(choice, day) => setSince({ choice, day })} />
        <p className={styles.quiet}>{words('fromWhenMeans')}</p>
      </div>
      {error && <ErrorBanner text={mailboxErrorOf(error, words)} />}
      <div className={styles.buttons}>
        <Button type="submit" appearance="primary" disabledFocusable={!isReady}>
          {words(cancel ? 'save' : 'startSync')}
        </Button>
        {cancel && <Button onClick={cancel}>{words('cancel')}</Button>}
      </div>
    </form>
  );
}

/** What was chosen; of a mailbox where nothing was yet, what is read most. */
function startOf(folders: MailFolder[]): ReadonlySet<string> {
  const chosen = folders.filter((folder) => folder.chosen);
  const usual = folders.filter((folder) => folder.wellKnown === 'inbox' || folder.wellKnown === 'sentitems');
  return new Set((chosen.length > 0 ? chosen : usual).map((folder) => folder.id));
}
