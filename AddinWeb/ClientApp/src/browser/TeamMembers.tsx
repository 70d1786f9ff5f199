import { patchTeam } from '../api/admin';
import type { AudiencePreview, Team } from '../api/types';
import { useAct } from '../records/useAct';
import { ErrorBanner } from '../ui/ErrorBanner';
import { errorOf } from '../words/sentences';
import { useWords } from '../words/words';
import { BlindPreview } from './BlindPreview';
import { MemberChoice } from './MemberChoice';
import { useMembers } from './useMembers';

interface Props {
  team: Team;
  again: () => void;
  close: () => void;
}

/** Who is in the team, changed as one act after a preview by number (S6, S12). */
export function TeamMembers({ team, again, close }: Props) {
  const words = useWords();
  const { act, isBusy, error } = useAct(again);
  const { changed, change, ids, isChanged } = useMembers(team.members);
  const save = (preview: AudiencePreview) =>
    void act(
      [team.version, ids],
      (key) => patchTeam(team, { memberIds: ids }, key),
      ({ members }) => {
        close();
        again();
        const said = words('said_members', { name: team.name, count: members.length });
        return { said: preview.count > 0 ? `${said} ${words('said_seeMore', { count: preview.count })}` : said };
      },
    );
  return (
    <>
      <MemberChoice members={team.members} changed={changed} change={change} />
      {error && <ErrorBanner text={errorOf(error, words)} />}
      {isChanged && (
        <BlindPreview
          request={{ team: { teamId: team.id, memberIds: ids } }}
          version={team.version}
          label={words('changeMembers')}
          isBusy={isBusy}
          agree={save}
        />
      )}
    </>
  );
}
