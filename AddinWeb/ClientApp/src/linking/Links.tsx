import type { Action } from '../api/actions';
import type { OpenMessage, RecordKind } from '../api/types';
import { Card } from '../ui/Card';
import { KindIcon } from '../ui/icons';
import { Section } from '../ui/Section';
import { factsOf, whyOf } from '../words/sentences';
import { useLanguage, useWords } from '../words/words';
import { UnlinkButton } from './LinkButtons';
import type { Pending } from './pending';
import { WhyCard } from './WhyCard';

interface Props {
  open: OpenMessage;
  pending: Pending;
  me: string | null;
  act: (action: Action) => void;
  openRecord: (kind: RecordKind, id: string) => void;
}

/** The deal or lead, and the projects, that the conversation belongs to. */
export function Links({ open, pending, me, act, openRecord }: Props) {
  const words = useWords();
  const language = useLanguage();
  const links = open.links.filter((link) => link.kind !== 'person');
  if (links.length === 0) return null;
  return (
    <Section title={words('links')}>
      {links.map(({ record, why, kind }) => (
        <Card
          key={record.id}
          icon={<KindIcon kind={record.kind} />}
          name={record.name}
          open={{
            label: words('openRecord', { name: record.name }),
            onPress: () => openRecord(record.kind, record.id),
          }}
          facts={factsOf(record, language, words)}
          why={pending.word(record.id) ?? whyOf(why, me, words)}
          whyCard={!pending.isLinking(record.id) && <WhyCard link={{ kind, record, why }} me={me} act={act} />}
          isPending={pending.isLinking(record.id)}
          actions={!pending.isLinking(record.id) && <UnlinkButton record={record} act={act} />}
        >
          {pending.consent(record.id)}
        </Card>
      ))}
    </Section>
  );
}
