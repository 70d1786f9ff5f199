import { Button, Checkbox, makeStyles, tokens } from '@fluentui/react-components';
import { useEffect, useState } from 'react';
import type { Action } from '../api/actions';
import { ApiError } from '../api/client';
import { previewAudience } from '../api/messages';
import type { AudiencePreview, OwnMessage } from '../api/types';
import { ErrorBanner } from '../ui/ErrorBanner';
import { errorOf, gainOf } from '../words/sentences';
import { useLanguage, useWords } from '../words/words';

const useStyles = makeStyles({
  text: { margin: 0, overflowWrap: 'anywhere' },
  gain: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalXS, minHeight: '40px' },
});

interface Props {
  message: OwnMessage;
  act: (action: Action) => void;
  close: () => void;
}

/** Before anybody gains access, the rep is told who does. */
export function Share({ message, act, close }: Props) {
  const styles = useStyles();
  const words = useWords();
  const language = useLanguage();
  const [whole, setWhole] = useState(false);
  const { preview, error } = usePreview(message, whole);

  const share = () => {
    act({ kind: 'visibility', visibility: 'shared', whole, preview });
    close();
  };
  return (
    <>
      <p className={styles.text}>{words('privateMeans')}</p>
      <div className={styles.gain} aria-live="polite">
        {error ? (
          <ErrorBanner text={errorOf(error, words, 'reading')} />
        ) : preview ? (
          gainOf(preview, language, words).map((sentence) => (
            <p key={sentence} className={styles.text}>
              <bdi>{sentence}</bdi>
            </p>
          ))
        ) : (
          <p className={styles.text}>{words('finding')}</p>
        )}
      </div>
      <Checkbox
        checked={whole}
        onChange={(_, { checked }) => setWhole(checked === true)}
        label={words('wholeConversation')}
      />
      <Button appearance="primary" onClick={share} disabledFocusable={!preview}>
        {preview && preview.count > 0 ? words('shareWith', { count: preview.count }) : words('share')}
      </Button>
    </>
  );
}

function usePreview({ id, conversationId }: OwnMessage, whole: boolean) {
  const [answer, setAnswer] = useState<{ whole: boolean; preview?: AudiencePreview; error?: ApiError }>({ whole });
  useEffect(() => {
    const asking = new AbortController();
    const scope = whole ? { conversationIds: [conversationId] } : { messageIds: [id] };
    previewAudience({ ...scope, visibility: 'shared' }, asking.signal).then(
      (preview) => setAnswer({ whole, preview }),
      (error) => !asking.signal.aborted && setAnswer({ whole, error: error as ApiError }),
    );
    return () => asking.abort();
  }, [id, conversationId, whole]);
  // An answer for the other tick is none.
  const isFor = answer.whole === whole;
  return { preview: (isFor && answer.preview) || null, error: (isFor && answer.error) || null };
}
