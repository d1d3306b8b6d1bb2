import { describe, expect, it } from 'vitest';
import type { UnitState } from '../stock/effects';
import { fateByLedger, isToBeCalled, partStateOf, recallStateOf, type SaidFate, sayableFates } from './fates';
import { checkFate, checkRegister, checkRelease, type RecalledBag, readDonations, splitPasted } from './rules';

/** As a label is read: thirteen characters, after `=` and without spaces. */
const read = (text: string) => /^=?(\d{13})/.exec(text.replaceAll(' ', ''))?.[1] ?? null;
const known = '3100026000001';
const other = '3100026000002';

describe('the donations of a recall', () => {
  it('are read as they come: scanned, typed in groups, pasted, each once', () => {
    expect(readDonations([`=${known}00`, '31000 26 000001', other], read).map(({ donationNo }) => donationNo)).toEqual([
      known,
      other,
    ]);
    expect(splitPasted(`${known}\n${other}， ${known};\t`)).toEqual([known, other, known]);
  });

  it('are this station’s, whole, and not recalled already; every fault at once', () => {
    const facts = new Map([
      [known, { isOurs: true, recalledBy: null }],
      [other, { isOurs: true, recalledBy: 'ZH1' }],
    ]);
    expect(checkRegister(readDonations([known], read), facts)).toEqual([]);
    expect(checkRegister(readDonations(['0001', other, '3100026000009'], read), facts)).toEqual([
      { code: 'recall.not_a_donation', path: 'donations.0', facts: { text: '0001' } },
      { code: 'recall.recalled_already', path: 'donations.1', facts: { donationNo: other, no: 'ZH1' } },
      { code: 'recall.donation_unknown', path: 'donations.2', facts: { donationNo: '3100026000009' } },
    ]);
  });
});

describe('the fate of a recalled bag', () => {
  it.each<[UnitState, SaidFate[], SaidFate[]]>([
    ['quarantined', ['found'], ['found', 'discarded']],
    ['issued', ['transfused', 'discarded_on_ward'], ['transfused', 'discarded_on_ward']],
    ['in_transit', [], []],
    ['available', [], []],
    ['discarded', [], []],
    ['lost', [], []],
    ['processed', [], []],
  ])('of one that is %s: what a hospital says, and a station', (state, hospital, station) => {
    expect([sayableFates(state, false), sayableFates(state, true)]).toEqual([hospital, station]);
  });

  it.each<[UnitState, string | null]>([
    ['discarded', 'discarded'],
    ['lost', 'lost'],
    ['processed', 'processed'],
    ['withdrawn', 'left'],
    ['issued', null],
    ['quarantined', null],
    ['in_transit', null],
  ])('is known by the ledger of one that was %s before', (state, fate) => expect(fateByLedger(state)).toBe(fate));

  const bag: RecalledBag = { unitId: 'a', donationNo: known, state: 'quarantined', fate: null };
  const facts = { bags: [bag, { ...bag, unitId: 'b', state: 'issued' as const }], recallState: 'active' as const };
  const codes = (unitIds: string[], fate: SaidFate, more = {}) =>
    checkFate({ unitIds, fate }, { ...facts, isStation: false, ...more }).map(({ code }) => code);

  it('fits where the bag stands; every fault at once', () => {
    expect(codes(['a'], 'found')).toEqual([]);
    expect(codes(['b'], 'transfused')).toEqual([]);
    expect(codes(['a', 'b', 'c'], 'transfused')).toEqual(['recall.fate_does_not_fit', 'recall.bag_unknown']);
    expect(codes(['a'], 'discarded')).toEqual(['recall.discard_by_outbound']);
    expect(codes(['a'], 'discarded', { isStation: true })).toEqual([]);
    expect(codes(['a'], 'found', { recallState: 'released' })).toEqual(['recall.released_already']);
  });
});

describe('where it stands', () => {
  it('sounds until it is acknowledged, and is settled without an open bag', () =>
    expect([
      partStateOf({ isAcknowledged: false, openCount: 0 }),
      partStateOf({ isAcknowledged: true, openCount: 1 }),
      partStateOf({ isAcknowledged: true, openCount: 0 }),
    ]).toEqual(['sounding', 'acknowledged', 'settled']));

  it('is closed when every part is settled, and there is one', () =>
    expect([
      recallStateOf([]),
      recallStateOf([{ state: 'settled' }, { state: 'acknowledged' }]),
      recallStateOf([{ state: 'settled' }]),
    ]).toEqual(['active', 'active', 'closed']));

  it('is called after ten minutes, and not once it is acknowledged', () => {
    const soundedAt = new Date('2026-11-24T03:02:00Z');
    const at = (minutes: number) => new Date(soundedAt.getTime() + minutes * 60_000);
    expect(isToBeCalled({ state: 'sounding', soundedAt }, at(9))).toBe(false);
    expect(isToBeCalled({ state: 'sounding', soundedAt }, at(10))).toBe(true);
    expect(isToBeCalled({ state: 'acknowledged', soundedAt }, at(60))).toBe(false);
  });

  it('is released once', () => {
    expect(checkRelease({ no: 'ZH1', state: 'closed' })).toEqual([]);
    expect(checkRelease({ no: 'ZH1', state: 'released' }).map(({ code }) => code)).toEqual(['recall.released_already']);
  });
});
