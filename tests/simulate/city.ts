import { randomInt } from 'node:crypto';
import { openApi, signInForCookie } from '../e2e/support/api';
import { Person } from './person';
import type { Tally } from './tally';

export interface House {
  readonly orgId: string;
  readonly technician: Person;
  readonly reviewer: Person;
  /** Deliveries and patients are shared out by size. */
  readonly weight: number;
  readonly patients: KnownPatient[];
  /** What its technicians keep and may give back. */
  readonly kept: string[];
  /** What they put aside and a second look may bring back. */
  readonly held: string[];
}

export interface KnownPatient {
  readonly id: string;
  readonly abo: 'A' | 'B' | 'O' | 'AB';
}

export interface City {
  readonly origin: string;
  readonly houses: readonly House[];
  readonly clerk: Person;
  readonly tally: Tally;
  /** Donation numbers of the year before last, which neither the demo city nor the tests use. */
  nextDonationNo(): string;
}

/** Sizes of the demo's hospitals; a city of fewer takes the first of them. */
const sizes = { H01: 1, H02: 0.9, H03: 0.6, H04: 0.4, H05: 0.3, H06: 0.7 } as const;
export const demoHospitals = Object.keys(sizes);

/** Everybody at their desks, with the badges that lie on them. */
export async function openCity(origin: string, hospitals: number, tally: Tally): Promise<City> {
  const houses: House[] = [];
  for (const [orgId, weight] of Object.entries(sizes).slice(0, hospitals)) {
    const badges = await readBadges(origin, orgId);
    const personOf = (staffNo: string) => new Person(origin, orgId, staffNo, tally, badges);
    houses.push({
      ...{ orgId, weight, patients: [], kept: [], held: [] },
      technician: personOf('1001'),
      reviewer: personOf('1002'),
    });
  }
  let serial = randomInt(900_000);
  const year = String((new Date().getFullYear() - 2) % 100).padStart(2, '0');
  return {
    origin,
    houses,
    tally,
    clerk: new Person(origin, 'S01', '1001', tally),
    nextDonationNo() {
      serial = (serial + 1) % 1_000_000;
      return `31000${year}${String(serial).padStart(6, '0')}`;
    },
  };
}

/** The sheet that a lorry of the demo brings prints the badges of the house; without a lorry on its way, passwords serve. */
async function readBadges(origin: string, orgId: string): Promise<Map<string, string>> {
  const person = { orgId, staffNo: '1001' };
  const [shipment] = await openApi(origin, person).bagReceipts.awaited.query({});
  if (!shipment) return new Map();
  const cookie = await signInForCookie(origin, person);
  const sheet = await fetch(`${origin}/demo-labels/${shipment.id}`, { headers: { cookie } });
  const text = await sheet.text();
  const badges = new Map<string, string>();
  for (const [item] of text.matchAll(/<li\b.*?<\/li>/gs)) {
    const badge = /XB-[0-9A-Z]{26}/.exec(item)?.[0];
    const staffNo = /<\/strong>\s*(?:<!-- -->)?\s*(\d{4})/.exec(item)?.[1];
    if (badge && staffNo) badges.set(staffNo, badge);
  }
  return badges;
}
