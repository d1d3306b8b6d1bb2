import { describe, expect, it } from 'vitest';
import { type CountOutcome, type LedgerBag, outcomeOf, totalsOf } from './count';

const at = (clock: string) => new Date(`2026-11-28T${clock}:00+08:00`);
const count = { placeCode: 'R1', startedAt: at('10:00') };
const bag = (more: Partial<LedgerBag> = {}): LedgerBag => ({
  state: 'available',
  holdReason: null,
  isSearched: false,
  isHere: true,
  storagePlace: 'R1',
  stoodSince: at('08:00'),
  leftAt: null,
  ...more,
});

describe('a bag of a count that began at 10:00 in fridge R1', () => {
  it.each<[string, Partial<LedgerBag>, string | null, CountOutcome | null]>([
    ['stands here and was scanned', {}, '10:05', 'found'],
    ['is reserved for a patient and was scanned', { state: 'reserved' }, '10:05', 'found'],
    ['is on hold and was scanned', { state: 'quarantined', holdReason: 'label' }, '10:05', 'found'],
    ['was searched for and is here', { state: 'quarantined', holdReason: 'under_search' }, '10:05', 'found'],
    ['stands here and was not scanned', {}, null, 'missing'],
    ['is reserved and was not scanned', { state: 'reserved' }, null, 'missing'],
    ['is on hold and was not scanned', { state: 'quarantined', holdReason: 'label' }, null, 'missing'],
    [
      'was missed before and again',
      { state: 'quarantined', holdReason: 'under_search', isSearched: true },
      null,
      'still_missing',
    ],
    [
      'is on hold for its looks, was missed before and again',
      { state: 'quarantined', holdReason: 'appearance', isSearched: true },
      null,
      'still_missing',
    ],
    ['is in a bath', { state: 'quarantined', holdReason: 'processing' }, null, 'in_processing'],
    ['is in a processing, and lies here', { state: 'quarantined', holdReason: 'processing' }, '10:05', 'found'],
    ['came while it ran and was not scanned', { stoodSince: at('10:03') }, null, 'came'],
    ['came while it ran and was scanned', { stoodSince: at('10:03') }, '10:05', 'found'],
    ['stands here since nobody knows when', { stoodSince: null }, null, 'missing'],
    ['was scanned, then issued', { state: 'issued', leftAt: at('10:07') }, '10:05', 'left'],
    ['was scanned, then put into R2', { storagePlace: 'R2', leftAt: at('10:07') }, '10:05', 'left'],
    ['was issued, then scanned here all the same', { state: 'issued', leftAt: at('10:02') }, '10:05', 'not_in_stock'],
    ['was issued last week and lies here', { state: 'issued', leftAt: at('02:00') }, '10:05', 'not_in_stock'],
    ['was issued while it ran and never scanned', { state: 'issued', leftAt: at('10:02') }, null, null],
    ['stands in R2 and lies here', { storagePlace: 'R2' }, '10:05', 'wrong_place'],
    ['stands nowhere yet and lies here', { storagePlace: '' }, '10:05', 'wrong_place'],
    ['was put into R2 before, and lies here', { storagePlace: 'R2', leftAt: at('09:00') }, '10:05', 'wrong_place'],
    ['stands in R2 and was not scanned', { storagePlace: 'R2' }, null, null],
    ['is another house’s', { isHere: false, state: 'available', storagePlace: '' }, '10:05', 'not_in_stock'],
    [
      'is on its way here and not received',
      { isHere: false, state: 'in_transit', storagePlace: '' },
      '10:05',
      'not_in_stock',
    ],
    [
      'was sent to another house and has its place there',
      { isHere: false, state: 'available', leftAt: at('10:06') },
      '10:05',
      'left',
    ],
    ['was discarded and lies here', { state: 'discarded' }, '10:05', 'not_in_stock'],
  ])('%s', (_, more, scannedAt, expected) => {
    expect(outcomeOf(bag(more), scannedAt ? at(scannedAt) : null, count)).toBe(expected);
  });

  it('left in the very moment of its scan', () => {
    const scannedAt = at('10:05');
    const leftAt = new Date(scannedAt.getTime() - 2_000);
    expect(outcomeOf(bag({ state: 'issued', leftAt }), scannedAt, count)).toBe('left');
  });
});

describe('the figures of a count', () => {
  it('count what should be here; what came or left while it ran, or is being processed, is in none', () => {
    expect(
      totalsOf([
        'found',
        'found',
        'missing',
        'still_missing',
        'came',
        'left',
        'wrong_place',
        'not_in_stock',
        'unknown',
        'in_processing',
      ]),
    ).toEqual({ expected: 4, found: 2, missing: 2, unexpected: 3 });
  });

  it('of an empty place are zero', () => {
    expect(totalsOf([])).toEqual({ expected: 0, found: 0, missing: 0, unexpected: 0 });
  });
});
