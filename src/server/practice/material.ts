import type { ExerciseCode } from '@/domain/exercises/catalogue';
import type { Material } from '@/domain/exercises/material';
import { type MadeProduct, releaseBags } from '../acting/bags';
import { openDeliveryPlan, shipBags } from '../acting/station';
import { execute } from '../kernel/command';
import type { Request } from '../kernel/scope';
import { submitOrder } from '../modules/blood-orders/submit';
import { registerPatient } from '../modules/patients/register';
import type { Runtime } from '../runtime';
import { asSupplier, type House, seatPartners } from './actors';
import { asMaterial, drawDonations, makeWanted, usualProduct, type WantedBag } from './bags';
import { openEmptyPlace, openPlaces, type Shelf, stockShelf } from './shelf';

/** Who brings what, and for whom. */
export interface Bringing {
  readonly runtime: Runtime;
  /** The house that practises. */
  readonly house: House;
  /** A station of the city, and a hospital: the other side of an exercise. */
  readonly station: House;
  readonly hospital: House;
  readonly products: readonly MadeProduct[];
  readonly now: Date;
}

const clerkRoles = ['station_clerk'] as const;
const many = (count: number, bag: WantedBag): WantedBag[] => Array.from({ length: count }, () => bag);
const plain = (abo: WantedBag['abo'], rhd: WantedBag['rhd'] = 'positive'): WantedBag => ({ abo, rhd, part: 'plain' });

/** The material of each exercise, made by the ordinary verbs. A round that is begun anew gets new material. */
export const bringers: Readonly<Record<ExerciseCode, (bringing: Bringing) => Promise<Material>>> = {
  async receive(bringing) {
    const wanted = [
      ...many(2, plain('A')),
      ...many(2, plain('O')),
      plain('B'),
      { abo: 'AB', rhd: 'positive', part: 'damaged' },
    ] satisfies WantedBag[];
    return sendNote(bringing, wanted, wanted.length);
  },

  /** The one that is missing is on the note and in no box; the extra one is in the box, and by the ledger still at the station. */
  async 'receive-difference'(bringing) {
    const noted = [
      ...many(3, plain('A')),
      ...many(2, plain('O')),
      { abo: 'B', rhd: 'positive', part: 'missing' },
    ] satisfies WantedBag[];
    return sendNote(bringing, [...noted, { abo: 'B', rhd: 'positive', part: 'extra' }], noted.length);
  },

  async issue(bringing) {
    const shelf = await openShelf(bringing);
    const wanted = [
      ...many(2, plain('A')),
      { abo: 'B', rhd: 'positive', part: 'other_group' },
      { abo: 'A', rhd: 'positive', part: 'expired' },
    ] satisfies WantedBag[];
    const bags = await shelve(bringing, shelf, wanted);
    return { bags, patient: await enterPatient(bringing, shelf) };
  },

  async discard(bringing) {
    const shelf = await openShelf(bringing);
    return { bags: await shelve(bringing, shelf, [plain('O'), { abo: 'O', rhd: 'positive', part: 'expired' }]) };
  },

  /** Eight by the ledger, one of them in no fridge; the extra one stands by the ledger in the ordinary one. */
  async stocktake(bringing) {
    const shelf = await openShelf(bringing);
    const place = await openEmptyPlace(shelf, shelf.place);
    const wanted = [
      ...many(4, plain('A')),
      ...many(3, plain('O')),
      { abo: 'B', rhd: 'positive', part: 'missing' },
      { abo: 'B', rhd: 'positive', part: 'extra' },
    ] satisfies WantedBag[];
    return { bags: await shelve(bringing, shelf, wanted, (part) => (part === 'extra' ? null : place.code)), place };
  },

  /** Nothing is brought: the station answers what is ordered. */
  async order(bringing) {
    await openShelf(bringing);
    await openDeliveryPlan(asSupplier(bringing.runtime, bringing.station, clerkRoles));
    return { bags: [], fromOrgId: bringing.station.id };
  },

  /** Four, so that a slow first attempt leaves two for another. */
  async emergency(bringing) {
    const shelf = await openShelf(bringing);
    return { bags: await shelve(bringing, shelf, many(4, plain('O', 'negative'))) };
  },

  async supply(bringing) {
    const { runtime, house, hospital, products, now } = bringing;
    const product = usualProduct(products);
    const wanted = [...many(4, plain('O')), ...many(3, plain('A'))];
    const made = makeWanted(wanted, product, now, await drawDonations(runtime, house.id, wanted.length));
    const { units } = await releaseBags(asSupplier(runtime, house, clerkRoles), made);
    const order = await execute(submitOrder, asSupplier(runtime, hospital, ['technician']), {
      stationId: house.id,
      priority: 'routine',
      deliveryMethod: 'express',
      neededAt: new Date(now.getTime() + 4 * 3_600_000),
      lines: [
        { component: product.component, abo: 'O', rhd: 'positive', amount: 3 * product.amount },
        { component: product.component, abo: 'A', rhd: 'positive', amount: 2 * product.amount },
      ],
      remark: '练习用预订单',
    });
    return { bags: asMaterial(made, units), fromOrgId: hospital.id, order: { id: order.id, no: order.no } };
  },
};

/** Released at the station; so many of them are on the note that goes to the house. */
async function sendNote(
  { runtime, house, station, products, now }: Bringing,
  wanted: readonly WantedBag[],
  noted: number,
): Promise<Material> {
  const shelf: Shelf = { runtime, house, partners: await seatPartners(runtime, house) };
  await openPlaces(shelf);
  const clerk = asSupplier(runtime, station, clerkRoles);
  const made = makeWanted(wanted, usualProduct(products), now, await drawDonations(runtime, house.id, wanted.length));
  const { units } = await releaseBags(clerk, made);
  const packed = made
    .slice(0, noted)
    .flatMap(({ donationNo }) => units.filter((unit) => unit.donationNo === donationNo));
  const shipment = await shipBags(clerk, house.id, packed, now);
  return {
    bags: asMaterial(made, units),
    fromOrgId: station.id,
    shipment: { id: shipment.id, no: shipment.no },
  };
}

interface OpenShelf extends Shelf {
  readonly place: string;
}

async function openShelf({ runtime, house }: Bringing): Promise<OpenShelf> {
  const shelf: Shelf = { runtime, house, partners: await seatPartners(runtime, house) };
  return { ...shelf, place: await openPlaces(shelf) };
}

/** @param placeOf the code of a place; null: the ordinary one. */
async function shelve(
  { runtime, house, station, products, now }: Bringing,
  shelf: OpenShelf,
  wanted: readonly WantedBag[],
  placeOf: (part: WantedBag['part']) => string | null = () => null,
) {
  const made = makeWanted(wanted, usualProduct(products), now, await drawDonations(runtime, house.id, wanted.length));
  const parts = new Map(made.map(({ donationNo, part }) => [donationNo, part]));
  const units = await stockShelf(shelf, station.id, made, (donationNo) => {
    const part = parts.get(donationNo);
    return (part && placeOf(part)) ?? shelf.place;
  });
  return asMaterial(made, units);
}

/** Somebody made up, of group A. */
async function enterPatient({ runtime, house, now }: Bringing, { partners }: { partners: { LX02: Request } }) {
  const serial = (await drawDonations(runtime, house.id, 1)).next(now.getUTCFullYear()).slice(-6);
  const patient = { mrn: `LX${serial}`, name: `练习患者${serial}`, abo: 'A', rhd: 'positive' } as const;
  const { id } = await execute(registerPatient, partners.LX02, {
    ...patient,
    sex: 'female',
    birthDate: '1962-03-08',
    groupDeterminations: 2,
    antibodies: [],
    requirements: [],
    isUnidentified: false,
  });
  return { id, ...patient };
}
