import type { PlaceClass } from '@/domain/stock/places';
import { shelfStates } from '@/domain/stock/record';
import { linesOfBags } from '../acting/bags';
import { receiveWhole } from '../acting/receive';
import { execute } from '../kernel/command';
import { inScope, type Request } from '../kernel/scope';
import { announceShipment } from '../modules/bag-receipts/announce';
import { loadPlaces } from '../modules/stock/load-places';
import type { NewUnit } from '../modules/stock/release';
import { registerPlace } from '../modules/storage-places/register';
import type { Runtime } from '../runtime';
import { asSystem, type House, type PartnerNo, signWith } from './actors';

const ordinary = [
  { code: 'LXR', name: '练习用红细胞冰箱', placeClass: 'red_cells' },
  { code: 'LXP', name: '练习用血小板振荡箱', placeClass: 'platelets' },
  { code: 'LXF', name: '练习用低温冰箱', placeClass: 'frozen' },
] as const satisfies readonly { code: string; name: string; placeClass: PlaceClass }[];
const countedPrefix = 'LX-';
const countedName = '练习用盘点冰箱';

/** Somebody who brings bags onto a shelf: the partners of the house. */
export interface Shelf {
  readonly runtime: Runtime;
  readonly house: House;
  readonly partners: Record<PartnerNo, Request>;
}

/** A place for what is usual, where the house has none that is in order. @returns the code of the one for red cells. */
export async function openPlaces({ runtime, house, partners }: Shelf): Promise<string> {
  const known = await inScope(asSystem(runtime, house.id), 'read', (scope) =>
    loadPlaces({ ...scope, orgId: house.id }),
  );
  for (const { code, name, placeClass } of ordinary) {
    const same = known.filter((place) => place.placeClass === placeClass && place.state === 'active');
    if (same.some((place) => !place.isLastOut) || known.some((place) => place.code === code)) continue;
    const isDefault = !same.some((place) => place.isDefault);
    await execute(registerPlace, partners.LX01, { code, name, placeClass, isDefault });
  }
  const red = known.filter(
    (place) =>
      place.placeClass === 'red_cells' &&
      place.state === 'active' &&
      !place.isLastOut &&
      !place.code.startsWith(countedPrefix),
  );
  return (red.find((place) => place.isDefault) ?? red[0])?.code ?? ordinary[0].code;
}

/** A fridge in which nothing stands: one of an earlier round, or a new one. */
export async function openEmptyPlace({ runtime, house, partners }: Shelf) {
  const places = await inScope(asSystem(runtime, house.id), 'read', async ({ q }) => [
    ...(await q<{ id: string; code: string; name: string; isFree: boolean }[]>`
      select p.id, p.code, p.name, p.state = 'active' and p.place_class = 'red_cells' and not exists (
          select 1 from blood_units u where u.holder_org_id = p.org_id and u.storage_place = p.code and u.state = any(${[...shelfStates]})) as "isFree"
      from storage_places p where p.org_id = ${house.id} and p.code like ${`${countedPrefix}%`} order by p.code`),
  ]);
  const free = places.find(({ isFree }) => isFree);
  if (free) return { id: free.id, code: free.code, name: free.name };
  const numbers = places.map(({ code }) => Number(code.slice(countedPrefix.length)) || 0);
  const code = `${countedPrefix}${Math.max(0, ...numbers) + 1}`;
  const name = countedName;
  const { id } = await execute(registerPlace, partners.LX01, { code, name, placeClass: 'red_cells', isDefault: false });
  return { id, code, name };
}

/**
 * Puts bags onto the shelf of the house: they come without a note and are received by its partners. What has expired is received on hold, as any is.
 * @returns the bags by which the ledger knows them.
 */
export async function stockShelf(
  { runtime, house, partners }: Shelf,
  stationId: string,
  bags: readonly NewUnit[],
  placeOf: (donationNo: string) => string,
): Promise<{ id: string; donationNo: string }[]> {
  const { shipmentId } = await execute(announceShipment, partners.LX02, {
    stationId,
    reason: '练习用血',
    lines: linesOfBags(bags),
  });
  const units = await inScope(asSystem(runtime, house.id), 'read', async ({ q }) => [
    ...(await q<{ id: string; donationNo: string }[]>`
      select u.id, u.donation_no as "donationNo" from shipment_bags b join blood_units u on u.id = b.unit_id where b.shipment_id = ${shipmentId}`),
  ]);
  const [clock] = await runtime.sql<{ now: Date }[]>`select city_now() as now`;
  await receiveWhole(
    {
      request: partners.LX02,
      arrivedAt: clock?.now ?? new Date(Number.NaN),
      sign: async (covers) => ({
        receiver: await signWith(partners.LX02, covers),
        reviewer: await signWith(partners.LX01, covers),
      }),
      placeOf: ({ unitId }) => placeOf(units.find(({ id }) => id === unitId)?.donationNo ?? ''),
    },
    shipmentId,
  );
  return units;
}
