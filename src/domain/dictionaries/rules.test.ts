import { describe, expect, it } from 'vitest';
import { checkTaken, checkTerm } from './rules';

describe('a term of a dictionary', () => {
  it.each([
    [null, null, []],
    ['2026-12-01', null, []],
    [null, '2026-12-01', []],
    ['2026-12-01', '2026-12-01', []],
    ['2026-12-02', '2026-12-01', ['term.ends_before']],
  ])('from %s to %s is refused with %o', (validFrom, validTo, codes) => {
    expect(checkTerm({ validFrom, validTo }).map(({ code }) => code)).toEqual(codes);
  });

  it('is refused by its words when another in use has them', () => {
    expect(checkTaken(false, { name: '录入错误' })).toEqual([]);
    expect(checkTaken(true, { name: '录入错误' })).toEqual([
      { code: 'term.taken', path: 'name', facts: { name: '录入错误' } },
    ]);
  });
});
