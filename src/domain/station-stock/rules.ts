import { labelKey } from '../blood/bag-label';
import { readDonationText, readProductText } from '../blood/bag-texts';
import { findProduct, type ProductMapping } from '../blood/barcodes/products';
import { findComponent } from '../blood/components';
import { isExpired, latestExpiry } from '../blood/expiry';
import { formatGroup, isSameGroup } from '../blood/groups';
import type { Violation } from '../result';
import type { ReleaseLine } from './schema';

export interface ReleasedBag {
  readonly labelScheme: 'isbt128' | 'codabar';
  readonly issuer: string;
  readonly donationNo: string;
  readonly productCode: string;
  readonly component: string;
  readonly abo: ReleaseLine['abo'];
  readonly rhd: ReleaseLine['rhd'];
  /** Hundredths of the component's unit. */
  readonly amount: number;
  readonly modifiers: readonly string[];
  readonly intendedUse: string;
  readonly collectedAt: Date | null;
  readonly preparedAt: Date | null;
  readonly expiresAt: Date;
}

export interface ReleaseFacts {
  readonly now: Date;
  readonly products: readonly ProductMapping[];
  /** The releasing station; old Codabar numbers are unique only within it. */
  readonly stationId: string;
}

/**
 * Reads a bag from its label, or says why it cannot be known: check character, unknown product. A typed ISBT 128 number without its check
 * character is refused: a slip would pass unseen. What the label says of time is a fact and refuses nothing: whoever takes the bag in holds it.
 * The issuer of an ISBT 128 number is its facility code (first five characters); of an old number, the station.
 */
export function readLabelledBag(line: ReleaseLine, facts: ReleaseFacts): ReleasedBag | Violation[] {
  const violations: Violation[] = [];
  const donation = readDonationText(line.donation, line.labelScheme);
  const donationNo = donation.ok ? donation.value.donationNo : line.donation;
  if (!donation.ok) violations.push({ code: donation.code, path: 'donation', facts: { donationNo } });
  else if (line.entry === 'hand' && donation.value.scheme === 'isbt128' && !donation.value.isChecked)
    violations.push({ code: 'label.check_missing', path: 'donation', facts: { donationNo } });

  const productCode = readProductText(line.productCode);
  const product = productCode.ok ? findProduct(productCode.value, facts.products) : undefined;
  if (!productCode.ok) violations.push({ code: productCode.code, path: 'productCode', facts: { donationNo } });
  else if (!product)
    violations.push({
      code: 'label.product_unknown',
      path: 'productCode',
      facts: { donationNo, productCode: productCode.value },
    });

  if (violations.length > 0 || !donation.ok || !productCode.ok || !product) return violations;
  return {
    labelScheme: donation.value.scheme,
    issuer: donation.value.scheme === 'isbt128' ? donationNo.slice(0, 5) : facts.stationId,
    donationNo,
    productCode: productCode.value,
    component: product.componentCode,
    abo: line.abo,
    rhd: line.rhd,
    amount: product.amount,
    modifiers: product.modifiers,
    intendedUse: line.intendedUse,
    collectedAt: line.collectedAt,
    preparedAt: line.preparedAt,
    expiresAt: line.expiresAt,
  };
}

/** Reads a bag that a station means to release: what `readLabelledBag` refuses, expiry not in the future, collected after now or after the expiry, expiry beyond the shelf life. */
export function readReleasedBag(line: ReleaseLine, facts: ReleaseFacts): ReleasedBag | Violation[] {
  const bag = readLabelledBag(line, facts);
  const donation = readDonationText(line.donation, line.labelScheme);
  const donationNo = donation.ok ? donation.value.donationNo : line.donation;
  const violations: Violation[] = Array.isArray(bag) ? bag : [];
  if (isExpired(line.expiresAt, facts.now))
    violations.push({ code: 'label.expired', path: 'expiresAt', facts: { donationNo } });
  if (line.collectedAt && (line.collectedAt > facts.now || line.collectedAt >= line.expiresAt))
    violations.push({ code: 'label.collected_too_late', path: 'collectedAt', facts: { donationNo } });
  else if (!Array.isArray(bag)) violations.push(...checkShelfLife(bag, facts.now));
  return violations.length > 0 ? violations : bag;
}

const dayMs = 86_400_000;
/** A label may carry the end of its day. [unsourced: default] */
const toleranceMs = dayMs;

/** An expiry beyond the longest shelf life of the component, counted from collection, is a slip of the label or the hand. */
function checkShelfLife(
  { component, collectedAt, preparedAt, expiresAt, donationNo }: ReleasedBag,
  now: Date,
): Violation[] {
  const known = findComponent(component, now);
  const latest = known && collectedAt && latestExpiry(known.shelfLives, { collectedAt, preparedAt }, 'Asia/Shanghai');
  if (!collectedAt || !latest || expiresAt.getTime() <= latest.getTime() + toleranceMs) return [];
  const daysTo = (end: Date) => Math.floor((end.getTime() - collectedAt.getTime()) / dayMs);
  return [
    {
      code: 'label.expiry_too_late',
      path: 'expiresAt',
      facts: { donationNo, days: daysTo(expiresAt), limit: daysTo(latest) },
    },
  ];
}

/** A donation as a bag of it is labelled. */
export type DonationGroup = Pick<ReleasedBag, 'labelScheme' | 'issuer' | 'donationNo' | 'abo' | 'rhd'>;

/**
 * Bags whose group contradicts another bag of the same donation: one that is known here already, else an earlier one of the list. Each is
 * refused with both groups as `unit.group_disagrees`; which label is wrong only a person can find out. `lines` are the places of the bags.
 */
export function findGroupDisagreements(
  bags: readonly DonationGroup[],
  known: readonly DonationGroup[],
  lines: readonly number[] = bags.map((_, index) => index),
): Violation[] {
  const keyOf = (bag: DonationGroup) => `${bag.labelScheme}|${bag.issuer}|${bag.donationNo}`;
  const seen = new Map<string, { group: DonationGroup; where: 'known' | 'list' }[]>();
  const remember = (group: DonationGroup, where: 'known' | 'list') =>
    seen.set(keyOf(group), [...(seen.get(keyOf(group)) ?? []), { group, where }]);
  for (const group of known) remember(group, 'known');
  return bags.flatMap((bag, index) => {
    const other = seen.get(keyOf(bag))?.find(({ group }) => !isSameGroup(bag, group));
    remember(bag, 'list');
    if (!other) return [];
    const { donationNo } = bag;
    const facts = {
      donationNo,
      group: formatGroup(bag.abo, bag.rhd),
      other: formatGroup(other.group.abo, other.group.rhd),
      where: other.where,
    };
    return [{ code: 'unit.group_disagrees', path: `lines.${lines[index] ?? index}.group`, facts }];
  });
}

/** All lines at once: bags, and every violation with the line it stands in (`lines.3.productCode`). A bag listed twice is named twice-listed,
 *  components of one donation must agree in their group.
 *  A delivery that stands at the door reads its labels alone (`readLabelledBag`): it is a fact, not an intention. */
export function readReleasedBags(
  lines: readonly ReleaseLine[],
  facts: ReleaseFacts,
  readBag: typeof readReleasedBag = readReleasedBag,
): { bags: ReleasedBag[]; violations: Violation[] } {
  const bags: ReleasedBag[] = [];
  const places: number[] = [];
  const violations: Violation[] = [];
  const seen = new Set<string>();
  lines.forEach((line, index) => {
    const bag = readBag(line, facts);
    if (Array.isArray(bag)) {
      violations.push(
        ...bag.map((violation) => ({
          ...violation,
          path: `lines.${index}.${violation.path}`,
          facts: { ...violation.facts, line: index + 1 },
        })),
      );
      return;
    }
    const key = labelKey(bag);
    if (seen.has(key))
      violations.push({
        code: 'unit.listed_twice',
        path: `lines.${index}.donation`,
        facts: { donationNo: bag.donationNo },
      });
    seen.add(key);
    bags.push(bag);
    places.push(index);
  });
  if (readBag === readReleasedBag) violations.push(...findGroupDisagreements(bags, [], places));
  return { bags, violations };
}
