import { Button, makeStyles } from '@fluentui/react-components';
import { useState } from 'react';
import type { Action, NewRecord } from '../api/actions';
import type { OpenMessage } from '../api/types';
import { KindIcon } from '../ui/icons';
import { PopoverButton } from '../ui/PopoverButton';
import { useWords } from '../words/words';
import { CreateForm } from './CreateForm';
import { personsOf } from './peopleOf';

interface Props {
  open: OpenMessage;
  subject: string;
  act: (action: Action) => void;
}

const kinds: NewRecord['kind'][] = ['person', 'lead', 'deal'];

/** Person, lead or deal; then its form, filled in from the mail. */
export function CreateMenu({ open, subject, act }: Props) {
  const words = useWords();
  return (
    <PopoverButton label={words('create')}>
      {(close) => <Choice open={open} subject={subject} act={act} close={close} />}
    </PopoverButton>
  );
}

const useStyles = makeStyles({ choice: { justifyContent: 'flex-start' } });

function Choice({ open, subject, act, close }: Props & { close: () => void }) {
  const styles = useStyles();
  const words = useWords();
  const [kind, setKind] = useState<NewRecord['kind'] | null>(null);
  const outside = open.participants.filter((one) => !one.isInternal);
  const strangersFirst = outside.toSorted((a, b) => Number(!!a.person) - Number(!!b.person));
  if (kind)
    return (
      <CreateForm
        kind={kind}
        people={strangersFirst}
        subject={subject}
        personIds={personsOf(open).map((one) => one.person.id)}
        act={act}
        close={close}
      />
    );
  return kinds.map((one) => (
    <Button
      key={one}
      className={styles.choice}
      appearance="subtle"
      icon={<KindIcon kind={one} />}
      onClick={() => setKind(one)}
    >
      {words(`createKind_${one}`)}
    </Button>
  ));
}
