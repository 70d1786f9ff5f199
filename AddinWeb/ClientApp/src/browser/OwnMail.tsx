import { makeStyles, tokens } from '@fluentui/react-components';
import { useState, type ReactNode } from 'react';
import { performOn, type Action, type ActionOn } from '../api/actions';
import { newKey, type ApiError } from '../api/client';
import { ConsentNeeded } from '../api/consent';
import { getConversation } from '../api/conversations';
import { getOwnMessage } from '../api/messages';
import type { ConversationDetail, OwnMessage } from '../api/types';
import { Consent } from '../linking/Consent';
import { Mails } from '../messages/Conversation';
import { Forwarded } from '../messages/Forwarded';
import { InMailbox } from '../messages/InMailbox';
import { JoinOffers } from '../messages/JoinOffers';
import { sentenceOf } from '../pane/sentence';
import { useLive } from '../records/live';
import { useSay } from '../records/said';
import { useAsked } from '../records/useAsked';
import { ErrorBanner } from '../ui/ErrorBanner';
import { Section } from '../ui/Section';
import { errorOf } from '../words/sentences';
import { useLanguage, useWords } from '../words/words';

const useStyles = makeStyles({
  all: {
    position: 'relative',
    maxWidth: '40rem',
    display: 'flex',
    flexDirection: 'column',
    rowGap: tokens.spacingVerticalS,
    ':empty': { display: 'none' },
  },
});

interface Read {
  message: OwnMessage;
  conversation: ConversationDetail;
}

interface Asking {
  action: ActionOn;
  key: string;
  question: ConsentNeeded;
}

/** What the pane shows of a forward, above the mail itself, and of its conversation, below it. */
export function OwnMail({ id, changed, children }: { id: string; changed: () => void; children: ReactNode }) {
  const styles = useStyles();
  const words = useWords();
  const own = useAsked<Read>(`own ${id}`, async (signal) => {
    const message = await getOwnMessage(id, signal);
    return { message, conversation: await getConversation(message.conversationId, signal) };
  });
  const concerns = [id, own.value?.message.conversationId];
  useLive((event) => concerns.includes(event.id) && own.again(), own.again);
  const again = () => {
    own.again();
    changed();
  };
  const { act, asking, agree, cancel, busy, error } = useMove(own.value?.message ?? null, again);
  const { message, conversation } = own.value ?? {};
  const isJoin = asking?.action.kind === 'join';
  const consent = asking && (
    <Consent
      preview={asking.question.preview}
      label={words(isJoin ? 'joinAndShow' : 'correctAndShow', { count: asking.question.preview.count })}
      agree={agree}
      cancel={cancel}
    />
  );
  const joins = (one: ActionOn | null | undefined, other: string) => one?.kind === 'join' && one.other.id === other;
  return (
    <>
      {message && (
        <div className={styles.all}>
          {error && <ErrorBanner text={errorOf(error, words)} />}
          <Forwarded message={message} act={act} />
          <InMailbox message={message} />
          {!isJoin && consent}
        </div>
      )}
      {children}
      {message && conversation && (
        <div className={styles.all}>
          <JoinOffers
            subject={message.subject}
            links={conversation.links}
            offers={conversation.offers}
            joining={{
              isJoining: (other) => joins(busy, other),
              consent: (other) => (joins(asking?.action, other) ? consent : null),
            }}
            act={act}
          />
          {conversation.items.length > 1 && (
            <Section title={words('conversation')}>
              <Mails message={message} mails={conversation.items} act={act} />
            </Section>
          )}
        </div>
      )}
    </>
  );
}

function useMove(message: OwnMessage | null, again: () => void) {
  const words = useWords();
  const language = useLanguage();
  const say = useSay();
  const [asking, setAsking] = useState<Asking | null>(null);
  const [busy, setBusy] = useState<ActionOn | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  const run = async (action: ActionOn, key: string, consented: boolean) => {
    if (!message || busy) return;
    setBusy(action);
    setAsking(null);
    setError(null);
    try {
      const { changes: undo, moved } = await performOn(action, message, key, consented);
      const said = { action, record: null, before: null, after: null, undo, later: moved?.later };
      say(sentenceOf(said, language, words), undo.at(-1) ?? null, again);
      again();
    } catch (failure) {
      if (failure instanceof ConsentNeeded) setAsking({ action, key, question: failure });
      else setError(failure as ApiError);
    }
    setBusy(null);
  };
  return {
    act: (action: Action) =>
      action.kind !== 'undo' && action.kind !== 'never_capture' && void run(action, newKey(), false),
    asking,
    agree: () => asking && void run(asking.action, asking.key, true),
    cancel: () => setAsking(null),
    busy,
    error,
  };
}
