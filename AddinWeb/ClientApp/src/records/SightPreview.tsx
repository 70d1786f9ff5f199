import { Button, makeStyles } from '@fluentui/react-components';
import { previewAudience } from '../api/messages';
import type { AudiencePreview, AudiencePreviewRequest } from '../api/types';
import { ErrorBanner } from '../ui/ErrorBanner';
import { errorOf, namesOf } from '../words/sentences';
import { useLanguage, useWords } from '../words/words';
import { Gain } from './OwnVisibility';
import { useAsked } from './useAsked';

const useStyles = makeStyles({ text: { margin: 0, overflowWrap: 'anywhere' } });

interface Props {
  request: AudiencePreviewRequest;
  /** what the button says while nobody gains anything */
  label: string;
  isBusy?: boolean;
  agree: () => void;
}

/** Who gains and who loses sight of how much mail by an act on a record, and the button that does it (S6). */
export function SightPreview({ request, label, isBusy, agree }: Props) {
  const styles = useStyles();
  const words = useWords();
  const { value, error } = useAsked<AudiencePreview>(JSON.stringify(request), (signal) =>
    previewAudience(request, signal),
  );
  return (
    <>
      {value && value.count === 0 ? (
        <p className={styles.text}>{words('nobodyGainsMail')}</p>
      ) : (
        <Gain preview={value} />
      )}
      <Loss preview={value} />
      {error && <ErrorBanner text={errorOf(error, words, 'repeated')} />}
      {!value && !error && <p className={styles.text}>{words('finding')}</p>}
      <Button appearance="primary" disabledFocusable={!value || isBusy} onClick={agree}>
        {value && value.count > 0 ? words('doAndShowTo', { act: label, count: value.count }) : label}
      </Button>
    </>
  );
}

function Loss({ preview }: { preview: AudiencePreview | null }) {
  const styles = useStyles();
  const words = useWords();
  const language = useLanguage();
  if (!preview?.losingCount) return null;
  const names = namesOf(preview.losing ?? [], preview.losingCount, language, words);
  return (
    <p className={styles.text}>
      <bdi>{words('loseSight', { names, count: preview.losingMessages ?? 0 })}</bdi>
    </p>
  );
}
