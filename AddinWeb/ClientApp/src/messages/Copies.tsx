import { Link, makeStyles, tokens } from '@fluentui/react-components';
import type { OpenMessage, RecordRef } from '../api/types';
import { useWords } from '../words/words';

const useStyles = makeStyles({
  list: { margin: 0, padding: 0, listStyle: 'none', color: tokens.colorNeutralForeground2 },
});

interface Props {
  copies: OpenMessage['copies'];
  openRecord: (kind: RecordRef['kind'], id: string) => void;
}

/** Colleagues who have shared their own copy of this mail with the viewer. */
export function Copies({ copies, openRecord }: Props) {
  const styles = useStyles();
  const words = useWords();
  if (copies.length === 0) return null;
  return (
    <ul className={styles.list}>
      {copies.map(({ messageId, owner, through }) => (
        <li key={messageId}>
          <Link as="button" inline onClick={() => openRecord(through.kind, through.id)}>
            <bdi>{words('copyOf', { name: owner.displayName, record: through.name })}</bdi>
          </Link>
        </li>
      ))}
    </ul>
  );
}
