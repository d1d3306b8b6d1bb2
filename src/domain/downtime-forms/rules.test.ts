import { describe, expect, it } from 'vitest';
import { unreachableStates } from '../lifecycle';
import type { IncidentRule } from '../stock/incidents';
import { findBroken, isHeldSince } from './broken';
import { formCode, readFormCode } from './kinds';
import { downtimeFormLifecycle } from './lifecycle';
import type { LineFacts } from './line-facts';
import { checkVoid, isBackdated, readForm } from './rules';
import { type DowntimeLine, downtimeLine } from './schema';

const now = new Date('2026-11-23T12:00:00Z');
const line: DowntimeLine = downtimeLine.parse({
  kind: 'issued',
  donation: '3100026020517',
  productCode: 'E0336V00',
  occurredAt: new Date('2026-11-23T10:00:00Z'),
  first: '1001 王登记',
  second: '3001 赵护士',
  patientAbo: 'O',
  crossmatch: 'compatible',
  celsius: 4,
});
const verdict = { level: 'IDENTICAL', rank: 1, reasons: [], warnings: [] } as unknown as NonNullable<
  LineFacts['verdict']
>;
const facts: LineFacts = {
  place: 'here',
  elsewhere: null,
  state: 'available',
  holdReason: null,
  isHeldByForm: false,
  lastEventAt: new Date('2026-11-23T09:00:00Z'),
  registered: null,
  abo: 'O',
  rhd: 'positive',
  expiresAt: new Date('2026-12-01T00:00:00Z'),
  component: { requiresCrossmatch: true, transport: { minC: 2, maxC: 10 } },
  isReservedForAnother: false,
  recipient: { abo: 'O', rhd: 'positive' },
  verdict,
};
const broken = (change: Partial<DowntimeLine>, known: Partial<LineFacts> = {}) =>
  findBroken({ ...line, ...change }, { ...facts, ...known }).map(({ rule }) => rule);
const hardStop = { ...verdict, level: 'FORBIDDEN', reasons: [{ code: 'abo_incompatible' }] } as never;
const toOverride = { ...verdict, level: 'REVIEW', reasons: [], override: { roles: ['physician'] } } as never;

const registered = { name: '王五', abo: 'O', rhd: 'positive' } as const;

describe('a sheet', () => {
  it('has a life cycle in which every state is reached', () =>
    expect(unreachableStates(downtimeFormLifecycle)).toEqual([]));
  it('is known by its barcode and by its number, and no label reads like it', () => {
    expect(readFormCode(formCode('20261123-0004'))).toBe('20261123-0004');
    expect(readFormCode(' xd-２０２６1123-0004 ')).toBe('20261123-0004');
    expect(readFormCode('20261123-0004')).toBe('20261123-0004');
    expect(readFormCode(formCode('LX20261123-0004'))).toBe('LX20261123-0004');
    expect(readFormCode('lx20261123-0004')).toBe('LX20261123-0004');
    for (const text of ['202611230004', '3100026020517', '=310002602051700', '20261345-0004', 'XB-ABC', ''])
      expect([text, readFormCode(text)]).toEqual([text, null]);
  });
  it('is voided while it is unused', () => {
    const form = { no: '20261123-0004', by: '1001 王登记' };
    expect(checkVoid({ ...form, state: 'printed' })).toEqual([]);
    expect(checkVoid({ ...form, state: 'entered' })).toMatchObject([{ code: 'form.already_entered' }]);
    expect(checkVoid({ ...form, state: 'void' })).toMatchObject([{ code: 'form.is_void' }]);
  });
  it('flags a line of another day of the city', () => {
    const at = (text: string) => isBackdated(new Date(text), now, 'Asia/Shanghai');
    expect([at('2026-11-23T00:00:00Z'), at('2026-11-22T16:00:00Z'), at('2026-11-22T15:59:00Z')]).toEqual([
      false,
      false,
      true,
    ]);
  });
});

describe('what is sent back', () => {
  const form = {
    now,
    no: '20261123-0004',
    state: 'printed',
    printedAt: new Date('2026-11-20T01:30:20Z'),
    by: '',
  } as const;
  const codes = (lines: readonly DowntimeLine[], change: object = {}) =>
    readForm(lines, { ...form, ...change }).violations.map(({ code, path }) => [code, path]);
  it('is nonsense alone', () => {
    expect(codes([line])).toEqual([]);
    expect(codes([line], { state: 'entered' })).toEqual([['form.already_entered', undefined]]);
    expect(codes([{ ...line, occurredAt: new Date('2026-11-23T12:05:00Z') }])).toEqual([
      ['form.in_future', 'lines.0.occurredAt'],
    ]);
    expect(codes([{ ...line, occurredAt: new Date('2026-11-20T01:30:00Z') }])).toEqual([]);
    expect(codes([{ ...line, occurredAt: new Date('2025-11-23T10:00:00Z') }])).toEqual([
      ['form.before_printed', 'lines.0.occurredAt'],
    ]);
    expect(codes([{ ...line, donation: '31000260205170' }])).toEqual([['label.check_wrong', 'lines.0.donation']]);
    expect(codes([{ ...line, donation: 'no number', productCode: '?' }])).toEqual([
      ['label.donation_unreadable', 'lines.0.donation'],
      ['label.product_unreadable', 'lines.0.productCode'],
    ]);
    expect(codes([line, { ...line, kind: 'received' }, line])).toEqual([['form.listed_twice', 'lines.2.donation']]);
  });
});

describe('what a fact broke', () => {
  it.each<[string, Partial<DowntimeLine>, Partial<LineFacts>, IncidentRule[]]>([
    ['nothing, when all was in order', {}, {}, []],
    ['nothing, for its own patient', {}, { state: 'reserved' }, []],
    ['kept for another', {}, { state: 'reserved', isReservedForAnother: true }, ['reserved']],
    ['on its way still', {}, { place: 'arriving', state: 'in_transit' }, ['not_received']],
    ['at a station', {}, { place: 'elsewhere', elsewhere: 'station' }, ['elsewhere']],
    ['known to nobody', {}, { place: 'unknown', state: null }, ['unknown_bag']],
    ['with a patient already', {}, { state: 'issued', verdict: hardStop }, ['already_gone']],
    ['with another house’s patient', {}, { place: 'elsewhere', state: 'issued' }, ['already_gone']],
    ['thrown away before', {}, { state: 'discarded' }, ['already_gone']],
    ['on hold', {}, { state: 'quarantined', holdReason: 'label' }, ['on_hold']],
    ['recalled', {}, { state: 'quarantined', holdReason: 'recall' }, ['recalled']],
    ['on hold by this sheet', {}, { state: 'quarantined', holdReason: 'incident', isHeldByForm: true }, []],
    ['swept out later, in date then', {}, { state: 'quarantined', holdReason: 'expired' }, []],
    ['expired then', {}, { expiresAt: new Date('2026-11-23T10:00:00Z') }, ['expired']],
    ['expired a minute later', {}, { expiresAt: new Date('2026-11-23T10:01:00Z') }, []],
    ['incompatible', {}, { verdict: hardStop }, ['incompatible']],
    ['to be overridden', {}, { verdict: toOverride }, ['override_unsigned']],
    [
      'patient of no known group',
      {},
      { recipient: { abo: 'unknown', rhd: 'unspecified' }, verdict: hardStop },
      ['recipient_group_unknown'],
    ],
    [
      'patient of no known RhD',
      {},
      { verdict: { ...verdict, level: 'FORBIDDEN', reasons: [{ code: 'recipient_rhd_unknown' }] } as never },
      ['recipient_group_unknown'],
    ],
    [
      'patient of no known RhD, with an antibody against the bag',
      {},
      {
        verdict: {
          ...verdict,
          level: 'FORBIDDEN',
          reasons: [
            { code: 'recipient_rhd_unknown', level: 'FORBIDDEN' },
            { code: 'antigen_against_antibody', level: 'FORBIDDEN' },
          ],
        } as never,
      },
      ['recipient_group_unknown', 'incompatible'],
    ],
    [
      'patient typed once, and a bag that waits for the second time',
      {},
      {
        verdict: {
          ...verdict,
          level: 'FORBIDDEN',
          reasons: [{ code: 'second_determination_missing', level: 'FORBIDDEN' }],
        } as never,
      },
      ['group_unconfirmed'],
    ],
    ['another name on paper', { patientName: '李四' }, { registered }, ['patient_name_differs']],
    ['the same name, written with spaces', { patientName: ' 王 五 ' }, { registered }, []],
    ['no name on paper', { patientName: '' }, { registered }, []],
    ['another group of the patient on paper', { patientAbo: 'B' }, { registered }, ['patient_group_differs']],
    [
      'another RhD of the patient on paper',
      { patientAbo: 'O', patientRhd: 'negative' },
      { registered },
      ['patient_group_differs'],
    ],
    ['the group of the register on paper', { patientAbo: 'O' }, { registered }, []],
    [
      'a group that only the paper has',
      { patientAbo: 'B' },
      { registered: { ...registered, abo: 'unknown', rhd: 'unspecified' } },
      [],
    ],
    ['another expiry on paper', { expiresAt: new Date('2026-12-02T00:00:00Z') }, {}, ['expiry_differs']],
    ['the same expiry, to the minute', { expiresAt: new Date('2026-12-01T00:00:59Z') }, {}, []],
    ['expired by the paper alone', { expiresAt: new Date('2026-11-22T00:00:00Z') }, {}, ['expiry_differs', 'expired']],
    [
      'before the last that is known of the bag',
      {},
      { lastEventAt: new Date('2026-11-23T10:30:00Z') },
      ['before_last_event'],
    ],
    ['in the minute of the last event', {}, { lastEventAt: new Date('2026-11-23T10:00:40Z') }, []],
    [
      'elsewhere and spoiled there',
      {},
      { place: 'elsewhere', elsewhere: 'hospital', state: 'quarantined', holdReason: 'processing_failed' },
      ['elsewhere', 'on_hold'],
    ],
    [
      'received, recalled elsewhere',
      { kind: 'received' },
      { place: 'elsewhere', elsewhere: 'hospital', state: 'quarantined', holdReason: 'recall' },
      ['elsewhere', 'recalled'],
    ],
    [
      'thrown away once, then given out, and spoiled before',
      {},
      { state: 'discarded', holdReason: 'processing_failed' },
      ['already_gone', 'on_hold'],
    ],
    ['the same person by number and by name', { first: '1001 王登记', second: '王登记' }, {}, ['one_person']],
    ['two of one name', { first: '1001 王登记', second: '1002 王登记' }, {}, []],
    ['no crossmatch', { crossmatch: 'none' }, {}, ['crossmatch_missing']],
    ['a crossmatch that did not match', { crossmatch: 'incompatible' }, {}, ['crossmatch_incompatible']],
    [
      'no crossmatch of plasma',
      { crossmatch: 'none' },
      { component: { requiresCrossmatch: false, transport: { minC: null, maxC: -18 } } },
      [],
    ],
    ['another group on paper', { abo: 'A', rhd: 'positive' }, {}, ['group_differs']],
    ['the same group without RhD', { abo: 'O', rhd: null }, {}, []],
    ['one person', { second: '' }, {}, ['one_person']],
    ['the same person twice', { second: line.first }, {}, ['one_person']],
    ['received and awaited', { kind: 'received' }, { place: 'arriving', state: 'in_transit' }, []],
    ['received and here already', { kind: 'received' }, {}, ['already_here']],
    [
      'received expired',
      { kind: 'received' },
      { place: 'arriving', expiresAt: new Date('2026-11-20T00:00:00Z') },
      ['expired'],
    ],
    ['received unmeasured', { kind: 'received', celsius: null }, { place: 'arriving' }, ['temperature_missing']],
    ['received warm', { kind: 'received', celsius: 10.1 }, { place: 'arriving' }, ['temperature_out']],
    ['received at the limit', { kind: 'received', celsius: 10 }, { place: 'arriving' }, []],
    ['thrown away, free', { kind: 'discarded' }, {}, []],
    ['thrown away, on hold', { kind: 'discarded' }, { state: 'quarantined', holdReason: 'label' }, []],
    ['thrown away, recalled', { kind: 'discarded' }, { state: 'quarantined', holdReason: 'recall' }, ['recalled']],
    [
      'thrown away, kept for somebody',
      { kind: 'discarded' },
      { state: 'reserved', isReservedForAnother: true },
      ['reserved'],
    ],
  ])('%s', (_, change, known, expected) => expect(broken(change, known)).toEqual(expected));
});

describe('a hold that a reading made', () => {
  const left = new Date('2026-11-28T12:00:00+08:00');
  const bag = { warmSince: new Date('2026-11-28T13:00:00+08:00'), holdReason: 'temperature', isUnderIncident: false };
  it.each<[string, 'issued' | 'discarded' | 'received', Partial<typeof bag> | { warmSince: null }, boolean]>([
    ['was written down after the bag left', 'issued', {}, true],
    ['was written down after it was thrown away', 'discarded', {}, true],
    ['was known when it left', 'issued', { warmSince: left }, false],
    ['is none: somebody took it off the shelf', 'issued', { warmSince: null }, false],
    ['is not all: it waits to be discarded', 'issued', { holdReason: 'to_discard' }, false],
    ['is not all: it waits for an incident', 'issued', { isUnderIncident: true }, false],
    ['says nothing of a bag that came', 'received', {}, false],
  ])('%s', (_, kind, more, expected) => {
    expect(isHeldSince({ kind, occurredAt: left }, { ...bag, ...more })).toBe(expected);
  });
});
