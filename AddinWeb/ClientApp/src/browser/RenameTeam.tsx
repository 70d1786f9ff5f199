import { Button, Field, Input, makeStyles, tokens } from '@fluentui/react-components';
import { useState, type FormEvent } from 'react';
import { patchTeam } from '../api/admin';
import type { Team } from '../api/types';
import { useAct } from '../records/useAct';
import { ErrorBanner } from '../ui/ErrorBanner';
import { errorOf } from '../words/sentences';
import { useWords } from '../words/words';

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalS, alignItems: 'stretch' },
});

interface Props {
  team: Team;
  again: () => void;
  close: () => void;
}

export function RenameTeam({ team, again, close }: Props) {
  const styles = useStyles();
  const words = useWords();
  const { act, isBusy, error } = useAct(again);
  const [name, setName] = useState(team.name);
  const wanted = name.trim();
  const rename = (event: FormEvent) => {
    event.preventDefault();
    if (!wanted) return;
    if (wanted === team.name) return close();
    void act(
      [team.version, wanted],
      (key) => patchTeam(team, { name: wanted }, key),
      () => {
        close();
        again();
        return { said: words('said_renamed', { name: team.name, to: wanted }) };
      },
    );
  };
  return (
    <form className={styles.form} onSubmit={rename}>
      <Field label={words('teamName')} required>
        <Input value={name} maxLength={100} onChange={(_, data) => setName(data.value)} />
      </Field>
      {error && <ErrorBanner text={errorOf(error, words)} />}
      <Button type="submit" appearance="primary" disabledFocusable={isBusy || !wanted}>
        {words('save')}
      </Button>
    </form>
  );
}
