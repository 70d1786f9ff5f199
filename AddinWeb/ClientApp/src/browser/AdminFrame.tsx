import { makeStyles, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { useTitle } from '../records/useTitle';
import type { Me } from '../api/types';
import { EmptyState } from '../ui/EmptyState';
import { useWords, type WordKey } from '../words/words';
import { PagesFrame } from './PagesFrame';

const useStyles = makeStyles({ link: { color: tokens.colorBrandForegroundLink } });

const pages = [
  ['/admin/teams', 'teamsNav'],
  ['/admin/users', 'usersNav'],
  ['/admin/shared-mailboxes', 'sharedMailboxesNav'],
] as const;

interface Props {
  me: Me;
  title: WordKey;
  children: ReactNode;
}

/** A page for admins with the way to the others; anyone else is told whose it is, and nothing is asked. */
export const AdminFrame = ({ me, title, children }: Props) =>
  me.role === 'admin' ? (
    <PagesFrame title={title} nav="adminNav" pages={pages}>
      {children}
    </PagesFrame>
  ) : (
    <NotYours />
  );

function NotYours() {
  const styles = useStyles();
  const words = useWords();
  useTitle(undefined);
  return (
    <EmptyState isPage text={words('adminsOnly')}>
      <Link className={styles.link} to="/deals">
        {words('dealsNav')}
      </Link>
    </EmptyState>
  );
}
