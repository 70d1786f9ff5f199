import { Button, makeStyles, tokens } from '@fluentui/react-components';
import type { Action } from '../api/actions';
import type { Participant } from '../api/types';
import { PopoverButton } from '../ui/PopoverButton';
import { useWords } from '../words/words';

const peopleAtMost = 8;

const useStyles = makeStyles({
  choices: { display: 'flex', flexDirection: 'column', alignItems: 'stretch', rowGap: tokens.spacingVerticalXS },
  choice: { justifyContent: 'flex-start', overflowWrap: 'anywhere', textAlign: 'start' },
});

interface Props {
  participants: Participant[];
  act: (action: Action) => void;
}

/** Keeps mail with one of its people, or with all of their domain, out from now on (R70). */
export function NeverCapture({ participants, act }: Props) {
  const styles = useStyles();
  const words = useWords();
  const outside = participants.filter((one) => !one.isInternal).map((one) => one.address);
  const addresses = [...new Set(outside)].slice(0, peopleAtMost);
  const domains = [...new Set(addresses.map((one) => one.slice(one.lastIndexOf('@') + 1)))];
  if (addresses.length === 0) return null;
  return (
    <PopoverButton label={words('neverCaptureSub')} size="small">
      {(close) => (
        <div className={styles.choices}>
          {[...addresses, ...domains].map((entry) => (
            <Button
              key={entry}
              size="small"
              className={styles.choice}
              onClick={() => {
                close();
                act({ kind: 'never_capture', entry });
              }}
            >
              <bdi>{entry.includes('@') ? entry : words('neverCaptureDomain', { name: entry })}</bdi>
            </Button>
          ))}
        </div>
      )}
    </PopoverButton>
  );
}
