import { Button, Checkbox, makeStyles, tokens } from '@fluentui/react-components';
import { useState, type ReactNode } from 'react';
import type { Action } from '../api/actions';
import type { Address, Notice, RecordCard } from '../api/types';
import { Card } from '../ui/Card';
import { ErrorBanner } from '../ui/ErrorBanner';
import { KindIcon } from '../ui/icons';
import { PopoverButton } from '../ui/PopoverButton';
import { factsOf } from '../words/sentences';
import { hasWord, useLanguage, useWords } from '../words/words';

const useStyles = makeStyles({
  notice: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalXS },
  choice: { paddingInlineStart: tokens.spacingHorizontalS },
  people: {
    listStyle: 'none',
    margin: 0,
    padding: 0,
    maxHeight: '240px',
    overflowY: 'auto',
    overflowWrap: 'anywhere',
  },
});

interface Props {
  notices: Notice[];
  act: (action: Action) => void;
  /** the question who may see the mail, where an answer to a notice would show it */
  consent: ReactNode;
}

/** What the rep should know of this mail, with the way out of it; a code younger than these pages says nothing. */
export function Notices({ notices, act, consent }: Props) {
  const styles = useStyles();
  const words = useWords();
  return (
    <>
      {notices.map((notice) => {
        const key = `notice_${notice.code}`;
        if (!hasWord(key)) return null;
        const asks = notice.code === 'is_this_yours';
        const answers = [
          { label: words('isMine'), onPress: () => act({ kind: 'confirm' }) },
          { label: words('isNotMine'), onPress: () => act({ kind: 'disown' }) },
        ];
        return (
          <div key={notice.code} className={styles.notice}>
            <ErrorBanner
              tone="notice"
              text={words(key, {
                names: (notice.addresses ?? []).join(', '),
                count: notice.records?.length ?? notice.people?.length ?? 0,
              })}
              actions={asks ? answers : []}
              dismiss={
                asks
                  ? undefined
                  : { label: words('dismiss'), onPress: () => act({ kind: 'dismissNotice', code: notice.code }) }
              }
            />
            <div className={styles.choice}>
              {notice.records?.map((record) => (
                <Offer key={record.id} record={record} act={act} />
              ))}
              {notice.people && <ManyPersons people={notice.people} act={act} />}
            </div>
          </div>
        );
      })}
      {consent}
    </>
  );
}

function Offer({ record, act }: { record: RecordCard; act: Props['act'] }) {
  const words = useWords();
  const language = useLanguage();
  return (
    <Card
      icon={<KindIcon kind={record.kind} />}
      name={record.name}
      facts={factsOf(record, language, words)}
      actions={
        <Button
          size="small"
          aria-label={words('linkNamed', { name: record.name })}
          onClick={() => act({ kind: 'link', record })}
        >
          {words('link')}
        </Button>
      }
    />
  );
}

function ManyPersons({ people, act }: { people: Address[]; act: Props['act'] }) {
  const words = useWords();
  return (
    <PopoverButton label={words('choosePersons')} size="small">
      {(close) => <ChoosePersons people={people} act={act} close={close} />}
    </PopoverButton>
  );
}

function ChoosePersons({ people, act, close }: { people: Address[]; act: Props['act']; close: () => void }) {
  const styles = useStyles();
  const words = useWords();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const choose = (address: string, isChosen: boolean) =>
    setChosen((old) => new Set(isChosen ? [...old, address] : [...old].filter((one) => one !== address)));
  const create = () => {
    act({ kind: 'createPersons', addresses: [...chosen] });
    close();
  };
  const areAll = chosen.size === people.length;
  return (
    <>
      <Checkbox
        label={words('chooseAll')}
        checked={areAll ? true : chosen.size > 0 ? 'mixed' : false}
        onChange={() => setChosen(new Set(areAll ? [] : people.map((one) => one.address)))}
      />
      <ul className={styles.people}>
        {people.map(({ name, address }) => (
          <li key={address}>
            <Checkbox
              label={<bdi>{name && name !== address ? `${name} · ${address}` : address}</bdi>}
              checked={chosen.has(address)}
              onChange={(_, { checked }) => choose(address, checked === true)}
            />
          </li>
        ))}
      </ul>
      <Button appearance="primary" disabledFocusable={chosen.size === 0} onClick={create}>
        {words('createPersons', { count: chosen.size })}
      </Button>
    </>
  );
}
