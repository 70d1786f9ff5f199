import { Badge, makeStyles, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';

const useStyles = makeStyles({
  // What opens beneath a button finds its place by this line; in a wide window by the buttons themselves.
  row: {
    position: 'relative',
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    padding: `${tokens.spacingVerticalS} 0`,
    outlineStyle: 'none',
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  who: { flex: '1 1 14rem', minWidth: 0, overflowWrap: 'anywhere' },
  name: { fontWeight: tokens.fontWeightSemibold },
  quiet: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
  actions: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: tokens.spacingHorizontalS,
    '@media (min-width: 640px)': { position: 'relative', flex: '0 0 344px', justifyContent: 'flex-end' },
  },
});

interface Props {
  id: string;
  name: string;
  badges?: string[];
  facts: string[];
  /** what went wrong with it */
  below?: ReactNode;
  children: ReactNode;
}

/** After an act with which the button that was pressed may go: the focus stays by whom it concerned. */
export const focusRow = (id: string) => document.getElementById(id)?.focus();

/** A team or a user: name, what is known, and what can be done with it. */
export function AdminRow({ id, name, badges = [], facts, below, children }: Props) {
  const styles = useStyles();
  return (
    <li id={id} className={styles.row} tabIndex={-1}>
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
