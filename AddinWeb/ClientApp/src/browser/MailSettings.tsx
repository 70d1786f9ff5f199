import { Field, makeStyles, Radio, RadioGroup, Switch, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import { ApiError, newKey } from '../api/client';
import { getMailSettings, getSmartBcc, patchMailSettings, type MailSettingsChange } from '../api/me';
import type { MailSettings as Settings, SmartBcc, Visibility } from '../api/types';
import { AskedState } from '../records/AskedState';
import { CopyAddress } from '../records/CopyAddress';
import { useLive } from '../records/live';
import { useAsked } from '../records/useAsked';
import { ErrorBanner } from '../ui/ErrorBanner';
import { Section } from '../ui/Section';
import { errorOf } from '../words/sentences';
import { useLanguage, useWords } from '../words/words';
import { sizeOf } from './sizeOf';
import { SettingsFrame } from './SettingsFrame';

const useStyles = makeStyles({
  all: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalL },
  switches: { display: 'flex', flexDirection: 'column', alignItems: 'flex-start' },
  quiet: { color: tokens.colorNeutralForeground3, margin: `0 0 ${tokens.spacingVerticalXS}` },
});

const links = ['deals', 'leads', 'projects'] as const;
const linkWords = { deals: 'dealsNav', leads: 'leadsNav', projects: 'projectsNav' } as const;

/** What becomes of mail from now on, and the company's Smart BCC address (R5, R20, R26). */
export function MailSettings() {
  const styles = useStyles();
  const words = useWords();
  const language = useLanguage();
  const settings = useAsked<Settings>('mail settings', getMailSettings);
  const bcc = useAsked<SmartBcc>('smart bcc', getSmartBcc);
  const [error, setError] = useState<ApiError | null>(null);
  useLive((event) => event.kind === 'me' && settings.again(), settings.again);
  const { value } = settings;

  const change = (wanted: MailSettingsChange) => {
    if (!value) return;
    setError(null);
    // It shows at once; the API's word corrects it.
    settings.set({ ...value, ...wanted, autoLink: { ...value.autoLink, ...wanted.autoLink } });
    patchMailSettings(wanted, newKey()).then(settings.set, (failure) => {
      settings.set(value);
      setError(failure as ApiError);
    });
  };
  return (
    <SettingsFrame title="mailSettings">
      <AskedState asked={settings} />
      {error && <ErrorBanner text={errorOf(error, words)} />}
      {value && (
        <div className={styles.all}>
          <Field label={words('defaultVisibility')} hint={words('fromNowOn')}>
            <RadioGroup
              value={value.defaultVisibility}
              onChange={(_, data) => change({ defaultVisibility: data.value as Visibility })}
            >
              <Radio value="private" label={words('privateDefault')} />
              <Radio value="shared" label={words('sharedDefault')} />
            </RadioGroup>
          </Field>
          <Section title={words('autoLink')}>
            <p className={styles.quiet}>{words('autoLinkMeans')}</p>
            <div className={styles.switches}>
              {links.map((one) => (
                <Switch
                  key={one}
                  label={words(linkWords[one])}
                  checked={value.autoLink[one]}
                  onChange={(_, { checked }) => change({ autoLink: { [one]: checked } })}
                />
              ))}
            </div>
          </Section>
        </div>
      )}
      <Section title={words('companyBcc')}>
        <AskedState asked={bcc} />
        {bcc.value && (
          <>
            <p className={styles.quiet}>
              {words('companyBccMeans', { size: sizeOf(bcc.value.maxMessageBytes, language) })}
            </p>
            <CopyAddress address={bcc.value.companyAddress} />
          </>
        )}
      </Section>
    </SettingsFrame>
  );
}
