import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { MailMultipleRegular } from '@fluentui/react-icons';
import type { ReactNode } from 'react';
import type { Action } from '../api/actions';
import type { JoinOffer, LinkView } from '../api/types';
import { Card } from '../ui/Card';
import { Section } from '../ui/Section';
import { namesOf } from '../words/sentences';
import { hasWord, useLanguage, useWords } from '../words/words';

const useStyles = makeStyles({
  text: {
    margin: `${tokens.spacingVerticalXXS} 0 0`,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    color: tokens.colorNeutralForeground2,
    overflowWrap: 'anywhere',
  },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS, marginTop: tokens.spacingVerticalXS },
});

/** What is under way with a conversation that is offered, by its id. */
export interface Joining {
  isJoining: (id: string) => boolean;
  /** the question who may see the mail, where joining shows it */
  consent: (id: string) => ReactNode;
}

interface Props {
  /** of the mail that is open, and what its conversation is linked to */
  subject: string;
  links: LinkView[];
  offers: JoinOffer[];
  joining: Joining;
  act: (action: Action) => void;
}

/** Conversations that a rule would have joined with this one, had it been allowed to (S52): the rep says. */
export function JoinOffers({ offers, ...rest }: Props) {
  const words = useWords();
  if (offers.length === 0) return null;
  return (
    <Section title={words('oneConversation')}>
      {offers.map((offer) => (
        <Offer key={offer.id} offer={offer} {...rest} />
      ))}
    </Section>
  );
}

function Offer({ offer, subject, links, joining, act }: Omit<Props, 'offers'> & { offer: JoinOffer }) {
  const styles = useStyles();
  const words = useWords();
  const language = useLanguage();
  const { conversation: other, rule } = offer;
  const here = subject.trim() || words('noSubject');
  const there = other.subject.trim() || words('noSubject');
  const people = other.people.map((one) => ({ displayName: one.name || one.address }));
  const why = `offer_${rule}`;
  const consent = joining.consent(other.id);
  return (
    <Card
      icon={<MailMultipleRegular fontSize={20} aria-hidden />}
      name={there}
      facts={[
        [
          words('offerMessages', { count: other.messages }),
          namesOf(people.slice(0, 2), people.length, language, words),
        ].join(' · '),
      ]}
      why={words(hasWord(why) ? why : 'offer_otherwise', { here })}
    >
      {!offer.canJoin && (
        <p className={styles.text}>
          <bdi>{words('linkedDifferently', { here: linksOf(links), there: linksOf(other.links) })}</bdi>
        </p>
      )}
      {consent ?? (
        <div className={styles.actions}>
          {offer.canJoin && (
            <Button
              size="small"
              aria-label={joining.isJoining(other.id) ? undefined : words('joinNamed', { here, there })}
              disabledFocusable={joining.isJoining(other.id)}
              onClick={() => act({ kind: 'join', other: { id: other.id, subject: other.subject } })}
            >
              {words(joining.isJoining(other.id) ? 'joining' : 'join')}
            </Button>
          )}
          <Button
            size="small"
            aria-label={words('notTheSameNamed', { here, there })}
            onClick={() =>
              act({ kind: 'refuseJoin', offerId: offer.id, other: { id: other.id, subject: other.subject } })
            }
          >
            {words('notTheSame')}
          </Button>
        </div>
      )}
    </Card>
  );
}

const linksOf = (links: LinkView[]): string =>
  links
    .filter(({ kind }) => kind !== 'person')
    .map(({ record }) => record.name)
    .join(', ');
