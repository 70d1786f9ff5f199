import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { useNavigate } from 'react-router';
import { pathOf } from '../api/paths';
import { deleteRecord, type AnyRecord } from '../api/records';
import { ErrorBanner } from '../ui/ErrorBanner';
import { PopoverButton } from '../ui/PopoverButton';
import { errorOf } from '../words/sentences';
import { useWords } from '../words/words';
import { ConvertLead } from './ConvertLead';
import { EditRecord } from './EditRecord';
import { GiveRecord } from './GiveRecord';
import { MergePerson } from './MergePerson';
import { useAct } from './useAct';

const useStyles = makeStyles({
  // What opens beneath a button finds its place by this line.
  line: { position: 'relative', display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
  text: { margin: 0 },
});

interface Props {
  record: AnyRecord;
  changed: (record: AnyRecord) => void;
  again: () => void;
}

/** What can be done with the record as a whole: whoever sees it edits it, its owner does the rest (S5). */
export function RecordActions({ record, changed, again }: Props) {
  const styles = useStyles();
  const words = useWords();
  const isOpenLead = record.kind === 'lead' && record.status !== 'converted';
  return (
    <div className={styles.line} role="group" aria-label={words('recordActions')}>
      <PopoverButton label={words('edit')} size="small">
        {(close) => <EditRecord key={record.version} record={record} changed={changed} again={again} close={close} />}
      </PopoverButton>
      {record.mine && record.kind === 'person' && (
        <PopoverButton label={words('mergeWith')} size="small">
          {(close) => <MergePerson person={record} changed={changed} again={again} close={close} />}
        </PopoverButton>
      )}
      {record.mine && isOpenLead && (
        <PopoverButton label={words('convertToDeal')} size="small">
          {(close) => <ConvertLead lead={record} close={close} />}
        </PopoverButton>
      )}
      {record.mine && (
        <PopoverButton label={words('giveTo')} size="small">
          {(close) => <GiveRecord record={record} again={again} close={close} />}
        </PopoverButton>
      )}
      {record.mine && (
        <PopoverButton label={words('deleteWord')} size="small">
          {(close) => <DeleteRecord record={record} close={close} />}
        </PopoverButton>
      )}
    </div>
  );
}

function DeleteRecord({ record, close }: { record: AnyRecord; close: () => void }) {
  const styles = useStyles();
  const words = useWords();
  const navigate = useNavigate();
  const { act, isBusy, error } = useAct();
  const remove = () =>
    void act(
      record.id,
      (key) => deleteRecord(record.kind, record.id, key),
      () => {
        const list = `/${pathOf[record.kind]}`;
        close();
        navigate(list);
        return {
          said: words('said_recordDeleted', { name: record.name }),
          undone: () => navigate(`${list}/${record.id}`),
        };
      },
    );
  return (
    <>
      <p className={styles.text}>{words('deleteMeans')}</p>
      {error && <ErrorBanner text={errorOf(error, words)} />}
      <Button appearance="primary" disabledFocusable={isBusy} onClick={remove}>
        {words('deleteNamed', { name: record.name })}
      </Button>
    </>
  );
}
