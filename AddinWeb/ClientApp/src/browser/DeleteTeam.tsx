import { makeStyles } from '@fluentui/react-components';
import { removeTeam } from '../api/admin';
import type { Team } from '../api/types';
import { useAct } from '../records/useAct';
import { ErrorBanner } from '../ui/ErrorBanner';
import { errorOf } from '../words/sentences';
import { useWords } from '../words/words';
import { BlindPreview } from './BlindPreview';

const useStyles = makeStyles({ text: { margin: 0, overflowWrap: 'anywhere' } });

interface Props {
  team: Team;
  again: () => void;
  close: () => void;
}

/** Dissolves the team, after saying who loses sight of how much. */
export function DeleteTeam({ team, again, close }: Props) {
  const styles = useStyles();
  const words = useWords();
  const { act, isBusy, error } = useAct(again);
  const remove = () =>
    void act(
      team.id,
      (key) => removeTeam(team.id, key),
      () => {
        // The row goes with the button that was pressed.
        document.querySelector<HTMLElement>('main h1')?.focus();
        close();
        again();
        return { said: words('said_teamDeleted', { name: team.name }) };
      },
    );
  return (
    <>
      <p className={styles.text}>{words('deleteTeamMeans')}</p>
      {error && <ErrorBanner text={errorOf(error, words)} />}
      <BlindPreview
        request={{ team: { teamId: team.id, memberIds: [] } }}
        version={team.version}
        label={words('deleteNamed', { name: team.name })}
        isBusy={isBusy}
        agree={remove}
      />
    </>
  );
}
