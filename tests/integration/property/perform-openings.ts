import { encodeDonationNumber } from '@/domain/blood/barcodes/encode';
import { execute } from '@/server/kernel/command';
import { openGoLive } from '@/server/modules/go-lives/open';
import type { LabelledLine } from '@/server/modules/go-lives/read-lines';
import { voidOpening } from '@/server/modules/go-lives/void-opening';
import { countedByTwo, postBags, readGoLive, shelfLine } from '../../support/go-lives';
import type { DeedOf } from './deeds';
import { type Hands, reason } from './hands';
import type { Hospital } from './model';

/** The going live of this hospital, which stays in its trial. */
async function goLiveOf({ city, orgs, houseOf }: Hands, hospital: Hospital): Promise<string> {
  const [standing] = await city.owner<{ id: string }[]>`select id from go_lives where org_id = ${orgs[hospital]}`;
  return standing?.id ?? (await execute(openGoLive, city.as(houseOf(hospital).reviewer), {})).id;
}

/** Counted by two, and posted by them. */
export async function openShelf(hands: Hands, deed: DeedOf<'opening'>): Promise<void> {
  const { city, names, orgs } = hands;
  const house = hands.houseOf(deed.hospital);
  const id = await goLiveOf(hands, deed.hospital);
  const label = { product: deed.product, hours: deed.hours, stationId: orgs.station };
  const fresh = await Promise.all(Array.from({ length: deed.count }, () => shelfLine(city, label)));
  const again = await Promise.all(deed.again.map((key) => labelOf(hands, key)));
  await countedByTwo(city, house, id, [...fresh, ...again]);
  await postBags(city, house, id);
  const { rounds } = await readGoLive(city, house.technician, id);
  names.bind(deed.key, rounds[0]?.id ?? '');
  hands.homes.set(deed.key, deed.hospital);
  for (const [n, { donationNo }] of fresh.entries()) {
    const [bag] = await city.owner<{ id: string }[]>`select id from blood_units where donation_no = ${donationNo}`;
    hands.know(`${deed.key}.${n}`, bag?.id ?? '', deed.product);
  }
}

/** The label of a bag that stands in no house, as it is read again. */
async function labelOf({ city, names, orgs }: Hands, key: string): Promise<LabelledLine & { donationNo: string }> {
  const [bag] = await city.owner<{ donationNo: string; productCode: string; abo: 'O'; expiresAt: Date }[]>`
    select donation_no as "donationNo", product_code as "productCode", abo, expires_at as "expiresAt" from blood_units where id = ${names.idOf(key)}`;
  if (!bag) throw new RangeError(`no bag ${key}`);
  const { donationNo, ...label } = bag;
  const line = await shelfLine(city, { donationNo, stationId: orgs.station, ...label });
  return { ...line, donation: encodeDonationNumber(donationNo) };
}

export async function voidOne(hands: Hands, { opening }: DeedOf<'void-opening'>): Promise<void> {
  const { city, names, homes } = hands;
  const hospital = (homes.get(opening) ?? 0) as Hospital;
  const { reviewer } = hands.houseOf(hospital);
  const id = await goLiveOf(hands, hospital);
  const { version } = await readGoLive(city, reviewer, id);
  await execute(voidOpening, city.as(reviewer), { id, version, roundId: names.idOf(opening), reason });
}
