import type { Action } from '../api/actions';
import type { Suggestion } from '../api/types';
import { Card } from '../ui/Card';
import { KindIcon } from '../ui/icons';
import { Section } from '../ui/Section';
import { factsOf, whyOf } from '../words/sentences';
import { useLanguage, useWords } from '../words/words';
import { LinkButton } from './LinkButtons';

const atMost = 3;

interface Props {
  suggestions: Suggestion[];
  me: string | null;
  act: (action: Action) => void;
}

export function Suggestions({ suggestions, me, act }: Props) {
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
          actions={<LinkButton record={record} act={act} />}
        />
      ))}
    </Section>
  );
}
