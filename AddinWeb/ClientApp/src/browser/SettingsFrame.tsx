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

/** A page of the settings with the way to the others. */
export function SettingsFrame({ title, children }: { title: WordKey; children: ReactNode }) {
  const styles = useStyles();
  const words = useWords();
  useTitle(words(title));
  return (
    <div className={styles.page}>
      <PageTitle>{words(title)}</PageTitle>
      <nav className={styles.nav} aria-label={words('settingsNav')}>
        <NavLink className={styles.link} to="/settings/mail">
          {words('mailSettings')}
        </NavLink>
        <NavLink className={styles.link} to="/settings/sender-addresses">
          {words('senderAddresses')}
        </NavLink>
        <NavLink className={styles.link} to="/settings/never-capture">
          {words('neverCapture')}
        </NavLink>
      </nav>
      {children}
    </div>
  );
}
