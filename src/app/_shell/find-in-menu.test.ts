import { describe, expect, it } from 'vitest';
import { entriesOf } from './find-in-menu';

const menu = [
  { key: 'stock', href: '/stock', label: '库存管理', search: 'kucunguanli kcgl' },
  { key: 'processings', href: '/processings', label: '血液加工', search: 'xueyejiagong xyjg' },
];
const pages = [
  {
    key: 'processings-new',
    href: '/processings/new',
    label: '血液加工登记',
    search: 'xueyejiagongdengji xyjgdj 新建加工 xinjianjiagong xjjg',
    heading: '血液加工',
  },
  { key: 'storage-places', href: '/stock/places', label: '储存位置', search: 'chucunweizhi ccwz' },
];
const keys = (text: string) => {
  const { beginning, containing } = entriesOf(text, menu, pages);
  return [beginning.map(({ key }) => key), containing.map(({ key }) => key)];
};

describe('a heading or a page below it is found', () => {
  it.each([
    ['by its words', '储存', ['storage-places'], []],
    ['by full pinyin', 'kucun', ['stock'], []],
    ['by initials', 'CCWZ', ['storage-places'], []],
    ['in full width, as an input method leaves it', 'ｃｃｗ', ['storage-places'], []],
    ['by another word for it', '新建', ['processings-new'], []],
    ['by the initials of that word', 'xjjg', ['processings-new'], []],
    ['from the middle, after those that begin so', 'cun', [], ['stock', 'storage-places']],
    ['by a word of its address', 'places', [], ['storage-places']],
    ['by initials in the middle', 'jg', [], ['processings', 'processings-new']],
  ])('%s', (_, text, beginning, containing) => expect(keys(text)).toEqual([beginning, containing]));

  it('and neither a record number nor letters within an address name one', () => {
    for (const text of ['20261128-0010', 'ck', 'ssings']) expect(keys(text)).toEqual([[], []]);
  });
});

it('before anything is typed the headings stand there alone', () => {
  expect(keys(' ')).toEqual([[], ['stock', 'processings']]);
});
