import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { previewAudience } from '../api/messages';
import type { AnyRecord } from '../api/records';
import type { AudiencePreview, VisibleTo } from '../api/types';
import { ErrorBanner } from '../ui/ErrorBanner';
import { PopoverButton } from '../ui/PopoverButton';
import { errorOf } from '../words/sentences';
import { useWords, type WordKey } from '../words/words';
import { Gain } from './OwnVisibility';
import { useAsked } from './useAsked';

const useStyles = makeStyles({
  row: { position: 'relative', display: 'grid', rowGap: tokens.spacingVerticalXS, justifyItems: 'start' },
  choice: { justifyContent: 'flex-start' },
  text: { margin: 0 },
});

export const sights: VisibleTo[] = ['owner', 'team', 'everyone'];
export const sightWords: Record<VisibleTo, WordKey> = {
  owner: 'ownerOnly',
  team: 'teamWord',
  everyone: 'everyoneWord',
};

interface Props {
  record: AnyRecord;
  change: (visibleTo: VisibleTo) => void;
}

/** Who can open the record. Its owner may change that, after being told who would gain sight of mail (S6). */
export function RecordSight({ record, change }: Props) {
  const styles = useStyles();
  const words = useWords();
  return (
    <div className={styles.row}>
      {words(sightWords[record.visibleTo])}
      {record.mine &&
        sights
          .filter((sight) => sight !== record.visibleTo)
          .map((sight) => (
            <PopoverButton key={sight} size="small" label={words('showTo', { whom: words(sightWords[sight]) })}>
              {(close) => (
                <Agree
                  record={record}
                  sight={sight}
                  agree={() => {
                    close();
                    change(sight);
                  }}
                />
              )}
            </PopoverButton>
          ))}
    </div>
  );
}

function Agree({ record, sight, agree }: { record: AnyRecord; sight: VisibleTo; agree: () => void }) {
  const styles = useStyles();
  const words = useWords();
  const { value, error } = useAsked<AudiencePreview>(`widen ${record.id} ${sight}`, (signal) =>
    previewAudience({ recordId: record.id, visibleTo: sight }, signal),
  );
  return (
    <>
      {value && value.count === 0 ? (
        <p className={styles.text}>{words('nobodyGainsMail')}</p>
      ) : (
        <Gain preview={value} />
      )}
      {error && <ErrorBanner text={errorOf(error, words)} />}
      {!value && !error && <p className={styles.text}>{words('finding')}</p>}
      <Button appearance="primary" disabledFocusable={!value} onClick={agree}>
        {value && value.count > 0
          ? words('showMailTo', { count: value.count })
          : words('showTo', { whom: words(sightWords[sight]) })}
      </Button>
    </>
  );
}
