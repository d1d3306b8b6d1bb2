import type { PartScan, Scan } from '@/domain/blood/barcodes/scan-types';

/** A bag as its labels name it; without the product code while only the donation was read. */
export interface NamedBag {
  readonly donationNo: string;
  readonly productCode?: string;
  /** The rest of the labels of the bag that was dealt with last, or the first of the next bag: nothing is listed by it. */
  readonly isAgain?: true;
}

type WholeBag = Required<Omit<NamedBag, 'isAgain'>>;

/** For so long a donation number waits for its product code: whoever takes longer has another bag in the hand. */
const waitsMs = 30_000;

/**
 * Which bag a label names, where bags are looked up one by one. A product code alone names a bag only while a donation number waits for
 * it: it is else taken for the last bag's, and a bag that nobody holds is listed.
 */
export class BagInHand {
  #waiting: { readonly donationNo: string; readonly until: number } | null = null;
  #settled: WholeBag | null = null;

  /** @param at ms of a clock that only runs forward. @returns null: no bag is named; the donation number comes first. */
  read(parts: readonly (PartScan | Scan)[], at: number): NamedBag | null {
    const donation = parts.find((part) => part.kind === 'donation-number');
    const product = parts.find((part) => part.kind === 'product');
    const waiting = this.#waiting && at <= this.#waiting.until ? this.#waiting : null;
    if (donation) {
      this.#waiting = null;
      this.#settled = null;
      return { donationNo: donation.donationNo, ...(product ? { productCode: product.productCode } : {}) };
    }
    if (!product) return null;
    if (waiting) return { donationNo: waiting.donationNo, productCode: product.productCode };
    return product.productCode === this.#settled?.productCode ? { ...this.#settled, isAgain: true } : null;
  }

  /** Several bags bear the number, or nobody could be asked: the product code may come alone. */
  wait({ donationNo }: NamedBag, at: number): void {
    this.#waiting = { donationNo, until: at + waitsMs };
    this.#settled = null;
  }

  /** Listed, refused, or not found: whatever comes next is another bag. */
  settle(bag: WholeBag | null): void {
    this.#waiting = null;
    this.#settled = bag && { donationNo: bag.donationNo, productCode: bag.productCode };
  }

  /** The bag was put aside. */
  putAside({ donationNo }: Pick<NamedBag, 'donationNo'>): void {
    if (this.#waiting?.donationNo === donationNo) this.#waiting = null;
  }
}
