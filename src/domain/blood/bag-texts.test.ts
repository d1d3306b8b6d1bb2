import { describe, expect, it } from 'vitest';
import { readDonationText, readGroupText, readMomentText } from './bag-texts';

describe('cells of a bag', () => {
  it.each([
    ['A+', '', 'A', 'positive'],
    ['A型', 'RhD阳性', 'A', 'positive'],
    ['ＡＢ', '阴性', 'AB', 'negative'],
    ['O型 Rh(D)阴性', '', 'O', 'negative'],
    ['O−', '', 'O', 'negative'],
    ['0', '+', 'O', 'positive'],
    ['B', '', 'B', 'unspecified'],
    ['=%6200', '', 'A', 'positive'],
    ['600', '', 'A', 'negative'],
    ['5500', '', 'O', 'unspecified'],
  ])('%s %s is a group', (text, rhd, abo, expected) =>
    expect(readGroupText(text, rhd)).toMatchObject({ ok: true, value: { abo, rhd: expected } }),
  );
  it.each([['C+'], ['A±'], ['ABO'], ['1+'], ['']])('%s is no group', (text) =>
    expect(readGroupText(text)).toEqual({ ok: false, code: 'label.group_unreadable' }),
  );

  it.each([
    ['2026-12-10 23:59', '2026-12-10T15:59:00.000Z'],
    ['2026/12/1 8:05', '2026-12-01T00:05:00.000Z'],
    ['2026.12.10', '2026-12-10T15:59:00.000Z'],
    ['2026年12月10日', '2026-12-10T15:59:00.000Z'],
    ['202612102359', '2026-12-10T15:59:00.000Z'],
    ['&>0263442359', '2026-12-10T15:59:00.000Z'],
  ])('%s is a moment of the city', (text, expected) => {
    const read = readMomentText(text, 'Asia/Shanghai');
    expect(read.ok && read.value.toISOString()).toBe(expected);
  });
  it.each([['2026-13-01'], ['10/12/2026'], ['2026-12-10 25:00'], ['46000.5']])('%s is no moment', (text) =>
    expect(readMomentText(text, 'Asia/Shanghai').ok).toBe(false),
  );

  it('takes an old number of 13 digits as what the person says it is', () => {
    expect(readDonationText('3100112345678')).toMatchObject({ ok: true, value: { scheme: 'isbt128' } });
    expect(readDonationText('3100112345678', 'codabar')).toMatchObject({ ok: true, value: { scheme: 'codabar' } });
    expect(readDonationText('3100112345')).toMatchObject({ ok: true, value: { scheme: 'codabar' } });
  });
});
