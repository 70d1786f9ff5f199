import { Button, makeStyles } from '@fluentui/react-components';
import { previewAudience } from '../api/messages';
import { useAsked } from '../records/useAsked';
import type { AudiencePreview, AudiencePreviewRequest } from '../api/types';
import { ErrorBanner } from '../ui/ErrorBanner';
import { errorOf, namesOf } from '../words/sentences';
import { useLanguage, useWords } from '../words/words';

const useStyles = makeStyles({ text: { margin: 0, overflowWrap: 'anywhere' } });

const nobody: AudiencePreview = { people: [], count: 0, messages: 0, warnings: [] };

interface Props {
  /** null: what is asked for shows nothing to anyone */
  request: AudiencePreviewRequest | null;
  /** the preview is another one once this is */
  version?: string;
  /** what the button says while nobody gains anything */
  label: string;
  isBusy: boolean;
  agree: (preview: AudiencePreview) => void;
}

/** What an admin's act would show and hide, by number: no record and no mail is named (S6, S11). And the button that does it. */
export function BlindPreview({ request, version, label, isBusy, agree }: Props) {
  const styles = useStyles();
  const words = useWords();
  const { value, error } = useAsked<AudiencePreview>(`blind ${version} ${JSON.stringify(request)}`, (signal) =>
    request ? previewAudience(request, signal) : Promise.resolve(nobody),
  );
  return (
    <>
      <div aria-live="polite">
        {request && value && <Sight preview={value} />}
        {request && !value && !error && <p className={styles.text}>{words('finding')}</p>}
      </div>
      {error && <ErrorBanner text={errorOf(error, words, 'repeated')} />}
      <Button appearance="primary" disabledFocusable={!value || isBusy} onClick={() => value && agree(value)}>
        {value && value.count > 0 ? words('doAndShowTo', { act: label, count: value.count }) : label}
      </Button>
    </>
  );
}

function Sight({ preview }: { preview: AudiencePreview }) {
  const styles = useStyles();
  const words = useWords();
  const language = useLanguage();
  const { people, count, messages, losing = [], losingCount = 0, losingMessages = 0, records = 0 } = preview;
  const sentences = [
    records > 0 && words('concernsRecords', { count: records }),
    count > 0
      ? words('gainSight', { names: namesOf(people, count, language, words), count: messages })
      : words('nobodyGainsMail'),
    losingCount > 0 &&
      words('loseSight', { names: namesOf(losing, losingCount, language, words), count: losingMessages }),
  ];
  return sentences.map(
    (sentence) =>
      sentence && (
        <p key={sentence} className={styles.text}>
          <bdi>{sentence}</bdi>
        </p>
      ),
  );
}
