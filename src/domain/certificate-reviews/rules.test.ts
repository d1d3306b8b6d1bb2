import { describe, expect, it } from 'vitest';
import { ageByCard, entitlementOf, findAutomaticRule } from './entitlement';
import { currentProfile, profileAt, profileOf, type Relation, relations } from './profiles';
import { checkApproval, checkRejection, checkReview, isSupplementLate, readIdentity } from './rules';
import type { ReviewFields } from './schema';

const today = '2026-11-30';
const own: ReviewFields = {
  caseType: '1',
  patientName: '李桂芳',
  identityType: '01',
  identityNo: '11010519491231002X',
  diagnosis: '股骨颈骨折',
  bloodUse: [{ component: 'rbc-suspended', amount: 200 }],
  usedOn: null,
  isSupplementary: false,
  isInformed: true,
  relation: 'self',
  donorName: '',
  donorIdentityType: '01',
  donorIdentityNo: '',
  certificateNo: '',
};
const relative: ReviewFields = {
  ...own,
  caseType: '2',
  relation: 'parent',
  donorName: '王建国',
  donorIdentityNo: '440524188001010014',
};
const codesOf = (review: ReviewFields, change: Partial<ReviewFields> = {}) =>
  checkReview({ ...review, ...change }, today).map(({ path, code }) => `${path} ${code.slice(7)}`);

describe('the law by the day of use', () => {
  it.each([
    ['1998-09-30', undefined],
    ['1998-10-01', 'SH-1998'],
    ['2021-11-30', 'SH-1998'],
    ['2021-12-01', 'SH-2021'],
    ['2026-11-30', 'SH-2021'],
  ])('%s: %s', (day, code) => expect(profileAt(day)?.code).toBe(code));
});

describe('a case before it goes to the office', () => {
  it('passes as a donor and as a donor’s relative', () => {
    expect(codesOf(own)).toEqual([]);
    expect(codesOf(relative)).toEqual([]);
  });
  it('names everything that is missing at once', () =>
    expect(
      codesOf(relative, {
        identityNo: '',
        diagnosis: '',
        bloodUse: [],
        isInformed: false,
        donorName: '',
        donorIdentityNo: '',
      }),
    ).toEqual([
      'identityNo identity_length',
      'donorName donor_missing',
      'donorIdentityNo identity_length',
      'diagnosis diagnosis_missing',
      'bloodUse blood_use_missing',
      'isInformed not_informed',
    ]));
  it('reads identity cards by GB 11643, old ones too, and other documents by their form', () => {
    expect(readIdentity('01', '110105491231002')).toEqual({ ok: true, number: '11010519491231002X' });
    expect(readIdentity('01', '110105194912310021')).toEqual({ ok: false, fault: 'review.identity_check' });
    expect(readIdentity('06', 'h 1234567（8）')).toEqual({ ok: true, number: 'H1234567(8)' });
    expect(readIdentity('03', 'E1')).toEqual({ ok: false, fault: 'review.identity_form' });
  });
  it('has a day of use that is past when it is made up afterwards', () => {
    expect(codesOf(own, { isSupplementary: true })).toEqual(['usedOn supplement_needs_day']);
    expect(codesOf(own, { isSupplementary: true, usedOn: '2026-11-29' })).toEqual([]);
    expect(codesOf(own, { usedOn: '2026-12-01' })).toEqual(['usedOn used_in_future']);
    expect(codesOf(own, { usedOn: '1990-01-01' })).toEqual(['usedOn no_law']);
  });
  it('has a situation that the law of that day knows', () => {
    for (const caseType of ['3', '4', '5', '6', '8'] as const) {
      expect(codesOf(own, { caseType, relation: null })).toEqual(['caseType case_not_in_law']);
      const document = { '3': '01', '4': '03', '5': '01', '6': '01', '8': '04' } as const;
      const identityNo = document[caseType] === '01' ? own.identityNo : 'E12345678';
      const asOf1998 = { caseType, relation: null, usedOn: '2015-06-01', identityType: document[caseType], identityNo };
      expect([caseType, codesOf(own, asOf1998)]).toEqual([caseType, []]);
    }
  });
  it('is judged at 60 years by the own card, to the day', () => {
    const aged = (usedOn: string) => codesOf(own, { caseType: '3', relation: null, usedOn });
    expect(aged('2009-12-30')).toEqual(['caseType too_young']);
    expect(aged('2009-12-31')).toEqual([]);
    expect(codesOf(own, { caseType: '3', relation: null, usedOn: '2015-01-01', identityType: '03' })).toEqual([
      'identityType card_needed',
    ]);
  });
  it('asks others than mainland residents, and the garrison, for their documents', () => {
    const usedOn = '2015-01-01';
    expect(codesOf(own, { caseType: '4', relation: null, usedOn })).toEqual(['identityType not_non_mainland']);
    expect(codesOf(own, { caseType: '8', relation: null, usedOn })).toEqual(['identityType not_military']);
  });
  it('covers the relatives of the law of that day and no others', () => {
    const covered = (usedOn: string | null) =>
      relations.filter((relation) => codesOf(relative, { relation, usedOn }).length === 0);
    expect(covered(null)).toEqual([
      'spouse',
      'parent',
      'child',
      'sibling',
      'grandparent',
      'grandchild',
      'spouse_parent',
    ] satisfies Relation[]);
    expect(covered('2020-01-01')).toEqual(['spouse', 'parent', 'child', 'spouse_parent'] satisfies Relation[]);
  });
  it('has a relative who is somebody else, and an own donation that is one’s own', () => {
    expect(codesOf(relative, { donorIdentityNo: own.identityNo })).toEqual(['donorIdentityNo donor_is_patient']);
    expect(codesOf(own, { relation: 'child' })).toEqual(['relation own_is_self']);
  });
});

describe('what is free of charge', () => {
  const given = (donatedOn: string, volumeMl = 400) => ({ donatedOn, volumeMl });
  const old = profileOf('SH-1998');
  it.each([
    // art. 32-1: five times within five years of the donation, to the day, then the same volume.
    ['1', '2015-06-01', [given('2010-06-01')], 2000],
    ['1', '2015-06-02', [given('2010-06-01')], 400],
    ['1', '2015-06-01', [given('2014-01-01', 200), given('2001-01-01', 200)], 1200],
    // art. 32-2: family the same volume within five years, then nothing.
    ['2', '2015-06-01', [given('2010-06-01')], 400],
    ['2', '2015-06-02', [given('2010-06-01')], 0],
    // What was given after the use does not count; nothing known: somebody has to say.
    ['1', '2015-06-01', [given('2015-06-02')], null],
    ['1', '2015-06-01', [], null],
    // Free of the formality, not of the fee.
    ['3', '2015-06-01', [given('2014-01-01')], 0],
    ['5', '2015-06-01', [], 0],
  ] as const)('case %s on %s: %j is worth %s ml', (caseType, usedOn, donations, volumeMl) =>
    expect(entitlementOf(old, { caseType, usedOn, donations: [...donations] }).volumeMl).toBe(volumeMl),
  );
  it('names the article it rests on', () => {
    const facts = { usedOn: today, donations: [given('2026-01-01')] };
    expect(entitlementOf(currentProfile, { caseType: '1', ...facts }).article).toBe('sh2021_own');
    expect(entitlementOf(currentProfile, { caseType: '2', ...facts }).article).toBe('sh2021_family');
    expect(entitlementOf(old, { caseType: '2', ...facts }).article).toBe('sh1998_32_2');
    expect(currentProfile.areVolumesSourced).toBe(false);
  });
  it('a leap day counts until the last of February', () => {
    const onLeapDay = (usedOn: string) =>
      entitlementOf(old, { caseType: '2', usedOn, donations: [given('2012-02-29')] }).volumeMl;
    expect(onLeapDay('2017-02-28')).toBe(400);
    expect(onLeapDay('2017-03-01')).toBe(0);
  });
});

describe('approved by rule', () => {
  const facts = {
    caseType: '1',
    usedOn: today,
    identityType: '01',
    identityNo: '11010519491231002X',
    relation: 'self',
    donations: [{ donatedOn: '2026-01-01', volumeMl: 400 }],
    donationsFound: 1,
    isCertificateKnown: true,
  } as const;
  const ruleOf = (change: object, profile = currentProfile) => findAutomaticRule(profile, { ...facts, ...change });
  it('is an own donation that the register has, by the own card', () => {
    expect(ruleOf({})).toBe('own_donation');
    expect(ruleOf({ donationsFound: 0, donations: [] })).toBeNull();
    expect(ruleOf({ donationsFound: null, donations: [] })).toBeNull();
    expect(ruleOf({ isCertificateKnown: false })).toBeNull();
    expect(ruleOf({ identityType: '03' })).toBeNull();
    expect(ruleOf({ caseType: '2', relation: 'child' })).toBeNull();
  });
  it('is not a donation that came after the use', () => expect(ruleOf({ usedOn: '2025-12-31' })).toBeNull());
  it('is 60 years by the own card where the law has it', () => {
    const aged = { caseType: '3', relation: null, donationsFound: null, donations: [] };
    expect(ruleOf({ ...aged, usedOn: '2010-01-01' }, profileOf('SH-1998'))).toBe('aged');
    expect(ruleOf({ ...aged, usedOn: '2009-12-30' }, profileOf('SH-1998'))).toBeNull();
    expect(ruleOf(aged)).toBeNull();
  });
  it('counts whole years on the birthday', () => {
    expect(ageByCard('11010519491231002X', '2009-12-30')).toBe(59);
    expect(ageByCard('11010519491231002X', '2009-12-31')).toBe(60);
    expect(ageByCard('E12345678', '2009-12-31')).toBeNull();
  });
});

describe('an answer', () => {
  const facts = { proposedMl: 400, grantedMl: null, remark: '', needsTwo: true, isSecond: false, isFirstPerson: false };
  const said = (change: object) => checkApproval({ ...facts, ...change }).map(({ code }) => code);
  it('takes the volume of the rule, or another one with a word why', () => {
    expect(said({})).toEqual([]);
    expect(said({ grantedMl: 400 })).toEqual([]);
    expect(said({ grantedMl: 800 })).toEqual(['review.volume_needs_remark']);
    expect(said({ grantedMl: 800, remark: '另有献血证' })).toEqual([]);
    expect(said({ proposedMl: null })).toEqual(['review.volume_missing']);
  });
  it('by two people is the second’s, who is not the first', () => {
    expect(said({ isSecond: true, isFirstPerson: true })).toEqual(['review.second_is_first']);
    expect(said({ isSecond: true })).toEqual([]);
    expect(said({ isSecond: true, isFirstPerson: true, needsTwo: false })).toEqual([]);
  });
  it('that sends back for papers names them', () => {
    expect(checkRejection('papers', [])).toHaveLength(1);
    expect(checkRejection('papers', ['invoice'])).toEqual([]);
    expect(checkRejection('not_entitled', [])).toEqual([]);
  });
});

it('made up later than the law’s days is told, from the day after', () => {
  expect(isSupplementLate(currentProfile, '2026-10-31', today)).toBe(false);
  expect(isSupplementLate(currentProfile, '2026-10-30', today)).toBe(true);
  expect(isSupplementLate(currentProfile, null, today)).toBe(false);
});
