import { describe, expect, it } from 'vitest';
import { checkAttachment, readMediaType } from './attachments';

describe('what a file is', () => {
  const bytes = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));
  it.each([
    ['\xff\xd8\xff\xe0JFIF', 'image/jpeg'],
    ['\x89PNG\r\n\x1a\n', 'image/png'],
    ['%PDF-1.7\n', 'application/pdf'],
    ['\xff\xd8', null],
    ['\x89PNG\n\x1a\n', null],
    [' %PDF-1.7', null],
    ['<svg onload="alert(1)">', null],
    ['GIF89a', null],
    ['PK\x03\x04', null],
    ['', null],
  ])('%j: %s', (begin, type) => expect(readMediaType(bytes(begin))).toBe(type));
});

describe('a paper', () => {
  const facts = { no: '20261130-0001', state: 'rejected', count: 9, isKnown: false };
  const said = (change: object) => checkAttachment({ ...facts, ...change }).map(({ code }) => code);
  it('is taken up to the tenth, once, as long as the case may be modified', () => {
    expect(said({})).toEqual([]);
    expect(said({ count: 10 })).toEqual(['review.too_many_files']);
    expect(said({ isKnown: true })).toEqual(['review.file_twice']);
    expect(said({ state: 'draft' })).toEqual([]);
    for (const state of ['first_approved', 'approved', 'auto_approved', 'void'])
      expect([state, said({ state })]).toEqual([state, ['review.not_modifiable']]);
  });
});
