import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { ChevronDownRegular, ChevronRightRegular, CopyRegular, OpenRegular } from '@fluentui/react-icons';
import { useId, useState } from 'react';
import type { Action } from '../api/actions';
import type { OpenMessage, RecordCard } from '../api/types';
import { Conversation } from '../messages/Conversation';
import { NeverCapture } from '../messages/NeverCapture';
import { Trail } from '../messages/Trail';
import { useCopy } from '../ui/useCopy';
import { Section } from '../ui/Section';
import { useWords } from '../words/words';

const useStyles = makeStyles({
  all: { display: 'flex', flexDirection: 'column', alignItems: 'flex-start', rowGap: tokens.spacingVerticalS },
  toggle: { minWidth: 0, paddingInlineStart: 0 },
  address: {
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    overflowWrap: 'anywhere',
    userSelect: 'all',
  },
  section: { width: '100%' },
});

interface Props {
  open: OpenMessage;
  me: string | null;
  act: (action: Action) => void;
  openPage: (record: RecordCard | null) => void;
}

/** What is needed seldom: the page in MailCrm, the deal's own address, what happened to the mail. */
export function More({ open, me, act, openPage }: Props) {
  const styles = useStyles();
  const words = useWords();
  const [isOpen, setOpen] = useState(false);
  const content = useId();
  const record =
    open.links.map((link) => link.record).find((one) => one.kind === 'deal' || one.kind === 'lead') ?? null;
  return (
    <div className={styles.all}>
      <Button
        className={styles.toggle}
        appearance="transparent"
        size="small"
        icon={isOpen ? <ChevronDownRegular /> : <ChevronRightRegular />}
        aria-expanded={isOpen}
        aria-controls={content}
        onClick={() => setOpen(!isOpen)}
      >
        {words('more')}
      </Button>
      {isOpen && (
        <div id={content} className={styles.all}>
          {record?.smartBccAddress && <BccAddress record={record} address={record.smartBccAddress} />}
          <Button size="small" icon={<OpenRegular />} onClick={() => openPage(record)}>
            {words('openInMailCrm')}
          </Button>
          <NeverCapture participants={open.participants} act={act} />
          {open.message && (open.conversation?.messages ?? 1) > 1 && (
            <div className={styles.section}>
              <Section title={words('conversation')}>
                <Conversation message={open.message} stamp={open} act={act} />
              </Section>
            </div>
          )}
          {open.message && (
            <div className={styles.section}>
              <Section title={words('trail')}>
                <Trail messageId={open.message.id} stamp={open} me={me} act={act} />
              </Section>
            </div>
          )}
        </div>
      )}
    </div>
  );
}

function BccAddress({ record, address }: { record: RecordCard; address: string }) {
  const styles = useStyles();
  const words = useWords();
  const [copied, copy] = useCopy();
  return (
    <Section title={words('addressOf', { name: record.name })}>
      <div className={styles.address}>{address}</div>
      <Button size="small" icon={<CopyRegular />} onClick={() => copy(address)}>
        {words(copied === 'copied' ? 'copied' : 'copyAddress')}
      </Button>
      {copied === 'failed' && <p role="status">{words('copyFailed')}</p>}
    </Section>
  );
}
