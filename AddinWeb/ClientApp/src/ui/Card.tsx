import { Link, makeStyles, tokens } from '@fluentui/react-components';
import { useId, useState, type ReactNode } from 'react';

const useStyles = makeStyles({
  card: {
    display: 'grid',
    gridTemplateColumns: '20px minmax(0, 1fr) auto',
    columnGap: tokens.spacingHorizontalS,
    padding: `${tokens.spacingVerticalXS} 0`,
    alignItems: 'start',
  },
  icon: { color: tokens.colorNeutralForeground3, lineHeight: 0, paddingTop: '1px' },
  body: { minWidth: 0 },
  name: {
    fontWeight: tokens.fontWeightSemibold,
    color: tokens.colorNeutralForeground1,
    display: 'block',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    maxWidth: '100%',
    textAlign: 'start',
  },
  facts: {
    color: tokens.colorNeutralForeground2,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  },
  why: {
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
  },
  press: { fontSize: 'inherit', lineHeight: 'inherit', textAlign: 'start', overflowWrap: 'anywhere' },
  // At 200 % of a narrow pane the name needs the line for itself.
  actions: { '@media (max-width: 239px)': { gridColumn: 2 } },
  below: { gridColumn: '2 / -1', minWidth: 0 },
});

interface Props {
  icon: ReactNode;
  name: string;
  /** what a press of the name does, and how it is told */
  open?: { label: string; onPress: () => void };
  facts?: string[];
  why?: string;
  /** what a press of the why shows */
  whyCard?: ReactNode;
  actions?: ReactNode;
  isPending?: boolean;
  children?: ReactNode;
}

/** A record, or somebody who is none yet: icon, name, facts, and quietly why it stands here. */
export function Card({ icon, name, open, facts = [], why, whyCard, actions, isPending, children }: Props) {
  const styles = useStyles();
  const [isWhyOpen, openWhy] = useState(false);
  const whyId = useId();
  return (
    <div className={styles.card} aria-busy={isPending}>
      <span className={styles.icon}>{icon}</span>
      <div className={styles.body}>
        {open ? (
          <Link className={styles.name} title={open.label} onClick={open.onPress} as="button">
            <bdi>{name}</bdi>
          </Link>
        ) : (
          <span className={styles.name} title={name}>
            <bdi>{name}</bdi>
          </span>
        )}
        {facts.map((fact) => (
          <div key={fact} className={styles.facts} title={fact}>
            <bdi>{fact}</bdi>
          </div>
        ))}
        {why && (
          <div className={styles.why}>
            {whyCard ? (
              <Link
                as="button"
                appearance="subtle"
                className={styles.press}
                aria-expanded={isWhyOpen}
                aria-controls={isWhyOpen ? whyId : undefined}
                onClick={() => openWhy(!isWhyOpen)}
              >
                <bdi>{why}</bdi>
              </Link>
            ) : (
              <bdi>{why}</bdi>
            )}
          </div>
        )}
      </div>
      {actions && <span className={styles.actions}>{actions}</span>}
      {whyCard && isWhyOpen && (
        <div id={whyId} className={styles.below}>
          {whyCard}
        </div>
      )}
      {children && <div className={styles.below}>{children}</div>}
    </div>
  );
}
