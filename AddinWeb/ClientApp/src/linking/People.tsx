import { Link } from '@fluentui/react-components';
import { PersonAddRegular, PersonQuestionMarkRegular } from '@fluentui/react-icons';
import { useState } from 'react';
import type { Action } from '../api/actions';
import type { OpenMessage, Participant, RecordCard } from '../api/types';
import { Card } from '../ui/Card';
import { KindIcon } from '../ui/icons';
import { PopoverButton } from '../ui/PopoverButton';
import { Section } from '../ui/Section';
import { factsOf, whyOf } from '../words/sentences';
import { useLanguage, useWords } from '../words/words';
import type { Pending } from './pending';
import { CreateForm } from './CreateForm';
import { LinkButton, UnlinkButton } from './LinkButtons';
import { personsOf, strangersOf } from './peopleOf';

const atFirst = 5;

interface Props {
  open: OpenMessage;
  pending: Pending;
  me: string | null;
  act: (action: Action) => void;
  openRecord: (kind: 'person', id: string) => void;
}

/** The people of the mail outside the company: the persons we know, and the addresses that we do not. */
export function People({ open, pending, me, act, openRecord }: Props) {
  const words = useWords();
  const language = useLanguage();
  const [areAllShown, showAll] = useState(false);
  const persons = personsOf(open);
  const strangers = strangersOf(open);
  const count = persons.length + strangers.length;
  const shown = areAllShown ? count : atFirst;
  const buttonFor = (person: RecordCard, isLinked: boolean) =>
    isLinked ? <UnlinkButton record={person} act={act} /> : open.captured && <LinkButton record={person} act={act} />;
  if (count === 0) return null;
  return (
    <Section title={words('people')}>
      {persons.slice(0, shown).map(({ person, why, isLinked }) => (
        <Card
          key={person.id}
          icon={<KindIcon kind="person" />}
          name={person.name}
          open={{ label: words('openRecord', { name: person.name }), onPress: () => openRecord('person', person.id) }}
          facts={factsOf(person, language, words)}
          why={pending.word(person.id) ?? (isLinked && why ? whyOf(why, me, words) : undefined)}
          isPending={pending.isLinking(person.id)}
          actions={!pending.isLinking(person.id) && buttonFor(person, isLinked)}
        >
          {pending.consent(person.id)}
        </Card>
      ))}
      {strangers.slice(0, Math.max(0, shown - persons.length)).map((stranger) => (
        <Stranger key={stranger.address} stranger={stranger} act={act} />
      ))}
      {count > shown && (
        <Link as="button" onClick={() => showAll(true)}>
          {words('showMore', { count: count - shown })}
        </Link>
      )}
    </Section>
  );
}

function Stranger({ stranger, act }: { stranger: Participant; act: Props['act'] }) {
  const words = useWords();
  const name = stranger.name || stranger.address;
  return (
    <Card
      icon={<PersonQuestionMarkRegular fontSize={20} aria-hidden />}
      name={name}
      facts={stranger.name ? [stranger.address] : []}
      why={words('unknownAddress')}
      actions={
        <PopoverButton
          label={words('createPersonFor', { name })}
          title={words('createKind_person')}
          icon={<PersonAddRegular />}
          isIcon
          size="small"
          appearance="subtle"
        >
          {(close) => <CreateForm kind="person" people={[stranger]} subject="" act={act} close={close} />}
        </PopoverButton>
      }
    />
  );
}
