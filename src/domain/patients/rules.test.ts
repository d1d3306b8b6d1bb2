import { describe, expect, it } from 'vitest';
import { checkPatient } from './rules';

const patient = {
  sex: 'female',
  birthDate: '1949-12-31',
  identityNumber: '11010519491231002X',
  abo: 'A',
  rhd: 'positive',
  groupDeterminations: 2,
  antibodies: [],
  isUnidentified: false,
} as const;
const codesOf = (change: Partial<Parameters<typeof checkPatient>[0]>) =>
  checkPatient({ ...patient, ...change }, '2026-11-23').map((violation) => violation.code);

describe('an entry of the patient register', () => {
  it('fits together', () => expect(codesOf({})).toEqual([]));
  it('names a birth date that the identity number contradicts', () =>
    expect(codesOf({ birthDate: '1950-01-01' })).toEqual(['patient.identity_birth_mismatch']));
  it('names a sex that the identity number contradicts', () =>
    expect(codesOf({ sex: 'male' })).toEqual(['patient.identity_sex_mismatch']));
  it('takes an unknown sex and birth date', () => expect(codesOf({ sex: 'unknown', birthDate: null })).toEqual([]));
  it('refuses a birth tomorrow and takes one today', () => {
    expect(codesOf({ identityNumber: null, birthDate: '2026-11-24' })).toEqual(['patient.birth_in_future']);
    expect(codesOf({ identityNumber: null, birthDate: '2026-11-23' })).toEqual([]);
  });
  it('refuses a group nobody determined, and determinations without a group', () => {
    expect(codesOf({ groupDeterminations: 0 })).toEqual(['patient.group_needs_determination']);
    expect(codesOf({ abo: 'unknown' })).toEqual(['patient.group_missing']);
  });
  it('refuses a word that names no antibody, by name; a rare one says that it is one', () => {
    expect(codesOf({ antibodies: ['抗-D', '其他:抗-Rd'] })).toEqual([]);
    expect(checkPatient({ ...patient, antibodies: ['抗-D', '冷抗体'] }, '2026-11-23')).toEqual([
      { code: 'patient.antibody_unknown', path: 'antibodies', facts: { word: '冷抗体' } },
    ]);
  });
  it('refuses an identity number on 无名氏', () =>
    expect(codesOf({ isUnidentified: true })).toEqual(['patient.unidentified_has_identity']));
});
