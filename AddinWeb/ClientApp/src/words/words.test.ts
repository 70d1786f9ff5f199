import { describe, expect, it } from 'vitest';
import { en } from './en';
import { ja } from './ja';

const placesIn = (text: string) => [...text.matchAll(/{{(\w+)}}/g)].map((match) => match[1]).sort();

describe('words', () => {
  it.each(Object.entries(ja))('%s names nothing in Japanese that English does not give', (key, text) => {
    const english = placesIn(en[key as keyof typeof ja]);
    expect(english).toEqual(expect.arrayContaining(placesIn(text)));
  });

  it('says the words of the glossary in Japanese', () => {
    expect([ja.deal, ja.lead, ja.person, ja.organization, ja.project]).toEqual([
      '取引',
      'リード',
      '人物',
      '組織',
      'プロジェクト',
    ]);
    expect([ja.share, ja.makePrivate, ja.onlyYou, ja.whoSees, ja.suggestions, ja.undo]).toEqual([
      '共有する',
      '非公開にする',
      '自分のみ',
      '閲覧できる人',
      '候補',
      '元に戻す',
    ]);
  });

  it.each(Object.entries(en))('%s is calm English', (_, text) => {
    expect(text).not.toMatch(/!|please|successfully|are you sure/i);
  });
});
