import { Link, makeStyles, tokens } from '@fluentui/react-components';
import { PersonAddRegular, PersonQuestionMarkRegular } from '@fluentui/react-icons';
import { useState } from 'react';
import type { Action } from '../api/actions';
import type { OpenMessage, Participant, RecordCard } from '../api/types';
import { Card } from '../ui/Card';
import { KindIcon } from '../ui/icons';
import { PopoverButton } from '../ui/PopoverButton';
import { Section } from '../ui/Section';
import { factsOf, whyOf } from '../words/sentences';
import { useLanguage, useWords, type Words } from '../words/words';
import type { Pending } from './pending';
import { CreateForm } from './CreateForm';
import { LinkButton, UnlinkButton } from './LinkButtons';
import { personsOf, strangersOf } from './peopleOf';
import { WhyCard } from './WhyCard';

const atFirst = 5;

const useStyles = makeStyles({
  fresh: {
    display: 'flex',
    flexWrap: 'wrap',
    columnGap: tokens.spacingHorizontalS,
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
  },
  press: { fontSize: 'inherit', lineHeight: 'inherit', minHeight: '24px' },
});

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
  // What is under way is never among those that are left out: it may ask.
  const shownPersons = persons.filter(({ person }, at) => areAllShown || at < atFirst || pending.isLinking(person.id));
  const shownStrangers = areAllShown ? strangers : strangers.slice(0, Math.max(0, atFirst - persons.length));
  const left = count - shownPersons.length - shownStrangers.length;
  const buttonFor = (person: RecordCard, isLinked: boolean) =>
    isLinked ? <UnlinkButton record={person} act={act} /> : open.captured && <LinkButton record={person} act={act} />;
  if (count === 0) return null;
  return (
    <Section title={words('people')}>
      {shownPersons.map(({ person, why, isLinked }) => (
        <Card
          key={person.id}
          icon={<KindIcon kind="person" />}
          name={person.name}
          open={{ label: words('openRecord', { name: person.name }), onPress: () => openRecord('person', person.id) }}
          facts={factsOf(person, language, words)}
          why={pending.word(person.id) ?? (isLinked && why ? whyOf(why, me, words) : undefined)}
          whyCard={
            isLinked &&
            why &&
            !pending.isLinking(person.id) && (
              <WhyCard link={{ kind: 'person', record: person, why }} me={me} act={act} />
            )
          }
          isPending={pending.isLinking(person.id)}
          actions={!pending.isLinking(person.id) && buttonFor(person, isLinked)}
        >
          {person.isNewByMail && person.owner.id === me && !pending.isLinking(person.id) && (
            <NewPerson person={person} isFromThis={why?.code === 'made_by_mail'} act={act} />
          )}
          {pending.consent(person.id)}
        </Card>
      ))}
      {shownStrangers.map((stranger) => (
        <Stranger key={stranger.address} stranger={stranger} act={act} />
      ))}
      {left > 0 && (
        <Link as="button" onClick={() => showAll(true)}>
          {words('showMore', { count: left })}
        </Link>
      )}
    </Section>
  );
}

/** One that mail made and nobody has looked at: kept or taken away with a press. */
function NewPerson({ person, isFromThis, act }: { person: RecordCard; isFromThis: boolean; act: Props['act'] }) {
  const styles = useStyles();
  const words = useWords();
  return (
    <div className={styles.fresh}>
      <span>{words(isFromThis ? 'newFromThis' : 'newFromMail')}</span>
      <Link
        as="button"
        className={styles.press}
        aria-label={words('keepNamed', { name: person.name })}
        onClick={() => act({ kind: 'review', record: person, change: 'keep' })}
      >
        {words('keep')}
      </Link>
      <Link
        as="button"
        className={styles.press}
        aria-label={words('removeNamed', { name: person.name })}
        onClick={() => act({ kind: 'review', record: person, change: 'remove' })}
      >
        {words('remove')}
      </Link>
    </div>
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
      why={colleagueOf(stranger, words) ?? words('unknownAddress')}
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

function colleagueOf({ colleague }: Participant, words: Words): string | null {
  if (!colleague) return null;
  const { person, organization } = colleague;
  return organization
    ? words('colleagueAt', { name: person.name, organization: organization.name })
    : words('colleagueOf', { name: person.name });
}
