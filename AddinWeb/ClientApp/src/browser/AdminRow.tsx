import { Badge, makeStyles, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';

const useStyles = makeStyles({
  // What opens beneath a button finds its place by this line.
  row: {
    position: 'relative',
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    padding: `${tokens.spacingVerticalS} 0`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  who: { flex: '1 1 14rem', minWidth: 0, overflowWrap: 'anywhere' },
  name: { fontWeight: tokens.fontWeightSemibold },
  quiet: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
});

interface Props {
  name: string;
  badges?: string[];
  facts: string[];
  /** what went wrong with it */
  below?: ReactNode;
  children: ReactNode;
}

/** A team or a user: name, what is known, and what can be done with it. */
export function AdminRow({ name, badges = [], facts, below, children }: Props) {
  const styles = useStyles();
  return (
    <li className={styles.row}>
      <div className={styles.who}>
        <bdi className={styles.name}>{name}</bdi>
        {badges.map((badge) => (
          <span key={badge}>
            {' '}
            <Badge appearance="tint" color="informative" size="small">
              {badge}
            </Badge>
          </span>
        ))}
        {facts.map((fact) => (
          <div key={fact} className={styles.quiet}>
            <bdi>{fact}</bdi>
          </div>
        ))}
      </div>
      <div className={styles.actions} role="group" aria-label={name}>
        {children}
      </div>
      {below}
    </li>
  );
}
