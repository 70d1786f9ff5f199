import { Button, makeStyles } from '@fluentui/react-components';
import { useState } from 'react';
import { ApiError, newKey } from '../api/client';
import { previewAudience, putMessageVisibility } from '../api/messages';
import type { AudiencePreview, RecordMessage, Visibility } from '../api/types';
import { ErrorBanner } from '../ui/ErrorBanner';
import { PopoverButton } from '../ui/PopoverButton';
import { errorOf, gainOf } from '../words/sentences';
import { useLanguage, useWords } from '../words/words';
import { useAsked } from './useAsked';
import { useSay } from './said';

const useStyles = makeStyles({ text: { margin: 0, overflowWrap: 'anywhere' } });

interface Props {
  message: RecordMessage;
  changed: () => void;
}

/** Share, after being told who gains access, or take back, on the record's page (R4, R11). */
export function OwnVisibility({ message, changed }: Props) {
  const words = useWords();
  const say = useSay();
  const [error, setError] = useState<ApiError | null>(null);

  const put = (visibility: Visibility) => {
    setError(null);
    putMessageVisibility(message.id, visibility, newKey()).then(
      ({ change, audience }) => {
        changed();
        say(
          visibility === 'private'
            ? words('said_private')
            : audience.count > 0
              ? words('said_shared', { count: audience.count })
              : words('said_sharedNobody'),
          change?.undoUntil ? change.id : null,
          changed,
        );
      },
      (failure) => setError(failure as ApiError),
    );
  };
  return (
    <>
      {message.visibility === 'shared' ? (
        <Button size="small" onClick={() => put('private')}>
          {words('makePrivate')}
        </Button>
      ) : (
        <PopoverButton label={words('share')} size="small">
          {(close) => (
            <ShareAfterPreview
              message={message}
              share={() => {
                close();
                put('shared');
              }}
            />
          )}
        </PopoverButton>
      )}
      {error && <ErrorBanner text={errorOf(error, words)} />}
    </>
  );
}

function ShareAfterPreview({ message, share }: { message: RecordMessage; share: () => void }) {
  const styles = useStyles();
  const words = useWords();
  const { value, error } = useAsked<AudiencePreview>(`share ${message.id}`, (signal) =>
    previewAudience({ messageIds: [message.id], visibility: 'shared' }, signal),
  );
  return (
    <>
      <Gain preview={value} />
      {error && <ErrorBanner text={errorOf(error, words, 'repeated')} />}
      <Button appearance="primary" disabledFocusable={!value} onClick={share}>
        {value && value.count > 0 ? words('shareWith', { count: value.count }) : words('share')}
      </Button>
      {!value && !error && <p className={styles.text}>{words('finding')}</p>}
    </>
  );
}

/** Who would gain sight of what, in sentences. */
export function Gain({ preview }: { preview: AudiencePreview | null }) {
  const styles = useStyles();
  const words = useWords();
  const language = useLanguage();
  return (
    <div aria-live="polite">
      {preview &&
        gainOf(preview, language, words).map((sentence) => (
          <p key={sentence} className={styles.text}>
            <bdi>{sentence}</bdi>
          </p>
        ))}
    </div>
  );
}
