import { describe, expect, it } from 'vitest';
import { changedFields, checkChanged, checkOrganisation, checkOwnFields, checkRetire, withSwitches } from './rules';
import { institutionCode, type OrganisationFields, organisationCode, setSwitchesInput } from './schema';

const hospital: OrganisationFields = {
  kind: 'hospital',
  name: '徐汇第一示范医院',
  shortName: '徐汇一院',
  nameEn: '',
  parentId: null,
  district: '徐汇',
  institutionCode: '',
  address: '',
  longitude: null,
  latitude: null,
  dutyPhone: '',
  nightPhone: '',
  sortOrder: 1,
};
const campus: OrganisationFields = { ...hospital, kind: 'campus', parentId: 'H01' };
const open = { kind: 'hospital', isCampus: false, isActive: true } as const;
const told = (violations: readonly { code: string; path?: string }[]) =>
  violations.map(({ code, path }) => `${path ?? '-'} ${code.replace('organisation.', '')}`);

describe('a house that is registered', () => {
  it.each([
    ['a hospital', {}, null, []],
    ['a campus of a hospital', campus, open, []],
    ['a campus of nobody', { ...campus, parentId: null }, null, ['parentId parent_missing']],
    ['a campus of a house that there is not', campus, null, ['parentId parent_unfit']],
    ['a campus of a campus', campus, { ...open, isCampus: true }, ['parentId parent_unfit']],
    ['a campus of a blood station', campus, { ...open, kind: 'blood_station' }, ['parentId parent_unfit']],
    ['a campus of a hospital out of use', campus, { ...open, isActive: false }, ['parentId parent_unfit']],
    [
      'a station that belongs to a hospital',
      { kind: 'blood_station', parentId: 'H01' },
      open,
      ['parentId parent_strange'],
    ],
    ['a hospital that belongs to another one', { parentId: 'H01' }, open, ['parentId parent_strange']],
    ['a hospital in no district', { district: '' }, null, ['district district_missing']],
    ['a campus in no district', { ...campus, district: '' }, open, ['district district_missing']],
    ['an office of the whole city', { kind: 'blood_office', district: '' }, null, []],
    ['a station in no district', { kind: 'blood_station', district: '' }, null, []],
    ['a place', { longitude: 121.4367, latitude: 31.1885 }, null, []],
    ['half a place', { longitude: 121.4367 }, null, ['latitude place_half']],
    ['the other half', { latitude: 31.1885 }, null, ['longitude place_half']],
    ['degrees exchanged', { longitude: 31.1885, latitude: 121.4367 }, null, ['latitude latitude_range']],
    ['no longitude of this earth', { longitude: -180.1, latitude: 90 }, null, ['longitude longitude_range']],
    ['the ends of both', { longitude: 180, latitude: -90 }, null, []],
    [
      'all that is wrong at once',
      { ...campus, parentId: null, district: '', longitude: 1 },
      null,
      ['parentId parent_missing', 'district district_missing', 'latitude place_half'],
    ],
  ] as const)('%s', (_, change, parent, expected) => {
    expect(told(checkOrganisation({ ...hospital, ...change } as OrganisationFields, { parent }))).toEqual(expected);
  });
});

describe('a house that is changed', () => {
  const facts = { parent: open, campuses: 0, isUsed: true, isOwn: false };
  it.each([
    ['its telephone', {}, { dutyPhone: '8120' }, {}, []],
    ['its telephone, though it never had a district', { district: '' }, { dutyPhone: '8120' }, {}, []],
    ['its district is taken away', {}, { district: '' }, {}, ['district district_missing']],
    ['it becomes a campus', {}, { kind: 'campus', parentId: 'H02' }, {}, []],
    [
      'it becomes a campus and has two itself',
      {},
      { kind: 'campus', parentId: 'H02' },
      { campuses: 2 },
      ['kind has_campuses'],
    ],
    ['a campus becomes a hospital', { kind: 'campus', parentId: 'H02' }, { kind: 'hospital', parentId: null }, {}, []],
    [
      'a campus keeps a hospital that is out of use',
      { kind: 'campus', parentId: 'H02' },
      { name: '新名' },
      { parent: { ...open, isActive: false } },
      [],
    ],
    ['a hospital in use becomes a station', {}, { kind: 'blood_station' }, {}, ['kind kind_used']],
    ['one that nobody has used becomes a station', {}, { kind: 'blood_station' }, { isUsed: false }, []],
    [
      'one’s own office becomes a hospital',
      { kind: 'blood_office' },
      { kind: 'hospital' },
      { isOwn: true },
      ['kind own'],
    ],
    [
      'one’s own office gets a district',
      { kind: 'blood_office', district: '' },
      { district: '徐汇' },
      { isOwn: true },
      ['district own'],
    ],
    ['another office gets a district', { kind: 'blood_office', district: '' }, { district: '徐汇' }, {}, []],
    ['its place is half taken away', { longitude: 1, latitude: 1 }, { latitude: null }, {}, ['latitude place_half']],
  ] as const)('%s', (_, was, change, more, expected) => {
    const before = { ...hospital, ...was } as OrganisationFields;
    const next = { ...before, ...change } as OrganisationFields;
    expect(told(checkChanged(before, next, { ...facts, ...more }))).toEqual(expected);
  });

  it('by itself changes how it is reached and where it stands, and nothing else', () => {
    const next = { ...hospital, dutyPhone: '1', nightPhone: '2', address: '路 1 号', longitude: 1, latitude: 2 };
    expect(checkOwnFields(changedFields(hospital, next))).toEqual([]);
    expect(
      told(checkOwnFields(changedFields(hospital, { ...next, name: '新名', district: '浦东', sortOrder: 9 }))),
    ).toEqual(['name kept_by_city', 'district kept_by_city', 'sortOrder kept_by_city']);
  });
});

describe('a house that is taken out of use', () => {
  const empty = { bags: 0, arriving: 0, sent: 0, accounts: 0, campuses: 0 };
  it.each([
    ['nothing is left there', empty, false, []],
    ['bags stand there', { ...empty, bags: 3 }, false, ['left_bags 3']],
    ['a delivery is awaited', { ...empty, arriving: 2 }, false, ['left_arriving 2']],
    ['what it sent may come back', { ...empty, sent: 1 }, false, ['left_sent 1']],
    ['people work there', { ...empty, accounts: 4 }, false, ['left_accounts 4']],
    ['campuses belong to it', { ...empty, campuses: 1 }, false, ['left_campuses 1']],
    [
      'all at once',
      { bags: 1, arriving: 1, sent: 1, accounts: 1, campuses: 1 },
      false,
      ['left_bags 1', 'left_arriving 1', 'left_sent 1', 'left_accounts 1', 'left_campuses 1'],
    ],
    ['it is one’s own office', empty, true, ['own undefined']],
  ] as const)('%s', (_, use, isOwn, expected) => {
    expect(
      checkRetire(use, isOwn).map(({ code, facts }) => `${code.replace('organisation.', '')} ${facts?.count}`),
    ).toEqual(expected);
  });
});

describe('switches', () => {
  const own = {
    singleDutyFrom: '18:00',
    singleDutyUntil: '07:00',
    reservationHours: 12,
    compatibilityProfile: 'ANZ',
  } as const;
  it.each([
    ['nothing said: all stays', {}, own],
    ['never alone', { singleDuty: 'never' }, { ...own, singleDutyFrom: '00:00', singleDutyUntil: '00:00' }],
    [
      'other hours',
      { singleDuty: { from: '20:00', until: '06:00' } },
      { ...own, singleDutyFrom: '20:00', singleDutyUntil: '06:00' },
    ],
    ['back to the default', { singleDuty: null, reservationHours: null, compatibilityProfile: null }, {}],
    ['one of them, which was not there', { offersShortDated: true }, { ...own, offersShortDated: true }],
    ['one of them', { reservationHours: 36 }, { ...own, reservationHours: 36 }],
  ] as const)('%s', (_, change, expected) => {
    expect(withSwitches(own, change as never)).toEqual(expected);
  });

  it('that this release does not know are kept', () => {
    expect(withSwitches({ ...own, another: 1 } as never, { reservationHours: null })).toMatchObject({ another: 1 });
  });

  it.each([
    ['25:00', false],
    ['8:00', false],
    ['08:00', true],
  ])('hours as %s: %s', (from, expected) => {
    const input = {
      id: '00000000-0000-4000-8000-000000000000',
      version: 1,
      reason: '夜班改了',
      singleDuty: { from, until: '08:00' },
    };
    expect(setSwitchesInput.safeParse(input).success).toBe(expected);
  });
});

describe('codes', () => {
  it.each([
    ['H09', 'H09'],
    [' h09 ', 'H09'],
    ['Ｈ０９', 'H09'],
    ['H', null],
    ['H-09', null],
    ['H0123456789ABCDEF', null],
    ['医院', null],
  ])('%j of a house', (typed, expected) => {
    expect(organisationCode.safeParse(typed).data ?? null).toBe(expected);
  });

  it.each([
    ['', ''],
    ['12310000425026273x', '12310000425026273X'],
    ['1231000042502627', null],
    ['12310000425026273-', null],
  ])('%j of an institution', (typed, expected) => {
    expect(institutionCode.safeParse(typed).data ?? null).toBe(expected);
  });
});
