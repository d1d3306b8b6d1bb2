import type { ScannedBag } from '@/domain/blood/barcodes/bag-scan';
import type { PartScan, Scan } from '@/domain/blood/barcodes/scan-types';

/** A bag as its labels named it; without the product code it may be any bag of the donation. */
export interface LabelledBag {
  readonly donationNo: string;
  readonly productCode?: string | undefined;
}

/** The bags of a list as far as their donation numbers were read. */
export function labelledOf(bags: readonly ScannedBag[]): readonly LabelledBag[] {
  return bags.flatMap(({ donation, product }) =>
    donation ? { donationNo: donation.donationNo, productCode: product?.productCode } : [],
  );
}

/** What was scanned while an entry was on its way, where bags are put together label by label. */
export interface LateLabels {
  readonly bags: readonly LabelledBag[];
  /** The donation number that was read last: labels without one are of its bag. */
  readonly current: string | null;
  /** A label came of which nobody knows whose it is: no donation number had been read. */
  readonly isLoose: boolean;
}

export const noLateLabels: LateLabels = { bags: [], current: null, isLoose: false };

/** Badges, wristbands and places are no bag's labels, and are kept nowhere. */
function partsOf(scan: Scan): readonly PartScan[] {
  switch (scan.kind) {
    case 'compound':
      return scan.parts;
    case 'ambiguous':
      return scan.candidates;
    case 'donation-number':
    case 'product':
    case 'group':
    case 'expiry':
      return [scan];
    default:
      return [];
  }
}

/** One more label. Those without a donation number are of the bag that was read last, or else of the one that is read next. */
export function hearLate(before: LateLabels, scan: Scan): LateLabels {
  const parts = partsOf(scan);
  const donationNo = parts.find((part) => part.kind === 'donation-number')?.donationNo ?? before.current;
  if (donationNo === null) return parts.length > 0 ? { ...before, isLoose: true } : before;
  const productCode = parts.find((part) => part.kind === 'product')?.productCode;
  const bag = { donationNo, productCode };
  const isKnown = before.bags.some(
    (other) => other.donationNo === donationNo && (productCode === undefined || other.productCode === productCode),
  );
  // Its product code completes what its donation number began.
  const others = before.bags.filter((other) => other.donationNo !== donationNo || other.productCode !== undefined);
  return { bags: isKnown ? before.bags : [...others, bag], current: donationNo, isLoose: false };
}

/** @returns donation numbers of bags that are not on the entry now, whenever and however the others came onto it. */
export function leftOutOf(late: LateLabels, listed: readonly LabelledBag[]): readonly string[] {
  const isListed = (bag: LabelledBag) =>
    listed.some(
      (other) =>
        other.donationNo === bag.donationNo && (bag.productCode === undefined || other.productCode === bag.productCode),
    );
  return [...new Set(late.bags.filter((bag) => !isListed(bag)).map(({ donationNo }) => donationNo))];
}
