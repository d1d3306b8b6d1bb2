import { describe, expect, it } from 'vitest';
import type { ListPage, ListRow } from '@/server/kernel/list';
import { holdStill } from './hold-still';

const row = (text: string): ListRow => {
  const [id = '', state = 'submitted'] = text.split(':');
  return { id, state, version: 1 };
};
const page = (waiting: string, rows: string, next: string | null = null): ListPage<ListRow> => ({
  waiting: waiting.split(' ').filter(Boolean).map(row),
  rows: rows.split(' ').filter(Boolean).map(row),
  next,
  previous: null,
  total: 0,
  isTotalCapped: false,
  organisations: {},
});
const said = (shown: ListPage<ListRow>, latest: ListPage<ListRow>) => {
  const { page: drawn, gone, news } = holdStill(shown, latest);
  const ids = (rows: readonly ListRow[]) =>
    rows.map(({ id, state }) => (state === 'submitted' ? id : `${id}:${state}`)).join(' ');
  return { drawn: `${ids(drawn.waiting)} | ${ids(drawn.rows)}`, gone: [...gone].join(' '), news };
};

describe('a list in which somebody stands keeps its order', () => {
  const shown = page('a b c', 'd e f');

  it('nothing came: what changed in a row is shown where it stands', () => {
    expect(said(shown, page('a b:accepted c', 'd e f'))).toEqual({
      drawn: 'a b:accepted c | d e f',
      gone: '',
      news: 0,
    });
  });

  it('new ones are counted and not shown', () => {
    expect(said(shown, page('x a b c', 'y d e f'))).toMatchObject({ drawn: 'a b c | d e f', news: 2 });
    expect(said(page('', ''), page('x', 'y'))).toMatchObject({ drawn: ' | ', news: 2 });
  });

  it('one that is waited for no more stays above the line, as it is now', () => {
    expect(said(shown, page('a c', 'b:completed d e f'))).toMatchObject({ drawn: 'a b:completed c | d e f', news: 1 });
  });

  it('one that presses more than the rest is one change, not one of each that gives way', () => {
    expect(said(shown, page('c a b', 'd e f'))).toMatchObject({ drawn: 'a b c | d e f', news: 1 });
  });

  it('one that is no more of the list stays and is named', () => {
    expect(said(shown, page('a c', 'd e f'))).toMatchObject({ drawn: 'a b c | d e f', gone: 'b', news: 1 });
  });

  it('what only changed the page has not gone, and what fills a page up has not come', () => {
    expect(said(page('', 'd e f', 'more'), page('', 'y d e', 'more'))).toEqual({
      drawn: ' | d e f',
      gone: '',
      news: 1,
    });
    expect(said(page('', 'd e f', 'more'), page('', 'd f g', 'more'))).toEqual({
      drawn: ' | d e f',
      gone: 'e',
      news: 1,
    });
  });
});
