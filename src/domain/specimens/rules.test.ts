import { describe, expect, it } from 'vitest';
import { findScreenGrounds } from '../blood/specimens';
import { readTube } from './read-tube';
import { checkDetermination, checkReceipt, checkScreen } from './rules';
import { receiveSpecimenInput, screenInput } from './schema';
import { nextBenchStep } from './steps';

const now = new Date('2026-12-01T12:00:00+08:00');
const patientId = '00000000-0000-4000-8000-000000000001';
const otherId = '00000000-0000-4000-8000-000000000002';
const codes = (found: readonly { code: string }[]) => found.map(({ code }) => code.replace('specimen.', ''));

describe('a tube at the counter', () => {
  const input = (change: object = {}) =>
    receiveSpecimenInput.parse({
      tubeNo: 'bb 000１23',
      patientId,
      requestId: otherId,
      drawnAt: new Date('2026-12-01T11:00:00+08:00'),
      drawnBy: '3001',
      checks: ['label', 'patient', 'volume', 'quality'],
      ...change,
    });
  const facts = { now, request: { patientId, state: 'accepted' }, isTubeKnown: false };
  it('has one number, typed or scanned', () => expect(input().tubeNo).toBe('BB000123'));
  it.each([
    [{}, {}, []],
    [{ drawnAt: new Date('2026-11-28T12:00:00+08:00') }, {}, ['too_old']],
    [{ drawnAt: new Date('2026-11-28T12:00:01+08:00') }, {}, []],
    [{ drawnAt: new Date('2026-12-01T12:00:01+08:00') }, {}, ['drawn_in_future']],
    [{ checks: ['label', 'patient', 'volume'] }, {}, ['check_missing']],
    [{ checks: [], refusedReason: '溶血' }, {}, []],
    [{ checks: [], refusedReason: '采集超过 3 天', drawnAt: new Date('2026-11-20T12:00:00+08:00') }, {}, []],
    [{}, { request: null }, ['request_other']],
    [{}, { request: undefined }, []],
    [{}, { request: { patientId: otherId, state: 'accepted' } }, ['request_other']],
    [{}, { request: { patientId, state: 'void' } }, ['request_closed']],
    [{ refusedReason: '溶血' }, { isTubeKnown: true }, ['tube_known']],
  ])('%# is refused for what is wrong with it', (change, more, expected) => {
    expect(codes(checkReceipt(input(change), { ...facts, ...more }))).toEqual(expected);
  });
});

describe('a reading', () => {
  const facts = {
    state: 'received',
    tubeNo: 'BB1234',
    grouping: 'first',
    firstPersonId: 'a',
    readerId: 'b',
    isSingleDutyAllowed: false,
  } as const;
  it.each([
    [{}, []],
    [{ readerId: 'a' }, ['recheck_same_person']],
    [{ readerId: 'a', isSingleDutyAllowed: true }, []],
    [{ grouping: 'agreed' as const, firstPersonId: null }, ['group_agreed']],
    [{ state: 'refused' }, ['not_received']],
    [{ tubeNo: 'BB9999', readerId: 'a' }, ['tube_differs', 'recheck_same_person']],
  ])('%# is refused', (change, expected) => {
    expect(codes(checkDetermination({ ...facts, ...change }, 'BB1234'))).toEqual(expected);
  });
});

describe('a screen', () => {
  const specimen = { state: 'received', tubeNo: 'BB1234', screen: 'none' };
  const input = (change: object) =>
    screenInput.parse({ id: patientId, version: 1, tubeNo: 'BB1234', result: 'positive', antibodies: [], ...change });
  it.each([
    [{}, {}, []],
    [{ antibodies: ['抗E、抗-c'] }, {}, []],
    [{ antibodies: ['看不懂'] }, {}, ['antibody_unknown']],
    [{ result: 'negative', antibodies: ['抗-E'] }, {}, ['antibodies_of_negative']],
    [{}, { screen: 'negative' }, ['screened_already']],
  ])('%# is refused', (change, more, expected) => {
    expect(codes(checkScreen({ ...specimen, ...more }, input(change)))).toEqual(expected);
  });

  const none = { hadBlood: false, wasPregnant: false, hadIssues: false, hadIncompatible: false };
  it.each(['hadBlood', 'wasPregnant', 'hadIssues', 'hadIncompatible'] as const)(
    'must come first where %s',
    (ground) => {
      expect(findScreenGrounds({ ...none, [ground]: true })).toEqual([ground]);
    },
  );
  it('need not come without a ground', () => expect(findScreenGrounds(none)).toEqual([]));
});

describe('the bench', () => {
  const agreed = { grouping: 'agreed', screen: 'none' } as const;
  const facts = {
    specimen: agreed,
    groupDeterminations: 2,
    wantsCrossmatch: true,
    isCrossmatchOpen: true,
    isScreenRequired: false,
  };
  it.each([
    [{ specimen: null }, 'receive'],
    [{ specimen: { ...agreed, grouping: 'none' as const } }, 'first'],
    [{ specimen: { ...agreed, grouping: 'first' as const } }, 'recheck'],
    [{ specimen: { ...agreed, grouping: 'differing' as const } }, 'repeat'],
    [{ specimen: { ...agreed, grouping: 'discrepant' as const } }, 'repeat'],
    [{ isScreenRequired: true }, 'screen'],
    [{ isScreenRequired: true, specimen: { ...agreed, screen: 'negative' as const } }, 'crossmatch'],
    [{}, 'crossmatch'],
    [{ isCrossmatchOpen: false }, 'issue'],
    // Plasma wants no crossmatch, but a group that two draws agree on.
    [{ specimen: null, wantsCrossmatch: false, isCrossmatchOpen: false }, 'issue'],
    [{ specimen: null, wantsCrossmatch: false, isCrossmatchOpen: false, groupDeterminations: 0 }, 'receive'],
    [{ specimen: null, isCrossmatchOpen: false, groupDeterminations: 1 }, 'issue'],
  ])('%# says what is next: %s', (change, step) => {
    expect(nextBenchStep({ ...facts, ...change })).toBe(step);
  });

  it.each([
    ['BB000123', 'BB000123'],
    [' bb-000.123 ', 'BB-000.123'],
    ['123456789012', '123456789012'],
    ['=31000260000010', null],
    ['&>0316', null],
    ['XB-ABCDEFGHIJKLMNOPQRSTUVWXYZ', null],
    ['XMPZY00123', null],
    ['XP-F01', null],
    ['XA-H01-0001', null],
    ['标本', null],
    ['A1', null],
  ])('reads %s as the tube %s', (raw, tube) => {
    expect(readTube(raw)).toBe(tube);
  });
});
