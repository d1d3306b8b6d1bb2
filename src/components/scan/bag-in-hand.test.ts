import { describe, expect, it } from 'vitest';
import { encodeDonationNumber, encodeProduct } from '@/domain/blood/barcodes/encode';
import { readScan } from '@/domain/blood/barcodes/read-scan';
import { BagInHand } from './bag-in-hand';

const at = { now: new Date('2026-11-23T06:00:00Z'), timeZone: 'Asia/Shanghai', isManual: false };
function labels(...texts: string[]) {
  return texts.map((text) => readScan(text, at));
}
const first = '3100026000001';
const second = '3100026000002';
const redCells = 'P0065H00';
const plasma = 'P0147V00';
const donation = (no: string) => labels(encodeDonationNumber(no));
const product = (code: string) => labels(encodeProduct(code));

describe('the bag in the hand', () => {
  it('is never the sister of the last one because the next bag’s product label came first', () => {
    const hand = new BagInHand();
    expect(hand.read(donation(first), 0)).toEqual({ donationNo: first });
    hand.settle({ donationNo: first, productCode: redCells });
    expect(hand.read(product(plasma), 1_000)).toBeNull();
    expect(hand.read(donation(second), 2_000)).toEqual({ donationNo: second });
  });

  it('is named by its product code while its number waits for it, and no longer than a hand takes', () => {
    const hand = new BagInHand();
    hand.wait({ donationNo: first }, 0);
    expect(hand.read(product(plasma), 29_000)).toEqual({ donationNo: first, productCode: plasma });
    hand.wait({ donationNo: first }, 0);
    expect(hand.read(product(plasma), 31_000)).toBeNull();
    hand.wait({ donationNo: first }, 0);
    hand.putAside({ donationNo: first });
    expect(hand.read(product(plasma), 1_000)).toBeNull();
  });

  it('is the same bag when the rest of its labels follow', () => {
    const hand = new BagInHand();
    hand.settle({ donationNo: first, productCode: redCells });
    expect(hand.read(product(redCells), 500)).toEqual({ donationNo: first, productCode: redCells, isAgain: true });
    hand.settle(null);
    expect(hand.read(product(redCells), 500)).toBeNull();
  });

  it('is not the last one once another number was read, whatever became of that', () => {
    const hand = new BagInHand();
    hand.settle({ donationNo: first, productCode: redCells });
    expect(hand.read(donation(second), 500)).toEqual({ donationNo: second });
    expect(hand.read(product(redCells), 1_000)).toBeNull();
  });
});
