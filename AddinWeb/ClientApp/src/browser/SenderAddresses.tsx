import { Button, Field, Input, makeStyles, tokens } from '@fluentui/react-components';
import { useEffect, useState, type FormEvent } from 'react';
import { useSearchParams } from 'react-router';
import { ApiError, newKey } from '../api/client';
import { askSenderAddress, confirmSenderAddress, getSenderAddresses, removeSenderAddress } from '../api/me';
import type { Page, SenderAddress } from '../api/types';
import { AskedState } from '../records/AskedState';
import { useLive } from '../records/live';
import { useSay } from '../records/said';
import { useAsked } from '../records/useAsked';
import { ErrorBanner } from '../ui/ErrorBanner';
import { errorOf } from '../words/sentences';
import { useWords } from '../words/words';
import { SettingsFrame } from './SettingsFrame';

const useStyles = makeStyles({
  list: { listStyle: 'none', margin: 0, padding: 0 },
  row: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    padding: `${tokens.spacingVerticalS} 0`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  who: { flex: '1 1 14rem', minWidth: 0, overflowWrap: 'anywhere' },
  quiet: { color: tokens.colorNeutralForeground3, margin: 0, fontSize: tokens.fontSizeBase200 },
  form: { display: 'flex', flexWrap: 'wrap', alignItems: 'flex-end', gap: tokens.spacingHorizontalS },
  field: { flex: '1 1 16rem' },
});

/** The addresses whose mail counts as the user's (R22, R42, S21), and where the mailed link ends. */
export function SenderAddresses() {
  const styles = useStyles();
  const words = useWords();
  const say = useSay();
  const asked = useAsked<Page<SenderAddress>>('sender addresses', getSenderAddresses);
  const confirmed = useConfirmation(asked.again);
  const [address, setAddress] = useState('');
  const [error, setError] = useState<ApiError | null>(null);
  useLive((event) => event.kind === 'me' && asked.again(), asked.again);

  const act = (write: Promise<unknown>, sentence: string, done?: () => void) => {
    setError(null);
    write.then(
      () => {
        done?.();
        asked.again();
        say(sentence, null);
      },
      (failure) => {
        setError(failure as ApiError);
        asked.again();
      },
    );
  };
  const mailTo = (wanted: string) =>
    act(askSenderAddress(wanted, newKey()), words('said_linkMailed', { address: wanted }), () => setAddress(''));
  const add = (event: FormEvent) => {
    event.preventDefault();
    if (address.trim()) mailTo(address.trim());
  };
  return (
    <SettingsFrame title="senderAddresses">
      <p className={styles.quiet}>{words('senderAddressesMean')}</p>
      {confirmed?.address && (
        <ErrorBanner tone="notice" text={words('addressConfirmed', { address: confirmed.address })} />
      )}
      {confirmed?.error && <ErrorBanner text={errorOf(confirmed.error, words)} />}
      <AskedState asked={asked} />
      <ul className={styles.list}>
        {asked.value?.items.map((one) => (
          <li key={one.id} className={styles.row}>
            <div className={styles.who}>
              <bdi>{one.address}</bdi>
              <div className={styles.quiet}>
                {words(one.isSignIn ? 'signInAddress' : one.confirmedAt ? 'confirmedAddress' : 'waitingAddress')}
              </div>
            </div>
            {!one.confirmedAt && (
              <Button size="small" onClick={() => mailTo(one.address)}>
                {words('mailLinkAgain')}
              </Button>
            )}
            {!one.isSignIn && (
              <Button
                size="small"
                aria-label={words('removeNamed', { name: one.address })}
                onClick={() => act(removeSenderAddress(one.id, newKey()), words('said_removed', { name: one.address }))}
              >
                {words('remove')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <form className={styles.form} onSubmit={add}>
        <Field className={styles.field} label={words('newSenderAddress')}>
          <Input type="email" value={address} onChange={(_, data) => setAddress(data.value)} />
        </Field>
        <Button type="submit" disabledFocusable={!address.trim()}>
          {words('mailLink')}
        </Button>
      </form>
      {error && <ErrorBanner text={errorOf(error, words)} />}
    </SettingsFrame>
  );
}

/** Confirms by the token that the mailed link carries, and takes it out of the address at once. */
function useConfirmation(done: () => void): { address?: string; error?: ApiError } | null {
  const [params, setParams] = useSearchParams();
  const [token] = useState(() => params.get('token'));
  const [key] = useState(newKey);
  const [result, setResult] = useState<{ address?: string; error?: ApiError } | null>(null);
  useEffect(() => {
    if (!token) return;
    setParams({}, { replace: true });
    confirmSenderAddress(token, key).then(
      ({ address }) => {
        setResult({ address });
        done();
      },
      (failure) => setResult({ error: failure as ApiError }),
    );
    // Once for the token that the page was opened with.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [token]);
  return result;
}
