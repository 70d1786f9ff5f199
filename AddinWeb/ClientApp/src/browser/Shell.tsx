import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { useEffect, useRef, type ReactNode } from 'react';
import { NavLink, useLocation } from 'react-router';
import { pathOf } from '../api/actions';
import type { Me, RecordKind } from '../api/types';
import { listWords } from '../records/RecordList';
import { setLanguage, useLanguage, useWords } from '../words/words';

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
  link: {
    color: tokens.colorNeutralForeground2,
    textDecorationLine: 'none',
    padding: '4px 2px',
    '&[aria-current=page]': {
      color: tokens.colorNeutralForeground1,
      fontWeight: tokens.fontWeightSemibold,
      boxShadow: `inset 0 -2px 0 ${tokens.colorCompoundBrandStroke}`,
    },
  },
  who: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalS, flexWrap: 'wrap' },
  main: {
    maxWidth: '72rem',
    margin: '0 auto',
    padding: `${tokens.spacingVerticalL} ${tokens.spacingHorizontalL} 5rem`,
  },
});

const order: RecordKind[] = ['deal', 'lead', 'person', 'organization', 'project'];

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
  const isFirst = useRef(true);
  useEffect(() => {
    if (!isFirst.current) (main.current?.querySelector<HTMLElement>('h1') ?? main.current)?.focus();
    isFirst.current = false;
  }, [pathname]);
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
        </nav>
        <span className={styles.who}>
          <bdi>{me.displayName}</bdi>
          <Button
            size="small"
            appearance="subtle"
            lang={language === 'ja' ? 'en' : 'ja'}
            onClick={() => setLanguage(language === 'ja' ? 'en' : 'ja')}
          >
            {language === 'ja' ? 'English' : '日本語'}
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
