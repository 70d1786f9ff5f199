import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { getUsers } from '../api/admin';
import type { AdminUser, Me } from '../api/types';
import { AskedState } from '../records/AskedState';
import { useLive } from '../records/live';
import { usePages } from '../records/usePages';
import { useWords } from '../words/words';
import { AdminFrame } from './AdminFrame';
import { UserRow } from './UserRow';

const useStyles = makeStyles({
  list: { listStyle: 'none', margin: 0, padding: 0 },
  quiet: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200, margin: 0 },
});

/** The company's people: role, teams, who has left and what became of the records (S11, S57). */
export const Users = ({ me }: { me: Me }) => (
  <AdminFrame me={me} title="usersNav">
    <List me={me} />
  </AdminFrame>
);

function List({ me }: { me: Me }) {
  const styles = useStyles();
  const words = useWords();
  const users = usePages<AdminUser>('users', getUsers);
  useLive((event) => event.kind === 'me' && users.again(), users.again);
  return (
    <>
      <p className={styles.quiet}>{words('usersMean')}</p>
      <AskedState asked={users} />
      <ul className={styles.list}>
        {users.value?.items.map((user) => (
          <UserRow key={user.id} user={user} isMe={user.id === me.id} again={users.again} />
        ))}
      </ul>
      {users.value?.hasMore && (
        <div>
          <Button onClick={users.more}>{words('showMore')}</Button>
        </div>
      )}
    </>
  );
}
