import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { useEffect, useRef } from 'react';
import type { AudiencePreview } from '../api/types';
import { gainOf } from '../words/sentences';
import { useLanguage, useWords } from '../words/words';

const useStyles = makeStyles({
  box: {
    marginTop: tokens.spacingVerticalXS,
    padding: tokens.spacingHorizontalS,
    borderRadius: tokens.borderRadiusMedium,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground1,
  },
  text: { margin: `0 0 ${tokens.spacingVerticalXS}`, overflowWrap: 'anywhere' },
  buttons: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
});

interface Props {
  preview: AudiencePreview;
  /** what agreeing does, where it is not to link */
  label?: string;
  agree: () => void;
  cancel: () => void;
}

/** Linking a shared mail shows it to people: they are named on the card before it happens. */
export function Consent({ preview, label, agree, cancel }: Props) {
  const styles = useStyles();
  const words = useWords();
  const language = useLanguage();
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => button.current?.focus(), []);
  return (
    <div className={styles.box} role="group" aria-label={words('whoSees')}>
      {gainOf(preview, language, words).map((sentence) => (
        <p key={sentence} className={styles.text}>
          <bdi>{sentence}</bdi>
        </p>
      ))}
      <div className={styles.buttons}>
        <Button ref={button} size="small" appearance="primary" onClick={agree}>
          {label ?? words('linkAndShareWith', { count: preview.count })}
        </Button>
        <Button size="small" onClick={cancel}>
          {words('cancel')}
        </Button>
      </div>
    </div>
  );
}
