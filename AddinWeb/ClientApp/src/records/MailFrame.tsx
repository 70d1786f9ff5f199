import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { useMemo, useState } from 'react';
import { getAttachment, getMessageBody } from '../api/records';
import type { Attachment, MessageBody, RecordMessage } from '../api/types';
import { ErrorBanner } from '../ui/ErrorBanner';
import { errorOf } from '../words/sentences';
import { useWords } from '../words/words';
import { safeMail, safeText } from './safeHtml';
import { useAsked } from './useAsked';

const useStyles = makeStyles({
  box: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalS },
  // Nothing runs inside, so nothing there can tell its height: the reader may draw it taller.
  frame: {
    boxSizing: 'border-box',
    width: '100%',
    height: '22rem',
    minHeight: '8rem',
    maxHeight: '80vh',
    resize: 'vertical',
    overflow: 'auto',
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: '#fff',
  },
});

const largestInline = 2_000_000;

/** The mail itself, in a frame that runs no script, has no origin and fetches nothing (R105). */
export function MailFrame({ message }: { message: RecordMessage }) {
  const styles = useStyles();
  const words = useWords();
  const [withImages, setWithImages] = useState(false);
  const { value, error, isLoading } = useAsked(message.id, (signal) => read(message, signal));
  const safe = useMemo(
    () =>
      value &&
      (value.body.html ? safeMail(value.body.html, withImages, value.images) : safeText(value.body.text ?? '')),
    [value, withImages],
  );
  if (error && !value) return <ErrorBanner text={errorOf(error, words)} />;
  if (isLoading || !safe) return <p role="status">{words('loading')}</p>;
  return (
    <div className={styles.box}>
      {safe.hasRemoteImages && !withImages && (
        <ErrorBanner
          tone="notice"
          text={words('imagesBlocked')}
          actions={[{ label: words('showImages'), onPress: () => setWithImages(true) }]}
        />
      )}
      <iframe
        className={styles.frame}
        title={words('mailText', { subject: message.subject || words('noSubject') })}
        sandbox="allow-popups allow-popups-to-escape-sandbox"
        referrerPolicy="no-referrer"
        srcDoc={safe.document}
      />
    </div>
  );
}

/** One attachment as a button that saves it. */
export function AttachmentButton({ message, attachment }: { message: RecordMessage; attachment: Attachment }) {
  const words = useWords();
  const name = attachment.name || words('attachment', { n: attachment.n });
  return (
    <Button size="small" onClick={() => void save(message.id, attachment.n, name)} title={words('saveFile', { name })}>
      <bdi>{name}</bdi>
    </Button>
  );
}

async function read(
  message: RecordMessage,
  signal: AbortSignal,
): Promise<{ body: MessageBody; images: Map<string, string> }> {
  const body = await getMessageBody(message.id, signal);
  const images = new Map<string, string>();
  const wanted = message.attachments.filter(
    (one) => one.contentId && one.size <= largestInline && body.html?.includes(`cid:${one.contentId}`),
  );
  for (const one of wanted) {
    const type = one.contentType.toLowerCase();
    if (!/^image\/(png|jpe?g|gif|webp)$/.test(type)) continue;
    const address = await dataAddress(await getAttachment(message.id, one.n, signal), type);
    images.set(one.contentId as string, address);
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
