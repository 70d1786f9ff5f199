import { makeStyles, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { getOwnMessage } from '../api/messages';
import type { Me, OwnMessage } from '../api/types';
import { AskedState } from '../records/AskedState';
import { useLive } from '../records/live';
import { MailItem } from '../records/MailItem';
import { useAsked } from '../records/useAsked';
import { useTitle } from '../records/useTitle';
import { PageTitle } from '../ui/PageTitle';
import { useWords } from '../words/words';

const useStyles = makeStyles({
  page: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalM },
  list: { listStyle: 'none', margin: 0, padding: 0 },
  link: { color: tokens.colorBrandForegroundLink },
});

/** The message that a line of the intake log came to; its owner's alone. */
export function IntakeMail({ me }: { me: Me }) {
  const styles = useStyles();
  const words = useWords();
  const { id = '' } = useParams();
  const [isOpen, setOpen] = useState(true);
  const asked = useAsked<OwnMessage>(`message ${id}`, (signal) => getOwnMessage(id, signal));
  useLive((event) => event.id === id && asked.again(), asked.again);
  useTitle(asked.value?.subject || words('intakeNav'));
  return (
    <div className={styles.page}>
      <PageTitle>{asked.value?.subject || words('intakeNav')}</PageTitle>
      <div>
        <Link className={styles.link} to="/intake-log">
          {words('backToIntake')}
        </Link>
      </div>
      <AskedState asked={asked} />
      {asked.value && (
        <ul className={styles.list}>
          <MailItem
            message={{ ...asked.value, mine: true, owner: me, alsoSharedBy: [], records: [] }}
            isOpen={isOpen}
            toggle={() => setOpen(!isOpen)}
            changed={asked.again}
          />
        </ul>
      )}
    </div>
  );
}
