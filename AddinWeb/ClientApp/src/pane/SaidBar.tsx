import { Button, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { DismissRegular } from '@fluentui/react-icons';
import { useEffect, useRef } from 'react';
import { useLanguage, useWords } from '../words/words';
import type { Entry } from './outbox';
import { sentenceOf } from './sentence';
import type { PaneSession, Said } from './session';

const useStyles = makeStyles({
  region: { position: 'sticky', bottom: '12px', zIndex: 1 },
  bar: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalXS,
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalS} ${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
    borderRadius: tokens.borderRadiusMedium,
    border: `1px solid ${tokens.colorTransparentStroke}`,
    backgroundColor: tokens.colorNeutralBackgroundInverted,
    color: tokens.colorNeutralForegroundInverted,
    boxShadow: tokens.shadow8,
  },
  text: { flex: '1 1 10rem', overflowWrap: 'anywhere' },
  dismiss: { marginInlineStart: 'auto' },
  button: {
    color: tokens.colorNeutralForegroundInverted,
    ':hover': { color: tokens.colorNeutralForegroundInverted, textDecorationLine: 'underline' },
    ':hover:active': { color: tokens.colorNeutralForegroundInverted },
  },
});

interface Props {
  said: Said | null;
  /** an undo that would show the mail to people again */
  asking: Entry | null;
  session: PaneSession;
}

/** What the last action came to, told once to screen readers too, and the way back. */
export function SaidBar({ said, asking, session }: Props) {
  const styles = useStyles();
  const words = useWords();
  const language = useLanguage();
  const first = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    // The button that was pressed may have gone with what it did; then the way on is where the eye goes.
    if ((said || asking) && document.activeElement === document.body) first.current?.focus();
  }, [said, asking]);

  const count = asking?.preview?.count ?? 0;
  const text = asking ? words('undoShows', { count }) : said && sentenceOf(said, language, words);
  const way = asking
    ? { label: words('undoAndShow', { count }), onPress: () => session.consent(asking.key) }
    : said && said.undo.length > 0
      ? { label: words('undo'), onPress: () => session.act({ kind: 'undo', changes: said.undo }) }
      : null;
  return (
    <div className={styles.region} role="status">
      {text && (
        <div className={styles.bar}>
          <span className={styles.text}>
            <bdi>{text}</bdi>
          </span>
          {way && (
            <Button ref={first} size="small" appearance="transparent" className={styles.button} onClick={way.onPress}>
              {way.label}
            </Button>
          )}
          <Button
            size="small"
            appearance="transparent"
            className={mergeClasses(styles.button, styles.dismiss)}
            icon={<DismissRegular />}
            aria-label={words(asking ? 'cancel' : 'dismiss')}
            onClick={() => (asking ? session.cancel(asking.key) : session.dismiss())}
          />
        </div>
      )}
    </div>
  );
}
