import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { AttachRegular } from '@fluentui/react-icons';
import { useMemo, useState } from 'react';
import type { ApiError } from '../api/client';
import { getAttachment, getMessageBody } from '../api/records';
import type { Attachment, MessageBody, RecordMessage } from '../api/types';
import { ErrorBanner } from '../ui/ErrorBanner';
import { errorOf } from '../words/sentences';
import { useWords } from '../words/words';
import { AskedState } from './AskedState';
import { contentKey, contentKeysIn, safeMail, safeText } from './safeHtml';
import { useSay } from './said';
import { useAsked } from './useAsked';

const useStyles = makeStyles({
  box: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalS },
  // As tall as the mail, about; the reader may draw it taller.
  frame: {
    boxSizing: 'border-box',
    width: '100%',
    minHeight: '6rem',
    maxHeight: '80vh',
    resize: 'vertical',
    overflow: 'auto',
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: '#fff',
    colorScheme: 'light',
  },
});

const largestInline = 2_000_000;

interface Opened {
  body: MessageBody;
  images: Map<string, string>;
}

/** The mail itself, in a frame that runs no script, has no origin and fetches nothing (R105). */
export function MailFrame({ message }: { message: RecordMessage }) {
  const styles = useStyles();
  const words = useWords();
  const [withImages, setWithImages] = useState(false);
  const asked = useAsked(`body ${message.id}`, (signal) => read(message, signal));
  const opened = asked.value;
  const safe = useMemo(() => {
    if (!opened) return null;
    const { html, text } = opened.body;
    return html ? safeMail(html, withImages, opened.images) : safeText(text ?? '');
  }, [opened, withImages]);
  if (!safe) return <AskedState asked={asked} />;
  return (
    <div className={styles.box}>
      {safe.hasRemoteImages && !withImages && (
        <ErrorBanner
          tone="notice"
          text={words('imagesBlocked')}
          actions={[{ label: words('showImages'), onPress: () => setWithImages(true) }]}
        />
      )}
      {safe.isCut && <ErrorBanner tone="notice" text={words('mailCut')} />}
      <iframe
        className={styles.frame}
        style={{ height: `${Math.min(Math.max(safe.lines, 4), 24) * 1.5 + 2}rem` }}
        title={words('mailText', { subject: message.subject || words('noSubject') })}
        sandbox="allow-popups allow-popups-to-escape-sandbox"
        referrerPolicy="no-referrer"
        srcDoc={safe.document}
      />
    </div>
  );
}

/** One attachment as a button that saves it; it is never shown in our origin. */
export function AttachmentButton({ message, attachment }: { message: RecordMessage; attachment: Attachment }) {
  const words = useWords();
  const say = useSay();
  const name = attachment.name || words('attachment', { n: attachment.n });
  const press = () =>
    save(message.id, attachment.n, name).catch((failure) => say(errorOf(failure as ApiError, words, 'reading'), null));
  return (
    <Button size="small" icon={<AttachRegular />} title={words('saveFile', { name })} onClick={() => void press()}>
      <bdi>{name}</bdi>
    </Button>
  );
}

async function read(message: RecordMessage, signal: AbortSignal): Promise<Opened> {
  const body = await getMessageBody(message.id, signal);
  const shown = contentKeysIn(body.html ?? '');
  const images = new Map<string, string>();
  for (const one of message.attachments) {
    const key = contentKey(one.contentId ?? '');
    const type = one.contentType.toLowerCase();
    if (!shown.has(key) || one.size > largestInline || !/^image\/(png|jpe?g|gif|webp)$/.test(type)) continue;
    // Without one of its pictures a mail is still a mail.
    const blob = await getAttachment(message.id, one.n, signal).catch(() => null);
    if (blob) images.set(key, await dataAddress(blob, type));
  }
  return { body, images };
}

function dataAddress(blob: Blob, type: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result as string);
    reader.onerror = () => reject(reader.error ?? new Error('unreadable'));
    reader.readAsDataURL(new Blob([blob], { type }));
  });
}

async function save(id: string, n: number, name: string): Promise<void> {
  const address = URL.createObjectURL(await getAttachment(id, n));
  const link = Object.assign(document.createElement('a'), { href: address, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
