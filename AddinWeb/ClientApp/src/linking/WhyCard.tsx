import { Button, makeStyles, tokens } from '@fluentui/react-components';
import type { Action } from '../api/actions';
import type { LinkView } from '../api/types';
import { timeOf, whyOf } from '../words/sentences';
import { useLanguage, useWords } from '../words/words';

const useStyles = makeStyles({
  box: {
    marginTop: tokens.spacingVerticalXS,
    padding: tokens.spacingHorizontalS,
    borderRadius: tokens.borderRadiusMedium,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground1,
    overflowWrap: 'anywhere',
  },
  line: { margin: `0 0 ${tokens.spacingVerticalXS}` },
});

interface Props {
  link: LinkView;
  me: string | null;
  act: (action: Action) => void;
}

/** Why a link is there: the rule or the person, the address, since when; and the way to end it. */
export function WhyCard({ link: { record, why }, me, act }: Props) {
  const styles = useStyles();
  const words = useWords();
  const language = useLanguage();
  const isByHand = why.code === 'by_hand';
  return (
    <div className={styles.box} role="group" aria-label={words('whyLinked', { name: record.name })}>
      <p className={styles.line}>
        <bdi>{whyOf(why, me, words)}</bdi>
      </p>
      {why.address && (
        <p className={styles.line}>
          <bdi>{words('byAddress', { address: why.address })}</bdi>
        </p>
      )}
      {why.at && (
        <p className={styles.line}>
          <time dateTime={why.at}>{words('linkedAt', { date: timeOf(new Date(why.at), language) })}</time>
          {!isByHand && <> · {words('byRule')}</>}
        </p>
      )}
      <Button size="small" onClick={() => act({ kind: 'unlink', record })}>
        {words('unlink')}
      </Button>
    </div>
  );
}
