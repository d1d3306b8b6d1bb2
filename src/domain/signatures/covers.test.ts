import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { digestOfCovers } from './covers';

it('is SHA-256 of the canonical text', () => {
  const text = '{"lines":[{"no":"A1"},{"no":"B2"}],"meaning":"received"}';
  const expected = createHash('sha256').update(text).digest('hex');
  expect(digestOfCovers({ meaning: 'received', lines: [{ no: 'A1' }, { no: 'B2' }] })).toBe(expected);
});

it('one more scan, or another order, gives another digest', () => {
  const lines = ['A1', 'B2'];
  expect(digestOfCovers([...lines, 'C3'])).not.toBe(digestOfCovers(lines));
  expect(digestOfCovers(['B2', 'A1'])).not.toBe(digestOfCovers(lines));
});

it('keys in any order, absent fields and dates read alike on both sides', () => {
  const at = new Date('2026-11-23T06:03:12Z');
  expect(digestOfCovers({ b: at, a: 1, c: undefined })).toBe(digestOfCovers({ a: 1, b: at.toISOString() }));
});
