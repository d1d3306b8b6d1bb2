import { describe, expect, it } from 'vitest';
import { readScan } from '../blood/barcodes/read-scan';
import type { PartScan } from '../blood/barcodes/scan-types';
import type { RelabelledBag } from './relabel';
import {
  chooseForLabel,
  emptyRelabelScan,
  giveUp,
  type RelabelScan,
  readNewLabel,
  removeEntry,
  takeOldLabel,
} from './relabel-scan';

const now = new Date('2026-11-23T06:00:00Z');
const bag = { id: 'b1', donationNo: '3100026051772', productCode: 'E0336V00' } as RelabelledBag;
const held = takeOldLabel(emptyRelabelScan, bag).state;

function partsOf(text: string): PartScan[] {
  const scan = readScan(text, { now, timeZone: 'Asia/Shanghai' });
  return scan.kind === 'compound' ? [...scan.parts] : [scan as PartScan];
}
function readAll(...texts: string[]) {
  let step = { state: held, news: { kind: 'ignored' } as ReturnType<typeof readNewLabel>['news'] };
  for (const text of texts) step = readNewLabel(step.state, partsOf(text));
  return step;
}

const donation = '=310002605177300';
const product = '=<E0336V00';
const group = '=%5100';
const expiry = '&>0263442359';

describe('the new label of the bag in hand', () => {
  it.each([[[donation, product, group, expiry]], [[expiry, group, donation, product]]])(
    'is whole by its four codes in any order: %s',
    (texts) => {
      const { state, news } = readAll(...texts);
      expect(news).toMatchObject({ kind: 'completed', line: 1 });
      expect(state.current).toBeNull();
      expect(state.entries[0]).toMatchObject({
        bag: { id: 'b1' },
        label: { donation: { donationNo: '3100026051773' }, product: { productCode: 'E0336V00' } },
      });
    },
  );

  it('says what it still lacks, and that a code was read already', () => {
    expect(readAll(donation, group).news).toMatchObject({ kind: 'reading', missing: ['product', 'expiry'] });
    expect(readAll(donation, donation).news).toEqual({ kind: 'again' });
  });

  it('is put together from one label only: at a code that contradicts the bag is laid down', () => {
    const { state, news } = readAll(donation, product, '=310002605177400');
    expect(news).toEqual({ kind: 'conflict', held: '3100026051773', scanned: '3100026051774' });
    expect(state.current).toBeNull();
  });

  it('takes nothing while no bag is in hand', () => {
    expect(readNewLabel(emptyRelabelScan, partsOf(donation))).toEqual({
      state: emptyRelabelScan,
      news: { kind: 'ignored' },
    });
    expect(giveUp(held)).toEqual(emptyRelabelScan);
  });

  it('of a code that may be two is the one it lacks', () => {
    const [group5100] = partsOf(group);
    const [number] = partsOf(donation);
    if (!group5100 || !number) throw new Error('no code');
    const half: RelabelScan = readNewLabel(held, [number]).state;
    expect(chooseForLabel(half, [number, group5100])?.kind).toBe('group');
    expect(chooseForLabel(held, [number, group5100])).toBeNull();
  });

  it('leaves the list with its bag', () => {
    const { state } = readAll(donation, product, group, expiry);
    expect(removeEntry(state, 'b1')).toEqual(emptyRelabelScan);
  });
});
