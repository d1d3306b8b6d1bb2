import type { PlaceClass } from '@/domain/stock/places';
import { shelfStates } from '@/domain/stock/record';
import { linesOfBags } from '../acting/bags';
import { receiveWhole } from '../acting/receive';
import { execute } from '../kernel/command';
import { inScope, type Request } from '../kernel/scope';
import { announceShipment } from '../modules/bag-receipts/announce';
import { isLastOut } from '../modules/stock/last-reading';
import { loadPlaces } from '../modules/stock/load-places';
import type { NewUnit } from '../modules/stock/release';
import { moveBags } from '../modules/storage-places/move';
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
/** As many as are put elsewhere at one time. */
const movedAtMost = 200;

/** Somebody who brings bags onto a shelf: the partners of the house. */
export interface Shelf {
  readonly runtime: Runtime;
  readonly house: House;
  readonly partners: Record<PartnerNo, Request>;
}

/** A place for what is usual, where the house has none that is in order: in use, and not last read out of range. @returns the code of the one for red cells. */
export async function openPlaces({ runtime, house, partners }: Shelf): Promise<string> {
  const known = await inScope(asSystem(runtime, house.id), 'read', (scope) =>
    loadPlaces({ ...scope, orgId: house.id }),
  );
  let red: string | undefined;
  for (const { code: base, name, placeClass } of ordinary) {
    const same = known.filter(
      (place) => place.placeClass === placeClass && place.state === 'active' && !place.code.startsWith(countedPrefix),
    );
    const fit = same.filter((place) => !place.isLastOut);
    let code = (fit.find((place) => place.isDefault) ?? fit[0])?.code;
    if (!code) {
      code = freeCode(base, known);
      const isDefault = !known.some((place) => place.placeClass === placeClass && place.isDefault);
      await execute(registerPlace, partners.LX01, { code, name, placeClass, isDefault });
    }
    if (placeClass === 'red_cells') red = code;
  }
  return red ?? ordinary[0].code;
}

/** LXR, and where that is taken LXR2, LXR3. */
function freeCode(base: string, known: readonly { readonly code: string }[]): string {
  const isTaken = (code: string) => known.some((place) => place.code === code);
  if (!isTaken(base)) return base;
  let number = 2;
  while (isTaken(`${base}${number}`)) number += 1;
  return `${base}${number}`;
}

/**
 * A fridge in which nothing stands: a free one, or that of a round that has ended, whose bags are put into the ordinary one; else a new one.
 * @param ordinaryCode the place of the house for what is usual.
 */
export async function openEmptyPlace({ runtime, house, partners }: Shelf, ordinaryCode: string) {
  const places = await inScope(asSystem(runtime, house.id), 'read', async ({ q }) => [
    ...(await q<CountedPlace[]>`
      select p.id, p.code, p.name, p.state = 'active' and p.place_class = 'red_cells' and not ${isLastOut({ q, orgId: house.id })} as "isFit",
        exists (select 1 from exercises e where e.org_id = p.org_id and e.state = 'open' and e.material #>> '{place,id}' = p.id::text) as "isUsed",
        array(select u.id from blood_units u where u.holder_org_id = p.org_id and u.storage_place = p.code and u.state = any(${[...shelfStates]})) as "unitIds"
      from storage_places p where p.org_id = ${house.id} and p.code like ${`${countedPrefix}%`} order by p.code`),
  ]);
  const fit = places.filter(({ isFit, isUsed }) => isFit && !isUsed);
  const free = fit.find(({ unitIds }) => unitIds.length === 0);
  if (free) return { id: free.id, code: free.code, name: free.name };
  const [left] = fit.filter(({ unitIds }) => unitIds.length <= movedAtMost);
  if (left) {
    const { id: placeId } = await inScope(asSystem(runtime, house.id), 'read', async ({ q }) => {
      const [row] = await q<{ id: string }[]>`
        select id from storage_places where org_id = ${house.id} and code = ${ordinaryCode}`;
      if (!row) throw new RangeError(`no place ${ordinaryCode}`);
      return row;
    });
    await execute(moveBags, partners.LX01, { placeId, unitIds: [...left.unitIds] });
    return { id: left.id, code: left.code, name: left.name };
  }
  const numbers = places.map(({ code }) => Number(code.slice(countedPrefix.length)) || 0);
  const code = `${countedPrefix}${Math.max(0, ...numbers) + 1}`;
  const name = countedName;
  const { id } = await execute(registerPlace, partners.LX01, { code, name, placeClass: 'red_cells', isDefault: false });
  return { id, code, name };
}

interface CountedPlace {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly isFit: boolean;
  readonly isUsed: boolean;
  readonly unitIds: readonly string[];
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
