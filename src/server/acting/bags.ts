import { encodeDonationNumber } from '@/domain/blood/barcodes/encode';
import { execute } from '../kernel/command';
import type { Request } from '../kernel/scope';
import { releaseStock } from '../modules/station-stock/release';
import type { NewUnit } from '../modules/stock/release';

const dayMs = 86_400_000;

/** Made-up donation numbers of one facility: the facility, the year, a running serial. */
export interface Donations {
  readonly facility: string;
  next(year: number): string;
}

export interface MadeProduct {
  readonly productCode: string;
  readonly component: string;
  /** Hundredths of the component's unit. */
  readonly amount: number;
  readonly shelfDays: number;
}

/** A bag collected so many hours before `at`; red cells and frozen bags end at 23:59 local, platelets to the minute. */
export function makeBag(
  product: MadeProduct,
  at: Date,
  collectedHoursAgo: number,
  donations: Donations,
  group: Pick<NewUnit, 'abo' | 'rhd'>,
): NewUnit {
  const collectedAt = new Date(at.getTime() - collectedHoursAgo * 3_600_000);
  const end = collectedAt.getTime() + product.shelfDays * dayMs;
  const expiresAt = product.shelfDays <= 5 ? new Date(Math.floor(end / 60_000) * 60_000) : endOfCityDay(end);
  return {
    labelScheme: 'isbt128',
    issuer: donations.facility,
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

/** As the form of the station sends them. */
export function linesOfBags(bags: readonly NewUnit[]) {
  return bags.map((bag) => ({
    donation: encodeDonationNumber(bag.donationNo),
    productCode: bag.productCode,
    abo: bag.abo,
    rhd: bag.rhd,
    expiresAt: bag.expiresAt,
    collectedAt: bag.collectedAt,
    preparedAt: bag.preparedAt,
  }));
}

/** 放行 by somebody of the station. */
export function releaseBags(clerk: Request, bags: readonly NewUnit[]) {
  return execute(releaseStock, clerk, { lines: linesOfBags(bags) });
}
