import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { Link } from 'react-router';
import { newKey, type ApiError } from '../api/client';
import { deleteLink } from '../api/links';
import { pathOf } from '../api/paths';
import type { LinkView, RecordMessage } from '../api/types';
import { KindIcon } from '../ui/icons';
import { errorOf, timeOf, whyOf } from '../words/sentences';
import { useLanguage, useWords } from '../words/words';
import { useSay } from './said';

const useStyles = makeStyles({
  list: { listStyle: 'none', margin: 0, padding: 0 },
  one: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: tokens.spacingHorizontalS },
  what: { display: 'flex', columnGap: tokens.spacingHorizontalXS, flex: '1 1 14rem', minWidth: 0 },
  text: { minWidth: 0, overflowWrap: 'anywhere' },
  name: { color: tokens.colorNeutralForeground1, fontWeight: tokens.fontWeightSemibold },
  quiet: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
});

/** What a mail of mine is linked to, each with why and since when, and the way to end it. */
export function OwnLinks({ message, changed }: { message: RecordMessage; changed: () => void }) {
  const styles = useStyles();
  const words = useWords();
  const language = useLanguage();
  const say = useSay();
  const unlink = ({ record }: LinkView) =>
    void deleteLink(
      { id: message.id, conversationId: message.conversationId as string },
      record.kind,
      record.id,
      newKey(),
    ).then(
      ({ change }) => {
        changed();
        say(words('said_unlinked', { name: record.name }), change?.undoUntil ? change.id : null, changed);
      },
      (failure: ApiError) => say(errorOf(failure, words), null),
    );
  return (
    <ul className={styles.list} aria-label={words('links')}>
      {message.links?.map((link) => (
        <li key={link.record.id} className={styles.one}>
          <span className={styles.what}>
            <KindIcon kind={link.kind} />
            <span className={styles.text}>
              <Link className={styles.name} to={`/${pathOf[link.kind]}/${link.record.id}`}>
                <bdi>{link.record.name}</bdi>
              </Link>{' '}
              <span className={styles.quiet}>
                <bdi>{whyOf(link.why, message.owner.id, words)}</bdi>
                {link.why.at && (
                  <>
                    {' · '}
                    <time dateTime={link.why.at}>{timeOf(new Date(link.why.at), language)}</time>
                  </>
                )}
              </span>
            </span>
          </span>
          <Button
            size="small"
            appearance="subtle"
            aria-label={words('unlinkFrom', { name: link.record.name })}
            onClick={() => unlink(link)}
          >
            {words('unlink')}
          </Button>
        </li>
      ))}
    </ul>
  );
}
