import { describe, expect, it } from 'vitest';
import { autologousBagNo, readAutologousBagNo } from '../blood/barcodes/autologous';
import { readScan } from '../blood/barcodes/read-scan';
import { type AutologousBagState, autologousEdges } from './bag-edges';
import { type AutologousType, type predepositProducts, unitsOf } from './kinds';
import type { AutologousState } from './lifecycle';
import {
  checkCancel,
  checkCollection,
  checkDiscard,
  checkDiscardSecond,
  checkPlan,
  checkReinfusion,
  checkRelease,
  checkUndo,
  checkVoid,
  expiresSoon,
  expiryOfBag,
  isOfPatient,
  keepUntilOf,
  refusalOfBag,
  refuseNurse,
  type ScannedBag,
  stateOfBags,
} from './rules';

const now = new Date('2026-11-23T06:00:00Z');
const hours = (count: number) => new Date(now.getTime() + count * 3_600_000);
const zone = 'Asia/Shanghai';
const codesOf = (violations: readonly { code: string }[]) => violations.map(({ code }) => code);
const record = (type: AutologousType = 'predeposit', state: AutologousState = 'planned') => ({
  no: '20261123-0001',
  type,
  state,
  bagCount: 0,
});

describe('the number of a bag', () => {
  const bagNo = autologousBagNo('H01', '20261123-0007', 2);

  it('says house, record and bag, with a check character, and is no label of a station', () => {
    expect(bagNo).toMatch(/^XA-H01-20261123000702[0-9A-Z*]$/);
    expect(readAutologousBagNo(bagNo)).toEqual({ bagNo, orgId: 'H01', isChecked: true });
    expect(readScan(bagNo.toLowerCase(), { now, timeZone: zone })).toMatchObject({
      kind: 'autologous',
      bagNo,
      orgId: 'H01',
    });
  });

  it('of the city for practising is another', () => {
    const practised = autologousBagNo('H01', 'LX20261123-0007', 2);
    expect(practised).not.toBe(bagNo);
    expect(readAutologousBagNo(practised)?.isChecked).toBe(true);
  });

  it('one wrong character, and two that changed places, are seen', () => {
    const digits = '0123456789';
    for (let at = 7; at < bagNo.length - 1; at++)
      for (const digit of digits) {
        if (digit === bagNo[at]) continue;
        expect(readAutologousBagNo(`${bagNo.slice(0, at)}${digit}${bagNo.slice(at + 1)}`)?.isChecked).toBe(false);
      }
    const swapped = `${bagNo.slice(0, 13)}${bagNo[14]}${bagNo[13]}${bagNo.slice(15)}`;
    expect(swapped === bagNo || readAutologousBagNo(swapped)?.isChecked === false).toBe(true);
  });

  it.each([
    '=3100026020517V00',
    '&>0263352359',
    '0110012345678',
    'A0310001234567A',
    'XB-ABCDEFGHIJKLMNOPQRSTUVWXYZ',
    'XP-F1',
    'XMPZY100',
    'XA-H01',
    'XA--1',
  ])('%s is none', (text) => expect(readAutologousBagNo(text)).toBeNull());
});

describe('a plan', () => {
  const plan = { type: 'predeposit' as AutologousType, phase: null, plannedOn: null };
  const facts = { isPatientKnown: true, today: '2026-11-23' };
  it.each<[string, Partial<{ type: AutologousType; phase: 'trauma' | null; plannedOn: string }>, boolean, string[]]>([
    ['of a patient of the house', {}, true, []],
    ['of nobody', {}, false, ['autologous.patient_unknown']],
    ['a salvage without its time', { type: 'salvage' }, true, ['autologous.phase_missing']],
    ['a salvage after a trauma', { type: 'salvage', phase: 'trauma' }, true, []],
    ['a predeposit after a trauma', { phase: 'trauma' }, true, ['autologous.phase_of_other']],
    ['for yesterday', { plannedOn: '2026-11-22' }, true, ['autologous.day_past']],
    ['for today', { plannedOn: '2026-11-23' }, true, []],
    ['a salvage of yesterday', { type: 'salvage', phase: 'trauma', plannedOn: '2026-11-22' }, true, []],
  ])('%s', (_, change, isPatientKnown, codes) =>
    expect(codesOf(checkPlan({ ...plan, ...change }, { ...facts, isPatientKnown }))).toEqual(codes),
  );
});

describe('a collection', () => {
  const input = {
    id: 'a',
    version: 1,
    hbBefore: 130,
    hctBefore: 39,
    bags: [{ product: 'whole_blood_cpda1' as const, volumeMl: 400 }],
    collectedMl: null,
    device: '',
    processedMl: null,
    isWashed: null,
  };
  const salvage = {
    ...input,
    hbBefore: null,
    hctBefore: null,
    bags: [],
    collectedMl: 300,
    device: 'CS',
    processedMl: 900,
    isWashed: true,
  };
  const dilution = { ...input, bags: [], collectedMl: 400 };
  it.each<[string, ReturnType<typeof record>, Parameters<typeof checkCollection>[1], string[]]>([
    ['a predeposit', record(), input, []],
    ['more of one in the store', record('predeposit', 'stored'), input, []],
    ['of what was given back', record('predeposit', 'reinfused'), input, ['autologous.not_to_collect']],
    ['a haemodilution twice', record('haemodilution', 'collected'), dilution, ['autologous.not_to_collect']],
    [
      'without Hb and Hct',
      record(),
      { ...input, hbBefore: null, hctBefore: null },
      ['autologous.hb_missing', 'autologous.hct_missing'],
    ],
    ['a predeposit without a bag', record(), { ...input, bags: [] }, ['autologous.bags_missing']],
    ['a predeposit with a volume beside', record(), { ...input, collectedMl: 400 }, ['autologous.volume_of_bags']],
    ['a thirteenth bag', { ...record(), bagCount: 12 }, input, ['autologous.too_many_bags']],
    ['a haemodilution', record('haemodilution'), dilution, []],
    [
      'a haemodilution in bags',
      record('haemodilution'),
      { ...dilution, bags: input.bags, collectedMl: null },
      ['autologous.no_bags', 'autologous.volume_missing'],
    ],
    [
      'a haemodilution by a device',
      record('haemodilution'),
      { ...dilution, device: 'CS' },
      ['autologous.salvage_only'],
    ],
    ['a salvage, which needs no blood count', record('salvage'), salvage, []],
    [
      'a salvage of more than was processed',
      record('salvage'),
      { ...salvage, collectedMl: 901 },
      ['autologous.more_than_processed'],
    ],
    [
      'a salvage that says nothing',
      record('salvage'),
      { ...salvage, device: '', processedMl: null, isWashed: null },
      ['autologous.device_missing', 'autologous.processed_missing', 'autologous.washed_unsaid'],
    ],
    ['of tomorrow', record(), { ...input, collectedAt: hours(24) }, ['autologous.collected_in_future']],
    ['of eight days ago', record(), { ...input, collectedAt: hours(-192) }, ['autologous.collected_long_ago']],
  ])('%s', (_, of, given, codes) => expect(codesOf(checkCollection(of, given, now))).toEqual(codes));
});

describe('how long it keeps', () => {
  it.each<[keyof typeof predepositProducts, string]>([
    ['whole_blood_cpda1', '2026-12-28T15:59:00.000Z'],
    ['whole_blood_acd', '2026-12-14T15:59:00.000Z'],
    ['red_cells_map', '2026-12-28T15:59:00.000Z'],
    ['plasma_frozen', '2027-11-23T15:59:00.000Z'],
  ])('%s', (product, end) => expect(expiryOfBag(product, now, zone).toISOString()).toBe(end));

  it('a bag of an hour past midnight counts its days by the city’s day', () => {
    const pastMidnight = new Date('2026-11-22T17:00:00Z');
    expect(expiryOfBag('whole_blood_acd', pastMidnight, zone).toISOString()).toBe('2026-12-14T15:59:00.000Z');
  });

  it('a haemodilution eight hours, the others have no clock', () => {
    expect(keepUntilOf('haemodilution', now)).toEqual(hours(8));
    expect(keepUntilOf('salvage', now)).toBeNull();
    expect(keepUntilOf('predeposit', now)).toBeNull();
  });
});

describe('given back', () => {
  const patient = { id: 'p1', mrn: 'ZY1001' };
  const bagNo = autologousBagNo('H01', '20261123-0001', 1);
  const bag: ScannedBag = {
    id: 'b1',
    bagNo,
    product: 'whole_blood_cpda1',
    volumeMl: 400,
    expiresAt: hours(1),
    state: 'stored',
    holdReason: null,
    patientId: 'p1',
    transfusionId: 't1',
  };
  const facts = { now, patient, transfusionId: 't1' };

  it.each<[string, Partial<ScannedBag> | null, string | null]>([
    ['the patient’s own, stored and in date', {}, null],
    ['another patient’s', { patientId: 'p2', transfusionId: 't2' }, 'autologous.bag_of_other'],
    [
      'another patient’s, and expired: whose it is comes first',
      { patientId: 'p2', expiresAt: now },
      'autologous.bag_of_other',
    ],
    ['of another record of the same patient', { transfusionId: 't2' }, 'autologous.bag_of_other_record'],
    ['of the very minute it expires', { expiresAt: now }, 'autologous.expired'],
    ['swept already', { state: 'expired' }, 'autologous.expired'],
    ['not stored yet', { state: 'collected' }, 'autologous.not_stored'],
    ['given already', { state: 'reinfused' }, 'autologous.bag_ended'],
    ['given already and expired since', { state: 'reinfused', expiresAt: now }, 'autologous.bag_ended'],
    ['thrown away', { state: 'discarded' }, 'autologous.bag_ended'],
    ['of no house here', null, 'autologous.bag_unknown'],
  ])('%s', (_, change, code) =>
    expect(refusalOfBag(bagNo, change && { ...bag, ...change }, facts)?.code ?? null).toBe(code),
  );

  it('the wristband is read with its prefix and without, in full width and small letters, and nobody else’s', () => {
    for (const code of ['XMPZY1001', 'zy1001', ' ＺＹ１００１ ']) expect(isOfPatient(code, 'ZY1001')).toBe(true);
    for (const code of ['ZY10011', 'ZY100', 'XMPZY1002', '']) expect(isOfPatient(code, 'ZY1001')).toBe(false);
  });

  const ask = (type: AutologousType, state: AutologousState, change: object, more: object = {}) =>
    codesOf(
      checkReinfusion(
        record(type, state),
        { id: 't1', version: 1, patientCode: 'ZY1001', bagNos: [], volumeMl: null, ...change },
        { ...facts, collectedMl: 400, keepUntil: null, scanned: new Map([[bagNo, bag]]), ...more },
      ),
    );
  it('a predeposit by its bags, the others by a volume within what was got', () => {
    expect(ask('predeposit', 'stored', { bagNos: [bagNo] })).toEqual([]);
    expect(ask('predeposit', 'stored', { volumeMl: 1 })).toEqual([
      'autologous.bags_missing',
      'autologous.volume_of_bags',
    ]);
    expect(ask('salvage', 'collected', { volumeMl: 400 })).toEqual([]);
    expect(ask('salvage', 'collected', { volumeMl: 401 })).toEqual(['autologous.more_than_collected']);
    expect(ask('salvage', 'collected', { bagNos: [bagNo] })).toEqual([
      'autologous.no_bags',
      'autologous.volume_missing',
    ]);
    expect(ask('salvage', 'planned', { volumeMl: 1 })).toEqual(['autologous.not_to_reinfuse']);
    expect(ask('predeposit', 'cancelled', { bagNos: [bagNo] })).toEqual(['autologous.not_to_reinfuse']);
  });
  it('a haemodilution until its hour and not in it', () => {
    expect(ask('haemodilution', 'collected', { volumeMl: 400 }, { keepUntil: hours(1) })).toEqual([]);
    expect(ask('haemodilution', 'collected', { volumeMl: 400 }, { keepUntil: now })).toEqual(['autologous.hours_over']);
  });
  it('everything that is wrong is said at once', () =>
    expect(ask('predeposit', 'planned', { patientCode: 'ZY9', bagNos: [bagNo, bagNo] })).toEqual([
      'autologous.not_to_reinfuse',
      'autologous.wrong_patient',
      'autologous.listed_twice',
    ]));
});

describe('the end', () => {
  it.each<[AutologousBagState[], string]>([
    [['collected', 'stored', 'reinfused'], 'collected'],
    [['stored', 'reinfused'], 'stored'],
    [['reinfused', 'discarded', 'expired'], 'reinfused'],
    [['discarded', 'expired'], 'unused'],
  ])('of bags %s is %s', (states, state) => expect(stateOfBags(states.map((one) => ({ state: one })))).toBe(state));

  const bag = (state: AutologousBagState) => ({
    id: state,
    bagNo: state,
    product: 'whole_blood_acd' as const,
    volumeMl: 1,
    expiresAt: now,
    state,
    holdReason: null,
  });
  it('what was not so is taken back: of what is kept in bags those that were given, or thrown away, and nothing once it was evaluated', () => {
    const bags = [bag('stored'), bag('reinfused'), bag('discarded')];
    const undo = (
      what: 'reinfuse' | 'discard',
      bagIds: string[],
      state: 'stored' | 'evaluated' | 'unused' = 'stored',
    ) => codesOf(checkUndo({ ...record('predeposit', state), reinfusedMl: 1 }, { what, bagIds }, bags));
    expect(undo('reinfuse', ['reinfused'])).toEqual([]);
    expect(undo('discard', ['discarded'], 'unused')).toEqual([]);
    expect(undo('reinfuse', ['discarded'])).toEqual(['autologous.not_so']);
    expect(undo('discard', ['reinfused'])).toEqual(['autologous.not_so']);
    expect(undo('reinfuse', [])).toEqual(['autologous.bags_missing']);
    expect(undo('reinfuse', ['reinfused'], 'evaluated')).toEqual(['autologous.not_to_undo']);
    expect(undo('reinfuse', ['strange'])).toEqual(['autologous.not_its_bag']);
    const salvage = (reinfusedMl: number, bagIds: string[] = []) =>
      codesOf(checkUndo({ ...record('salvage', 'reinfused'), reinfusedMl }, { what: 'reinfuse', bagIds }, []));
    expect(salvage(400)).toEqual([]);
    expect(salvage(0)).toEqual(['autologous.nothing_to_undo']);
    expect(salvage(400, ['stored'])).toEqual(['autologous.no_bags']);
  });

  it('a bag comes off hold while it is in date, and no other does', () => {
    const bags = [
      { ...bag('held'), expiresAt: hours(1) },
      { ...bag('stored'), expiresAt: hours(1) },
    ];
    const release = (ids: string[], at = now) =>
      codesOf(checkRelease(record('predeposit', 'stored'), ids, { bags, now: at }));
    expect(release(['held'])).toEqual([]);
    expect(release(['stored'])).toEqual(['autologous.not_so']);
    expect(release(['held'], hours(1))).toEqual(['autologous.expired']);
    expect(release(['held'], new Date(hours(1).getTime() - 1))).toEqual([]);
  });

  it('warns of an expiry seven days before, to the minute', () => {
    const at = new Date(now.getTime() + 7 * 86_400_000);
    expect(expiresSoon(at, now)).toBe(true);
    expect(expiresSoon(new Date(at.getTime() + 1), now)).toBe(false);
    expect(expiresSoon(hours(-1), now)).toBe(true);
  });

  it('a bag that was given or thrown away is not thrown away, nor one of another record', () => {
    const bags = [bag('collected'), bag('stored'), bag('expired'), bag('reinfused'), bag('discarded')];
    expect(codesOf(checkDiscard(record('predeposit', 'cancelled'), ['collected', 'stored', 'expired'], bags))).toEqual(
      [],
    );
    expect(codesOf(checkDiscard(record(), ['reinfused', 'discarded'], bags))).toEqual([
      'autologous.bag_ended',
      'autologous.bag_ended',
    ]);
    expect(codesOf(checkDiscard(record(), ['strange'], bags))).toEqual(['autologous.not_its_bag']);
    expect(codesOf(checkDiscard(record(), ['stored', 'stored'], bags))).toEqual(['autologous.listed_twice']);
    expect(codesOf(checkDiscard(record('salvage'), ['stored'], bags))).toEqual(['autologous.no_bags']);
  });

  it('what was given stands: neither cancelled nor void; nor void while a bag is about', () => {
    expect(codesOf(checkCancel(record('predeposit', 'stored'), [bag('reinfused'), bag('stored')]))).toEqual([
      'autologous.given_already',
    ]);
    expect(codesOf(checkCancel(record('predeposit', 'stored'), [bag('stored')]))).toEqual([]);
    expect(codesOf(checkVoid(record('predeposit', 'stored'), [bag('stored')]))).toEqual(['autologous.bags_about']);
    expect(codesOf(checkVoid(record('predeposit', 'unused'), [bag('expired')]))).toEqual(['autologous.bags_about']);
    expect(codesOf(checkVoid(record('predeposit', 'unused'), [bag('discarded')]))).toEqual([]);
    expect(codesOf(checkVoid(record('salvage', 'void'), []))).toEqual(['autologous.already_void']);
  });

  it('two sign a discard, the second of the blood bank, by telephone only on a night alone', () => {
    const person = (personId: string, role: 'technician' | 'nurse') => ({ personId, name: personId, roles: [role] });
    const facts = {
      now,
      acting: person('a', 'technician'),
      second: person('b', 'technician'),
      isSingleDutyAllowed: false,
    };
    expect(codesOf(checkDiscardSecond('token', undefined, facts))).toEqual([]);
    expect(codesOf(checkDiscardSecond('token', undefined, { ...facts, second: null }))).toEqual([
      'signature.second_missing',
    ]);
    expect(codesOf(checkDiscardSecond('token', undefined, { ...facts, second: facts.acting }))).toEqual([
      'signature.same_person',
    ]);
    expect(codesOf(checkDiscardSecond('token', undefined, { ...facts, second: person('c', 'nurse') }))).toEqual([
      'signature.not_entitled',
    ]);
    expect(codesOf(checkDiscardSecond('phone', now, facts))).toEqual(['autologous.phone_not_allowed']);
    expect(codesOf(checkDiscardSecond('phone', hours(-2), { ...facts, isSingleDutyAllowed: true }))).toEqual([
      'autologous.phone_time',
    ]);
    expect(codesOf(refuseNurse(person('c', 'nurse'), 'a'))).toEqual([]);
  });
});

it('whole blood and red cells count in the rate, plasma does not', () => {
  expect(unitsOf('whole_blood_cpda1', 400)).toBe(200);
  expect(unitsOf('red_cells_map', 300)).toBe(200);
  expect(unitsOf('plasma_frozen', 500)).toBe(0);
  expect(unitsOf('salvage', 500)).toBe(250);
});

it('a fate is left by its undoing alone, onto hold; of what has expired there is none', () => {
  const out = (state: string) =>
    autologousEdges()
      .filter(({ from }) => from === state)
      .map(({ kind, to }) => `${kind} ${to}`);
  expect(out('reinfused')).toEqual(['unreinfuse held']);
  expect(out('discarded')).toEqual(['undiscard held']);
  expect(out('expired')).toEqual(['discard discarded']);
  expect(out('held').sort()).toEqual(['discard discarded', 'expire expired', 'release stored']);
});
