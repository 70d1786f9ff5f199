import { describe, expect, it } from 'vitest';
import { directionOf, topicOf } from './subject';

describe('a subject', () => {
  it.each([
    ['Re: Fwd: AW: Offer', 'Offer'],
    ['RE： 返信: お見積り', 'お見積り'],
    ['Regarding: pumps', 'Regarding: pumps'],
    ['Re:', ''],
  ])('%s is about “%s”', (subject, topic) => expect(topicOf(subject)).toBe(topic));

  it.each([
    ['Re: שאלה על קולה CR-15', 'rtl'],
    ['Fwd: «عرض السعر»', 'rtl'],
    ['Re: Offer עברית', 'auto'],
    ['', 'auto'],
  ])('%s runs %s', (subject, direction) => expect(directionOf(subject)).toBe(direction));
});
