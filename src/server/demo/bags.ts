import type { NewUnit } from '../modules/stock/release';
import { type DemoProduct, groupShares } from './city';
import type { Random } from './random';

const dayMs = 86_400_000;

/** Donation numbers of the demo: facility 31000, the year, a running serial. Deterministic. */
export interface Donations {
  next(year: number): string;
}

export function createDonations(first = 1): Donations {
  let serial = first;
  return { next: (year) => `31000${String(year % 100).padStart(2, '0')}${String(serial++).padStart(6, '0')}` };
}

export function drawGroup(random: Random): { abo: NewUnit['abo']; rhd: NewUnit['rhd'] } {
  let at = random.next();
  for (const group of groupShares) {
    at -= group.share;
    if (at < 0) return { abo: group.abo, rhd: group.rhd };
  }
  return { abo: 'O', rhd: 'positive' };
}

/** A bag collected one to three days before `at`; red cells and frozen bags end at 23:59 local, platelets to the minute. */
export function makeBag(
  product: DemoProduct,
  at: Date,
  random: Random,
  donations: Donations,
  group = drawGroup(random),
): NewUnit {
  const collectedAt = new Date(at.getTime() - random.between(12, 40) * 3_600_000);
  const end = collectedAt.getTime() + product.shelfDays * dayMs;
  const expiresAt = product.shelfDays <= 5 ? new Date(Math.floor(end / 60_000) * 60_000) : endOfCityDay(end);
  return {
    labelScheme: 'isbt128',
    issuer: '31000',
    donationNo: donations.next(at.getUTCFullYear()),
    productCode: product.productCode,
    component: product.component,
    ...group,
    amount: product.amount,
    modifiers: [],
    intendedUse: 'allogeneic',
    collectedAt,
    preparedAt: new Date(collectedAt.getTime() + 6 * 3_600_000),
    expiresAt,
  };
}

/** 23:59 in Shanghai (UTC+8, no summer time). */
function endOfCityDay(ms: number): Date {
  const local = Math.floor((ms + 8 * 3_600_000) / dayMs) * dayMs;
  return new Date(local + dayMs - 60_000 - 8 * 3_600_000);
}
