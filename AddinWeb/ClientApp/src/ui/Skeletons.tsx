import { makeStyles, tokens } from '@fluentui/react-components';

const useStyles = makeStyles({
  // In place at once, so that nothing moves, but seen only after 300 ms: a quick answer shows no flicker.
  all: {
    visibility: 'hidden',
    animationName: { to: { visibility: 'visible' } },
    animationDuration: '1ms',
    animationDelay: '300ms',
    animationFillMode: 'forwards',
    display: 'flex',
    flexDirection: 'column',
    rowGap: tokens.spacingVerticalM,
  },
  bar: { height: '12px', borderRadius: tokens.borderRadiusMedium, backgroundColor: tokens.colorNeutralStencil1 },
  chip: { height: '24px', width: '5rem' },
  card: { display: 'grid', gridTemplateColumns: '20px 1fr', gap: tokens.spacingHorizontalS, alignItems: 'center' },
  lines: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalS },
});

/** The pane's shape before anything is known of the mail. */
export function PaneSkeleton({ label }: { label: string }) {
  const styles = useStyles();
  return (
    <div className={styles.all} role="status" aria-label={label}>
      <div className={`${styles.bar} ${styles.chip}`} />
      {['60%', '45%'].map((width) => (
        <div key={width} className={styles.card}>
          <div className={styles.bar} style={{ height: 20 }} />
          <div className={styles.lines}>
            <div className={styles.bar} style={{ width }} />
            <div className={styles.bar} style={{ width: '80%' }} />
          </div>
        </div>
      ))}
    </div>
  );
}

/** Rows of a list before they are known. */
export function ListSkeleton({ label }: { label: string }) {
  const styles = useStyles();
  return (
    <div className={styles.all} role="status" aria-label={label}>
      {['40%', '55%', '35%'].map((width) => (
        <div key={width} className={styles.lines}>
          <div className={styles.bar} style={{ width }} />
          <div className={styles.bar} style={{ width: '70%' }} />
        </div>
      ))}
    </div>
  );
}
