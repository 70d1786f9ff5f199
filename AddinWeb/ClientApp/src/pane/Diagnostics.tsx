import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import type { PublicSettings } from '../api/types';
import { describeHost } from '../office/host';
import { useCopy } from '../ui/useCopy';
import { useWords } from '../words/words';
import type { Step } from './boot';

const useStyles = makeStyles({
  page: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalM },
  title: { margin: 0, fontSize: tokens.fontSizeBase400, lineHeight: tokens.lineHeightBase400 },
  text: { margin: 0, overflowWrap: 'anywhere' },
  details: {
    margin: 0,
    padding: tokens.spacingHorizontalS,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground3,
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
  },
  buttons: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
});

interface Props {
  step: Step;
  detail: string;
  settings: PublicSettings | null;
  /** the pane has run: it is no start that failed */
  hasRun?: boolean;
  back?: () => void;
}

/** Which step failed, and all that an admin will ask for, to be copied with one press. */
export function Diagnostics({ step, detail, settings, hasRun, back }: Props) {
  const styles = useStyles();
  const words = useWords();
  const [copied, copy] = useCopy();
  const [at] = useState(() => new Date().toISOString());
  const details = [
    `step: ${step}`,
    detail && `detail: ${detail}`,
    `at: ${at}`,
    `version: ${settings?.version ?? 'unknown'}`,
    `host: ${describeHost()}`,
    settings && `office.js: ${settings.officeJsUrl}`,
    settings && `api: ${settings.apiUrl}`,
    `browser: ${navigator.userAgent}`,
  ]
    .filter(Boolean)
    .join('\n');
  const host = settings ? new URL(settings.officeJsUrl).host : '';
  return (
    <div className={styles.page}>
      <h1 className={styles.title}>{words(hasRun ? 'diagnostics' : 'cannotStart')}</h1>
      <p className={styles.text} role="alert">
        {words(`step_${step}`, { host })}
      </p>
      <div className={styles.buttons}>
        <Button appearance="primary" onClick={back ?? (() => location.reload())}>
          {words(back ? 'back' : 'tryAgain')}
        </Button>
        <Button onClick={() => copy(details)}>{words(copied === 'copied' ? 'copied' : 'copyDetails')}</Button>
      </div>
      {copied === 'failed' && <p role="status">{words('copyFailed')}</p>}
      <pre className={styles.details} tabIndex={0} aria-label={words('diagnostics')}>
        {details}
      </pre>
    </div>
  );
}
