import { randomUUID } from 'node:crypto';
import type { Sql } from 'postgres';
import type { OrganisationKind, Role } from '@/domain/permissions';
import type { UserActor } from '@/server/kernel/actor';
import type { TrialCity, TrialProduct } from '../../support/city';
import { addPatient, type House, paperMrn } from '../../support/city-work';
import type { Hospital, Place, Product } from './model';

export const reason = '核对后更正';
const patientsPerHouse = 2;

/** A bag as the forms ask for it; what was made of one is handled like it. */
export interface NamedBag {
  readonly id: string;
  readonly product: TrialProduct;
}

/** Of the note of a delivery or a journey: beside the outbound, which has the same key in the model. */
export const noteOf = (key: string) => `${key} note`;

/** Names of the model and ids of the database, each way. */
export interface Names {
  /** Of what was never made: an id that nothing has. */
  idOf(key: string): string;
  keyOf(id: string): string;
  bind(key: string, id: string): void;
}

/** Who works in the four organisations of one run, with the names of what they made. */
export interface Hands {
  readonly city: TrialCity;
  readonly names: Names;
  readonly orgs: Readonly<Record<Place, string>>;
  placeOf(orgId: string | null): Place | null;
  /** The two who sign: in a hospital technician and reviewer, at the station two clerks. */
  pairAt(place: Place): Pick<House, 'technician' | 'reviewer'>;
  houseOf(hospital: Hospital): House;
  patientOf(hospital: Hospital, patient: number): string;
  bagOf(key: string): NamedBag;
  bagsOf(keys: readonly string[]): NamedBag[];
  know(key: string, id: string, product: Product): void;
  /** The house in which a record of this name is at home, for whoever signs about it. */
  readonly homes: Map<string, Place>;
  productOf(key: string): Product;
}

/** A station and three hospitals of this run's own, so that runs share a database and nothing else. */
export async function openHands(city: TrialCity, run: string): Promise<Hands> {
  const orgs = { station: `${run}S`, 0: `${run}A`, 1: `${run}B`, 2: `${run}C` } as const satisfies Record<
    Place,
    string
  >;
  const { owner } = city;
  await owner`
    insert into organisations ${owner(Object.values(orgs).map((id) => ({ id, kind: id.endsWith('S') ? 'blood_station' : 'hospital', name: `试验 ${id}`, short_name: id })))}`;
  const enrol = makeEnrol(owner);
  const station = {
    technician: await enrol(orgs.station, 'blood_station', '1001', ['station_clerk']),
    reviewer: await enrol(orgs.station, 'blood_station', '1002', ['station_clerk']),
  };
  const houses: House[] = [];
  const patients: string[][] = [];
  for (const hospital of [0, 1, 2] as const) {
    const house = {
      technician: await enrol(orgs[hospital], 'hospital', '1001', ['technician']),
      reviewer: await enrol(orgs[hospital], 'hospital', '1002', ['technician', 'reviewer']),
      nurse: await enrol(orgs[hospital], 'hospital', '3001', ['nurse']),
    };
    houses.push(house);
    const known: string[] = [];
    for (let n = 0; n < patientsPerHouse; n++) known.push(await addPatient(city, house.technician));
    await addPatient(city, house.technician, { mrn: paperMrn, name: '张三' });
    patients.push(known);
  }
  const names = openNames();
  const products = new Map<string, Product>();
  const productOf = (key: string) => products.get(key) ?? 'red';
  const houseOf = (hospital: Hospital): House => {
    const house = houses[hospital];
    if (!house) throw new RangeError(`no hospital ${hospital}`);
    return house;
  };
  const bagOf = (key: string): NamedBag => ({ id: names.idOf(key), product: handledAs[productOf(key)] });
  const places: readonly Place[] = ['station', 0, 1, 2];
  return {
    city,
    names,
    orgs,
    houseOf,
    productOf,
    bagOf,
    placeOf: (orgId) => places.find((place) => orgs[place] === orgId) ?? null,
    pairAt: (place) => (place === 'station' ? station : houseOf(place)),
    patientOf: (hospital, patient) => patients[hospital]?.[patient] ?? '',
    bagsOf: (keys) => keys.map(bagOf),
    homes: new Map(),
    know(key, id, product) {
      names.bind(key, id);
      products.set(key, product);
    },
  };
}

/** Temperature class and crossmatch of what was made are those of what it was made of. */
const handledAs = {
  red: 'red',
  washed: 'red',
  plasma: 'plasma',
  platelets: 'platelets',
  pooled: 'platelets',
} as const satisfies Record<Product, TrialProduct>;

function openNames(): Names {
  const ids = new Map<string, string>();
  const keys = new Map<string, string>();
  return {
    idOf: (key) => ids.get(key) ?? randomUUID(),
    keyOf: (id) => keys.get(id) ?? `? ${id}`,
    bind(key, id) {
      ids.set(key, id);
      keys.set(id, key);
    },
  };
}

function makeEnrol(owner: Sql) {
  return async (
    orgId: string,
    orgKind: OrganisationKind,
    staffNo: string,
    roles: readonly Role[],
  ): Promise<UserActor> => {
    const personId = randomUUID();
    const name = `人${staffNo}`;
    await owner`insert into people (id, org_id, staff_no, name, title) values (${personId}, ${orgId}, ${staffNo}, ${name}, ${roles.includes('nurse') ? '护士' : ''})`;
    await owner`insert into memberships (person_id, org_id, roles) values (${personId}, ${orgId}, ${[...roles]})`;
    return {
      kind: 'user',
      personId,
      name,
      staffNo,
      orgId,
      orgKind,
      orgName: orgId,
      department: '',
      district: '',
      roles,
      sessionId: randomUUID(),
      membershipId: randomUUID(),
      mustChangePassword: false,
    };
  };
}

/** Those of these bags that were thawed: they travel, and come, among what is cool. */
export async function thawedAmong({ city }: Hands, bags: readonly { readonly id: string }[]): Promise<string[]> {
  const rows = await city.owner<{ id: string }[]>`
    select id from blood_units where id = any(${bags.map(({ id }) => id)}) and 'thawed' = any(processed_as) and component = 'ffp'`;
  return rows.map(({ id }) => id);
}

/** These bags by the box that each travels in. */
export async function asTheyTravel<B extends { readonly id: string; readonly product: TrialProduct }>(
  hands: Hands,
  bags: readonly B[],
): Promise<B[]> {
  const thawed = await thawedAmong(hands, bags);
  return bags.map((bag) => (thawed.includes(bag.id) ? { ...bag, product: 'red' as const } : bag));
}
