import { Button } from '@fluentui/react-components';
import { patchUser } from '../api/admin';
import type { AdminUser } from '../api/types';
import { useAct } from '../records/useAct';
import { ErrorBanner } from '../ui/ErrorBanner';
import { PopoverButton } from '../ui/PopoverButton';
import { errorOf, timeOf } from '../words/sentences';
import { useLanguage, useWords } from '../words/words';
import { AdminRow } from './AdminRow';
import { GiveRecordsOn } from './GiveRecordsOn';
import { MarkAsLeft } from './MarkAsLeft';
import { TakeBack } from './TakeBack';

interface Props {
  user: AdminUser;
  isMe: boolean;
  again: () => void;
}

/** One user and what can be done; nobody shuts out himself. */
export function UserRow({ user, isMe, again }: Props) {
  const words = useWords();
  const language = useLanguage();
  const { act, error } = useAct(again);
  const isAdmin = user.role === 'admin';
  const teams = new Intl.ListFormat(language).format(user.teams.map((team) => team.name));
  const change = () => {
    const role = isAdmin ? 'standard' : 'admin';
    void act(
      [user.id, role],
      (key) => patchUser(user.id, { role }, key),
      () => {
        again();
        return { said: words(isAdmin ? 'said_notAdmin' : 'said_admin', { name: user.displayName }) };
      },
    );
  };
  const facts = [
    user.email,
    [
      teams && words('inTeams', { names: teams }),
      user.leftAt && words('leftSince', { date: timeOf(new Date(user.leftAt), language) }),
      user.records > 0 && words('recordCount', { count: user.records }),
    ]
      .filter(Boolean)
      .join(' · '),
  ].filter(Boolean);
  const badges = [isAdmin && words('adminWord'), user.leftAt && words('leftWord'), isMe && words('youWord')];
  return (
    <AdminRow
      id={user.id}
      name={user.displayName}
      badges={badges.filter((badge) => typeof badge === 'string' && badge !== '') as string[]}
      facts={facts}
      below={error && <ErrorBanner text={errorOf(error, words)} />}
    >
      {!user.leftAt && !isMe && !user.roleFromDirectory && (
        <Button size="small" onClick={change}>
          {words(isAdmin ? 'takeAdmin' : 'makeAdmin')}
        </Button>
      )}
      {!user.leftAt && !isMe && (
        <PopoverButton size="small" label={words('markAsLeft')}>
          {(close) => <MarkAsLeft user={user} again={again} close={close} />}
        </PopoverButton>
      )}
      {user.leftAt && user.records > 0 && (
        <PopoverButton size="small" label={words('giveRecordsOn')}>
          {(close) => <GiveRecordsOn user={user} again={again} close={close} />}
        </PopoverButton>
      )}
      {user.leftAt && (
        <PopoverButton size="small" label={words('takeBack')}>
          {(close) => <TakeBack user={user} again={again} close={close} />}
        </PopoverButton>
      )}
    </AdminRow>
  );
}
