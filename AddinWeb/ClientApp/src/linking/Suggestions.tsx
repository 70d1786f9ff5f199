import { Button, makeStyles } from '@fluentui/react-components';
import { DismissRegular } from '@fluentui/react-icons';
import type { Action } from '../api/actions';
import type { Suggestion } from '../api/types';
import { Card } from '../ui/Card';
import { KindIcon } from '../ui/icons';
import { Section } from '../ui/Section';
import { factsOf, whyOf } from '../words/sentences';
import { useLanguage, useWords } from '../words/words';
import { LinkButton } from './LinkButtons';

const atMost = 3;

const useStyles = makeStyles({ actions: { display: 'flex', alignItems: 'start' } });

interface Props {
  suggestions: Suggestion[];
  me: string | null;
  /** there is a conversation that they can be put away for */
  canRefuse: boolean;
  act: (action: Action) => void;
}

export function Suggestions({ suggestions, me, canRefuse, act }: Props) {
  const styles = useStyles();
  const words = useWords();
  const language = useLanguage();
  if (suggestions.length === 0) return null;
  return (
    <Section title={words('suggestions')}>
      {suggestions.slice(0, atMost).map(({ record, why }) => (
        <Card
          key={record.id}
          icon={<KindIcon kind={record.kind} />}
          name={record.name}
          facts={factsOf(record, language, words)}
          why={whyOf(why, me, words)}
          actions={
            <span className={styles.actions}>
              <LinkButton record={record} act={act} />
              {canRefuse && (
                <Button
                  size="small"
                  appearance="subtle"
                  icon={<DismissRegular />}
                  aria-label={words('refuseNamed', { name: record.name })}
                  title={words('refuse')}
                  onClick={() => act({ kind: 'refuse', record })}
                />
              )}
            </span>
          }
        />
      ))}
    </Section>
  );
}
