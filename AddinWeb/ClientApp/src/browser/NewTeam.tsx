import { Field, Input } from '@fluentui/react-components';
import { useState } from 'react';
import { makeTeam } from '../api/admin';
import type { AudiencePreview } from '../api/types';
import { useAct } from '../records/useAct';
import { ErrorBanner } from '../ui/ErrorBanner';
import { errorOf } from '../words/sentences';
import { useWords } from '../words/words';
import { BlindPreview } from './BlindPreview';
import { MemberChoice } from './MemberChoice';
import { useMembers } from './useMembers';

interface Props {
  again: () => void;
  close: () => void;
}

/** A team with its first members: their records for the team are open to one another from then on. */
export function NewTeam({ again, close }: Props) {
  const words = useWords();
  const { act, isBusy, error } = useAct();
  const [name, setName] = useState('');
  const { changed, change, ids } = useMembers([]);
  const make = (preview: AudiencePreview) =>
    void act(
      [name.trim(), ids],
      (key) => makeTeam(name.trim(), ids, key),
      (team) => {
        close();
        again();
        const said = words('said_teamMade', { name: team.name, count: team.members.length });
        return { said: preview.count > 0 ? `${said} ${words('said_seeMore', { count: preview.count })}` : said };
      },
    );
  return (
    <>
      <Field label={words('teamName')} required>
        <Input value={name} maxLength={100} onChange={(_, data) => setName(data.value)} />
      </Field>
      <MemberChoice members={[]} changed={changed} change={change} />
      {error && <ErrorBanner text={errorOf(error, words)} />}
      <BlindPreview
        request={ids.length > 0 ? { team: { memberIds: ids } } : null}
        label={words('makeTeam')}
        isBusy={isBusy || !name.trim()}
        agree={make}
      />
    </>
  );
}
