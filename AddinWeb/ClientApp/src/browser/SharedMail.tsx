import { Button, Checkbox, makeStyles, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import { Link } from 'react-router';
import { pathOf } from '../api/paths';
import { newKey, type ApiError } from '../api/client';
import { changeConversations, getSharedMessages, putMessageVisibility } from '../api/messages';
import type { AudienceAct, SharedMessage, Written } from '../api/types';
import { AskedState } from '../records/AskedState';
import { useLive } from '../records/live';
import { useSay } from '../records/said';
import { usePages } from '../records/usePages';
import { useTitle } from '../records/useTitle';
import { PageTitle } from '../ui/PageTitle';
import { errorOf, nameOf, namesOf, timeOf } from '../words/sentences';
import { hasWord, useLanguage, useWords, type Words } from '../words/words';

const useStyles = makeStyles({
  page: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalM },
  list: { listStyle: 'none', margin: 0, padding: 0 },
  row: {
    display: 'grid',
    gridTemplateColumns: 'auto minmax(0, 1fr)',
    columnGap: tokens.spacingHorizontalXS,
    padding: `${tokens.spacingVerticalS} 0`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  words: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS, minWidth: 0 },
  what: { flex: '1 1 16rem', minWidth: 0, overflowWrap: 'anywhere' },
  subject: { fontWeight: tokens.fontWeightSemibold },
  quiet: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200, margin: 0 },
  link: { color: tokens.colorBrandForegroundLink },
});

/** Every mail of mine that others can see, with the way to take back one or many (R4, R11). */
export function SharedMail() {
  const styles = useStyles();
  const words = useWords();
  const say = useSay();
  const mail = usePages<SharedMessage>('shared mail', getSharedMessages);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  useTitle(words('sharedNav'));
  useLive(() => mail.again(), mail.again);

  const rows = mail.value?.items ?? [];
  const conversations = [
    ...new Set(rows.filter((row) => chosen.has(row.message.id)).map((row) => row.message.conversationId)),
  ];
  const takeBack = (write: Promise<Written>) =>
    write.then(
      ({ change }) => {
        setChosen(new Set());
        mail.again();
        say(words('said_private'), change?.undoUntil ? change.id : null, mail.again);
      },
      (failure) => {
        mail.again();
        say(errorOf(failure as ApiError, words), null);
      },
    );
  const choose = (id: string, isChosen: boolean) =>
    setChosen((old) => new Set(isChosen ? [...old, id] : [...old].filter((one) => one !== id)));
  return (
    <div className={styles.page}>
      <PageTitle>{words('sharedNav')}</PageTitle>
      <p className={styles.quiet}>{words('sharedMeans')}</p>
      <AskedState asked={mail} />
      {rows.length > 0 && (
        <div>
          <Button
            disabledFocusable={conversations.length === 0}
            onClick={() => void takeBack(changeConversations(conversations, 'make_private', newKey()))}
          >
            {conversations.length > 0
              ? words('makeChosenPrivate', { count: conversations.length })
              : words('makeChosen')}
          </Button>
        </div>
      )}
      {mail.value && rows.length === 0 && <p className={styles.quiet}>{words('nothingShared')}</p>}
      <ul className={styles.list}>
        {rows.map((row) => (
          <Row
            key={row.message.id}
            row={row}
            isChosen={chosen.has(row.message.id)}
            choose={(isChosen) => choose(row.message.id, isChosen)}
            takeBack={() => void takeBack(putMessageVisibility(row.message.id, 'private', newKey()))}
          />
        ))}
      </ul>
      {mail.value?.hasMore && (
        <div>
          <Button onClick={mail.more}>{words('showMore')}</Button>
        </div>
      )}
    </div>
  );
}

/** What a colleague did since, by which others may see it (S6). */
function widenedOf({ kind, at, by }: AudienceAct, language: string, words: Words): string {
  const key = `widened_${kind}`;
  const name = by ? nameOf(by, words) : '';
  return words(hasWord(key) ? key : 'widened_otherwise', { name, date: timeOf(new Date(at), language) });
}

interface RowProps {
  row: SharedMessage;
  isChosen: boolean;
  choose: (isChosen: boolean) => void;
  takeBack: () => void;
}

function Row({ row: { message, audience }, isChosen, choose, takeBack }: RowProps) {
  const styles = useStyles();
  const words = useWords();
  const language = useLanguage();
  const subject = message.subject || words('noSubject');
  return (
    <li className={styles.row}>
      <Checkbox
        checked={isChosen}
        aria-label={words('choose', { name: subject })}
        onChange={(_, { checked }) => choose(checked === true)}
      />
      <div className={styles.words}>
        <div className={styles.what}>
          <div className={styles.subject} dir="auto">
            {subject}
          </div>
          <div className={styles.quiet}>
            <bdi>{message.from.name || message.from.address}</bdi>
            {' · '}
            <time dateTime={message.date}>{timeOf(new Date(message.date), language)}</time>
          </div>
          <div>
            <bdi>
              {audience.count > 0
                ? words('seenBy', { names: namesOf(audience.people, audience.count, language, words) })
                : words('sharedNobodyMeans')}
            </bdi>{' '}
            {audience.through.map(({ record, widened }) => (
              <span key={record.id}>
                <Link className={styles.link} to={`/${pathOf[record.kind]}/${record.id}`}>
                  <bdi>{record.name}</bdi>
                </Link>{' '}
                {widened && <span className={styles.quiet}>{widenedOf(widened, language, words)} </span>}
              </span>
            ))}
          </div>
        </div>
        <Button size="small" aria-label={words('makePrivateNamed', { name: subject })} onClick={takeBack}>
          {words('makePrivate')}
        </Button>
      </div>
    </li>
  );
}
