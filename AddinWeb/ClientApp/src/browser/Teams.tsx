import { makeStyles, tokens } from '@fluentui/react-components';
import { getTeams } from '../api/admin';
import type { Me, Page, Team } from '../api/types';
import { AskedState } from '../records/AskedState';
import { useLive } from '../records/live';
import { useAsked } from '../records/useAsked';
import { PopoverButton } from '../ui/PopoverButton';
import { useLanguage, useWords } from '../words/words';
import { AdminFrame } from './AdminFrame';
import { AdminRow } from './AdminRow';
import { DeleteTeam } from './DeleteTeam';
import { NewTeam } from './NewTeam';
import { RenameTeam } from './RenameTeam';
import { TeamMembers } from './TeamMembers';

const useStyles = makeStyles({
  list: { listStyle: 'none', margin: 0, padding: 0 },
  quiet: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200, margin: 0 },
  tools: { position: 'relative' },
});

/** The company's teams: who is in one decides who sees its members' records for the team (S12). */
export const Teams = ({ me }: { me: Me }) => (
  <AdminFrame me={me} title="teamsNav">
    <List />
  </AdminFrame>
);

function List() {
  const styles = useStyles();
  const words = useWords();
  const language = useLanguage();
  const asked = useAsked<Page<Team>>('teams', getTeams);
  useLive((event) => event.kind === 'me' && asked.again(), asked.again);
  const { value, again } = asked;
  const membersOf = ({ members }: Team) =>
    members.length > 0
      ? new Intl.ListFormat(language).format(members.map((one) => one.displayName))
      : words('noMembers');
  return (
    <>
      <p className={styles.quiet}>{words('teamsMean')}</p>
      <AskedState asked={asked} />
      {value?.items.length === 0 && <p className={styles.quiet}>{words('noTeams')}</p>}
      {value && (
        <div className={styles.tools}>
          <PopoverButton label={words('newTeam')}>{(close) => <NewTeam again={again} close={close} />}</PopoverButton>
        </div>
      )}
      <ul className={styles.list}>
        {value?.items.map((team) => (
          <AdminRow key={team.id} id={team.id} name={team.name} facts={[membersOf(team)]}>
            <PopoverButton size="small" label={words('membersWord')}>
              {(close) => <TeamMembers team={team} again={again} close={close} />}
            </PopoverButton>
            <PopoverButton size="small" label={words('rename')}>
              {(close) => <RenameTeam team={team} again={again} close={close} />}
            </PopoverButton>
            <PopoverButton size="small" label={words('deleteWord')}>
              {(close) => <DeleteTeam team={team} again={again} close={close} />}
            </PopoverButton>
          </AdminRow>
        ))}
      </ul>
    </>
  );
}
