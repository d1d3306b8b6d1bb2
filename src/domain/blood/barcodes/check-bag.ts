import type { Violation } from '@/domain/result';
import { isExpired } from '../expiry';
import { type AboGroup, formatGroup, type Rhd } from '../groups';
import { formatLocalDate, toLocalTime } from '../zoned-time';
import { missingParts, type ScannedBag } from './bag-scan';
import { findProduct, type ProductMapping } from './products';

/** What the record of a bag says: the station's note, the stock, the reservation. */
export interface ExpectedBag {
  readonly donationNo: string;
  readonly productCode: string;
  readonly abo: AboGroup;
  readonly rhd: Rhd;
  readonly expiresAt: Date;
}

export interface CheckContext {
  readonly at: Date;
  readonly timeZone: string;
}

/** Every one of them is a hard stop. Facts carry both values: `expected` and `scanned`. */
export type BagViolationCode =
  | 'parts_missing'
  | 'product_unknown'
  | 'expired'
  | 'autologous_only'
  | 'donation_no_mismatch'
  | 'product_mismatch'
  | 'group_mismatch'
  | 'expiry_mismatch';

export interface BagViolation extends Violation {
  readonly code: BagViolationCode;
}

const cutToMinute = (at: Date): number => Math.floor(at.getTime() / 60_000);

/** What the labels alone refuse: parts missing, product not in the list, expired at `at`, autologous only. */
export function checkScannedBag(
  bag: ScannedBag,
  products: readonly Pick<ProductMapping, 'productCode'>[],
  { at }: Pick<CheckContext, 'at'>,
): BagViolation[] {
  const violations: BagViolation[] = [];
  const missing = missingParts(bag);
  if (missing.length > 0) violations.push({ code: 'parts_missing', facts: { parts: missing.join(',') } });
  if (bag.product && !findProduct(bag.product.productCode, products)) {
    violations.push({ code: 'product_unknown', facts: { scanned: bag.product.productCode } });
  }
  return [...violations, ...refuseByLabel(bag, at)];
}

function refuseByLabel(bag: ScannedBag, at: Date): BagViolation[] {
  const violations: BagViolation[] = [];
  if (bag.expiry && isExpired(bag.expiry.expiresAt, at)) {
    const facts = { scanned: bag.expiry.expiresAt.toISOString(), at: at.toISOString() };
    violations.push({ code: 'expired', facts });
  }
  if (bag.group?.intendedUse === 'autologous_only') {
    violations.push({ code: 'autologous_only', facts: { scanned: bag.group.groupCode } });
  }
  return violations;
}

/**
 * Labels against the record. Compared: donation number, whole product code with its division, ABO and RhD, expiry to the
 * minute (to the day for a day-only label). Parts not scanned are not compared; `checkScannedBag` says which are missing.
 * Also refuses what is expired by label or by record, and what is autologous only.
 */
export function compareWithExpected(bag: ScannedBag, expected: ExpectedBag, context: CheckContext): BagViolation[] {
  const { donation, product, group, expiry } = bag;
  const violations: BagViolation[] = [];
  const differ = (code: BagViolationCode, expectedValue: string, scanned: string) => {
    if (expectedValue !== scanned) violations.push({ code, facts: { expected: expectedValue, scanned } });
  };
  if (donation) differ('donation_no_mismatch', expected.donationNo, donation.donationNo);
  if (product) differ('product_mismatch', expected.productCode, product.productCode);
  if (group) differ('group_mismatch', formatGroup(expected.abo, expected.rhd), formatGroup(group.abo, group.rhd));
  if (expiry) {
    const isSame = expiry.hasTime
      ? cutToMinute(expiry.expiresAt) === cutToMinute(expected.expiresAt)
      : expiry.localDate === formatLocalDate(toLocalTime(expected.expiresAt, context.timeZone));
    const scanned = expiry.hasTime ? expiry.expiresAt.toISOString() : expiry.localDate;
    if (!isSame) differ('expiry_mismatch', expected.expiresAt.toISOString(), scanned);
  }
  violations.push(...refuseByLabel(bag, context.at));
  if (isExpired(expected.expiresAt, context.at) && !violations.some(({ code }) => code === 'expired')) {
    const facts = { expected: expected.expiresAt.toISOString(), at: context.at.toISOString() };
    violations.push({ code: 'expired', facts });
  }
  return violations;
}
