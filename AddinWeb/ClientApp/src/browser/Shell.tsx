import { Button, CounterBadge, makeStyles, tokens } from '@fluentui/react-components';
import { useEffect, useRef, type ReactNode } from 'react';
import { NavLink, useLocation } from 'react-router';
import { pathOf } from '../api/paths';
import type { Me, RecordKind } from '../api/types';
import { listWords } from '../records/RecordList';
import { useLanguage, useWords } from '../words/words';
import { chooseLanguage } from './language';
import { useToReview } from './useToReview';

const useStyles = makeStyles({
  page: { minHeight: '100vh', backgroundColor: tokens.colorNeutralBackground1 },
  top: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalL}`,
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalL}`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground2,
  },
  brand: { fontWeight: tokens.fontWeightSemibold },
  nav: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalM}`,
    flexGrow: 1,
  },
  gap: { '@media (min-width: 900px)': { marginInlineStart: tokens.spacingHorizontalL } },
  link: {
    color: tokens.colorNeutralForeground2,
    textDecorationLine: 'none',
    padding: '4px 2px',
    ':hover': { color: tokens.colorNeutralForeground1, textDecorationLine: 'underline' },
    '&[aria-current=page]': {
      color: tokens.colorNeutralForeground1,
      fontWeight: tokens.fontWeightSemibold,
      borderBottom: `2px solid ${tokens.colorCompoundBrandStroke}`,
    },
  },
  who: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalS, flexWrap: 'wrap' },
  main: {
    boxSizing: 'border-box',
    maxWidth: '72rem',
    margin: '0 auto',
    padding: `${tokens.spacingVerticalL} ${tokens.spacingHorizontalL} 5rem`,
    outlineStyle: 'none',
  },
});

const order: RecordKind[] = ['deal', 'lead', 'person', 'organization', 'project'];
const own = [
  ['/review', 'reviewNav'],
  ['/shared', 'sharedNav'],
  ['/intake-log', 'intakeNav'],
  ['/settings', 'settingsNav'],
] as const;
const admins = [...own, ['/admin', 'adminNav']] as const;

interface Props {
  me: Me;
  signOut: () => void;
  children: ReactNode;
}

/** What stands around every page. After a change of page the focus goes to its heading. */
export function Shell({ me, signOut, children }: Props) {
  const styles = useStyles();
  const words = useWords();
  const language = useLanguage();
  const { pathname } = useLocation();
  const main = useRef<HTMLElement>(null);
  const shown = useRef(pathname);
  useEffect(() => {
    if (shown.current === pathname) return;
    shown.current = pathname;
    (main.current?.querySelector<HTMLElement>('h1') ?? main.current)?.focus();
    window.scrollTo(0, 0);
  }, [pathname]);
  const toReview = useToReview();
  const other = language === 'ja' ? 'en' : 'ja';
  return (
    <div className={styles.page}>
      <header className={styles.top}>
        <span className={styles.brand}>MailCrm</span>
        <nav className={styles.nav} aria-label={words('pagesNav')}>
          {order.map((kind) => (
            <NavLink key={kind} to={`/${pathOf[kind]}`} className={styles.link}>
              {words(listWords[kind])}
            </NavLink>
          ))}
          {(me.role === 'admin' ? admins : own).map(([path, word], at) => (
            <NavLink key={path} to={path} className={at === 0 ? `${styles.link} ${styles.gap}` : styles.link}>
              {words(word)}
              {path === '/review' && toReview > 0 && (
                <>
                  {' '}
                  <CounterBadge count={toReview} size="small" color="informative" />
                </>
              )}
            </NavLink>
          ))}
        </nav>
        <span className={styles.who}>
          <bdi>{me.displayName}</bdi>
          <Button size="small" appearance="subtle" lang={other} onClick={() => chooseLanguage(other)}>
            {other === 'en' ? 'English' : '日本語'}
          </Button>
          <Button size="small" appearance="subtle" onClick={signOut}>
            {words('signOut')}
          </Button>
        </span>
      </header>
      <main ref={main} className={styles.main} tabIndex={-1}>
        {children}
      </main>
    </div>
  );
}
