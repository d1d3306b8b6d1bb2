import { describe, expect, it } from 'vitest';
import { searchesOf, wholeNumberOf } from './find-in-lists';

const menu = ['bag-receipts', 'clinical-issues', 'patients'].map((key) => ({ key, href: `/${key}`, label: key }));
const hrefs = (text: string) => searchesOf(text, menu).map(({ href }) => href);

describe('a text typed into the palette is looked for where it may stand', () => {
  it.each([
    ['20261128-0010', ['/bag-receipts?no=20261128-0010', '/clinical-issues?no=20261128-0010']],
    ['lx20261128-0010', ['/bag-receipts?no=LX20261128-0010', '/clinical-issues?no=LX20261128-0010']],
    ['ＨＩＳ26112301', ['/clinical-issues?requestNo=HIS26112301', '/patients?mrn=HIS26112301']],
    ['钱佩', ['/patients?name=%E9%92%B1%E4%BD%A9']],
    ['QPY', ['/patients?pinyin=qpy']],
    ['3100026051772', []],
    ['x', []],
    [`XB-${'7Q'.repeat(13)}`, []],
  ])('%s', (text, expected) => expect(hrefs(text)).toEqual(expected));

  it('and a number in every list whose records bear one', () => {
    const numbered = ['processings', 'incidents', 'downtime-forms', 'stocktakes'].map((key) => ({
      key,
      href: `/${key}`,
      label: key,
    }));
    expect(searchesOf('20261128-0010', numbered).map(({ key }) => key)).toEqual(numbered.map(({ key }) => `${key} no`));
  });

  it('offers no list that the menu does not have', () => {
    expect(searchesOf('钱佩', menu.slice(0, 2))).toEqual([]);
  });
});

describe('a whole number of a record is asked for as such', () => {
  it.each([
    ['20261128-0010', '20261128-0010'],
    [' ２０２６１１２８－００１０ ', '20261128-0010'],
    ['徐汇一院 20261128-0010', '20261128-0010'],
    ['lx20261128-0010', 'LX20261128-0010'],
    ['1128-0010', null],
    ['20261128-001', null],
    ['20261128-0010 A', null],
    ['3100026051772', null],
  ])('%s', (text, expected) => expect(wholeNumberOf(text)).toBe(expected));
});
