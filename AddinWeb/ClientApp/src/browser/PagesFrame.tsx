import { makeStyles, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { NavLink } from 'react-router';
import { useTitle } from '../records/useTitle';
import { PageTitle } from '../ui/PageTitle';
import { useWords, type WordKey } from '../words/words';

const useStyles = makeStyles({
  page: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalL, maxWidth: '44rem' },
  nav: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalL },
  link: {
    color: tokens.colorBrandForegroundLink,
    '&[aria-current=page]': {
      color: tokens.colorNeutralForeground1,
      fontWeight: tokens.fontWeightSemibold,
      textDecorationLine: 'none',
    },
  },
});

interface Props {
  title: WordKey;
  /** what the pages that belong together are called, and where each is */
  nav: WordKey;
  pages: readonly (readonly [path: string, word: WordKey])[];
  children: ReactNode;
}

/** One of some pages that belong together, with the way to the others. */
export function PagesFrame({ title, nav, pages, children }: Props) {
  const styles = useStyles();
  const words = useWords();
  useTitle(words(title));
  return (
    <div className={styles.page}>
      <PageTitle>{words(title)}</PageTitle>
      <nav className={styles.nav} aria-label={words(nav)}>
        {pages.map(([path, word]) => (
          <NavLink key={path} className={styles.link} to={path}>
            {words(word)}
          </NavLink>
        ))}
      </nav>
      {children}
    </div>
  );
}
