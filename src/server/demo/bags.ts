import { type Donations, type MadeProduct, makeBag as makeOne } from '../acting/bags';
import type { NewUnit } from '../modules/stock/release';
import { groupShares } from './city';
import type { Random } from './random';

export type { Donations } from '../acting/bags';

const facility = '31000';

/** Donation numbers of the demo: facility 31000, the year, a running serial. Deterministic. */
export function createDonations(first = 1): Donations {
  let serial = first;
  return {
    facility,
    next: (year) => `${facility}${String(year % 100).padStart(2, '0')}${String(serial++).padStart(6, '0')}`,
  };
}

export function drawGroup(random: Random): { abo: NewUnit['abo']; rhd: NewUnit['rhd'] } {
  let at = random.next();
  for (const group of groupShares) {
    at -= group.share;
    if (at < 0) return { abo: group.abo, rhd: group.rhd };
  }
  return { abo: 'O', rhd: 'positive' };
}

/** A bag collected one to three days before `at`. */
export function makeBag(
  product: MadeProduct,
  at: Date,
  random: Random,
  donations: Donations,
  group = drawGroup(random),
): NewUnit {
  return makeOne(product, at, random.between(12, 40), donations, group);
}
