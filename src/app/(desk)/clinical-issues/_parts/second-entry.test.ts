import { describe, expect, it } from 'vitest';
import { judgeSecondEntry } from './second-entry';

const first = { major: 'compatible', minor: 'compatible', specimenNo: 'S1' } as const;
const whole = { ...first, donationNo: '3100026000001' };

describe('the second entry of one person on duty', () => {
  it.each([
    ['major', { ...whole, major: null }],
    ['minor', { ...whole, minor: null }],
    ['tube', { ...whole, specimenNo: '' }],
    ['bag', { ...whole, donationNo: '' }],
  ])('without its %s is not judged yet, whatever key is pressed', (_, second) => {
    expect(judgeSecondEntry(first, second, '3100026000001')).toBe('incomplete');
  });

  it.each([
    ['major', { ...whole, major: 'incompatible' as const }],
    ['minor', { ...whole, minor: 'not_done' as const }],
    ['tube', { ...whole, specimenNo: 'S2' }],
    ['bag', { ...whole, donationNo: '3100026000002' }],
  ])('with another %s differs', (_, second) => {
    expect(judgeSecondEntry(first, second, '3100026000001')).toBe('differs');
  });

  it('that agrees is kept as it was entered', () => {
    expect(judgeSecondEntry(first, whole, '3100026000001')).toEqual(whole);
  });
});
