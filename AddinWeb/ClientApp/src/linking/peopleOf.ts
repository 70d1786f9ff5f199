import type { OpenMessage, Participant, RecordCard, Why } from '../api/types';

/** The persons of the mail, each once: those it is linked to, and those its addresses belong to. */
export function personsOf(open: OpenMessage): { person: RecordCard; why: Why | null; isLinked: boolean }[] {
  const linked = open.links
    .filter((link) => link.kind === 'person')
    .map(({ record, why }) => ({ person: record, why, isLinked: open.captured }));
  const others = [
    ...open.participants.flatMap(({ person, why }) => (person ? [{ person, why, isLinked: false }] : [])),
    ...open.persons.map((person) => ({ person, why: null, isLinked: false })),
  ];
  const once = new Map([...others.toReversed(), ...linked].map((one) => [one.person.id, one]));
  const order = [...linked, ...others].map((one) => one.person.id);
  return [...new Set(order)].flatMap((id) => once.get(id) ?? []);
}

/** The outside addresses that belong to no person the rep can see. */
export function strangersOf(open: OpenMessage): Participant[] {
  const known = new Set(personsOf(open).flatMap(({ person }) => (person.emails ?? []).map(folded)));
  const strangers = open.participants.filter(
    (one) => !one.isInternal && !one.person && one.address && !known.has(folded(one.address)),
  );
  return [...new Map(strangers.map((one) => [folded(one.address), one])).values()];
}

const folded = (address: string) => address.toLowerCase();
