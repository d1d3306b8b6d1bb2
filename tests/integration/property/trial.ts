import { randomUUID } from 'node:crypto';
import type { Sql } from 'postgres';
import type { OrganisationKind, Role } from '@/domain/permissions';
import type { UserActor } from '@/server/kernel/actor';
import { execute } from '@/server/kernel/command';
import { AppError } from '@/server/kernel/errors';
import { closeShort } from '@/server/modules/bag-receipts/close-short';
import { voidReceipt } from '@/server/modules/bag-receipts/void';
import { emergencyIssue } from '@/server/modules/clinical-issues/emergency';
import { lapseReservations } from '@/server/modules/clinical-issues/lapse';
import { reserveBags } from '@/server/modules/clinical-issues/reserve';
import { unreserveBags } from '@/server/modules/clinical-issues/unreserve';
import { voidIssue } from '@/server/modules/clinical-issues/void';
import { voidOutbound } from '@/server/modules/other-outbounds/void';
import { voidShipment } from '@/server/modules/shipments/void';
import { expireBags } from '@/server/modules/stock/expire';
import { signStocktake } from '@/server/modules/stocktakes/sign';
import { moveBags } from '@/server/modules/storage-places/move';
import { type TrialCity, trialProducts } from '../../support/city';
import {
  addPatient,
  addPlace,
  enterSheet,
  type House,
  issueBags,
  labelRead,
  paperLine,
  paperMrn,
  receiveBags,
  releaseBags,
  releaseHeld,
  reservationInput,
  resolve,
  sendOut,
  shipBags,
  stocktakeInput,
} from '../../support/city-work';
import type { Cell, Deed, Hospital, Model, Place } from './model';

export type Outcome = 'done' | 'refused' | 'busy';

/** One run: a station and three hospitals of its own, so that runs share a database and nothing else. */
export interface Trial {
  /** Does it by the real verb. Anything but a refusal or a busy database is an error of the test. */
  perform(deed: Deed): Promise<Outcome>;
  /** Bags, cells and notes as the database has them, in the words of the model. */
  look(model: Model): Promise<{ bags: object; cells: Record<string, Cell>; shipments: object }>;
  /** Bags that came into being by the ledger, and where they stand by it. */
  countLedger(): Promise<{ released: number; inStock: number; issued: number; ended: number }>;
}

const patientsPerHouse = 2;

export async function openTrial(city: TrialCity, run: string): Promise<Trial> {
  const orgs = { station: `${run}S`, 0: `${run}A`, 1: `${run}B`, 2: `${run}C` } as const satisfies Record<
    Place,
    string
  >;
  const { owner } = city;
  await owner`
    insert into organisations ${owner(Object.values(orgs).map((id) => ({ id, kind: id.endsWith('S') ? 'blood_station' : 'hospital', name: `试验 ${id}`, short_name: id })))}`;
  const enrol = makeEnrol(owner);
  const clerk = await enrol(orgs.station, 'blood_station', '1001', ['station_clerk']);
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
  /** Names of the model to ids of the database. */
  const ids = new Map<string, string>();
  const products = new Map<string, 'red' | 'plasma'>();
  const idOf = (key: string) => ids.get(key) ?? randomUUID();
  const bagOf = (key: string) => ({ id: idOf(key), product: products.get(key) ?? ('red' as const) });
  const houseOf = (hospital: Hospital): House => {
    const house = houses[hospital];
    if (!house) throw new RangeError(`no hospital ${hospital}`);
    return house;
  };
  const placeOf = (orgId: unknown): Place | null =>
    (Object.entries(orgs).find(([, id]) => id === orgId)?.[0] as Place | undefined) ?? null;
  const sameAs = (place: string): Place => (place === 'station' ? place : (Number(place) as Hospital));
  const hospitalOfNote = new Map<string, Hospital>();
  const reason = '核对后更正';
  let fridges = 0;

  async function act(deed: Deed): Promise<void> {
    switch (deed.kind) {
      case 'release': {
        const bags = await releaseBags(
          city,
          clerk,
          Array.from({ length: deed.count }, () => ({ product: deed.product, hours: deed.hours })),
        );
        bags.forEach((bag, n) => {
          ids.set(`${deed.key}.${n}`, bag.id);
          products.set(`${deed.key}.${n}`, deed.product);
        });
        return;
      }
      case 'ship':
        hospitalOfNote.set(deed.key, deed.to);
        ids.set(deed.key, await shipBags(city, clerk, orgs[deed.to], deed.bags.map(bagOf)));
        return;
      case 'receive': {
        const hospital = hospitalOfNote.get(deed.shipment) ?? 0;
        hospitalOfNote.set(deed.key, hospital);
        const lines = deed.lines.map((line) => ({ ...bagOf(line.bag), outcome: line.outcome }));
        ids.set(deed.key, (await receiveBags(city, houseOf(hospital), idOf(deed.shipment), lines)).id);
        return;
      }
      case 'reserve': {
        const house = houseOf(deed.hospital);
        const patientId = patients[deed.hospital]?.[deed.patient] ?? '';
        await execute(
          reserveBags,
          city.as(house.technician),
          await reservationInput(city, house, patientId, deed.bags.map(bagOf)),
        );
        return;
      }
      case 'unreserve':
        await execute(unreserveBags, city.as(houseOf(deed.hospital).technician), {
          unitIds: deed.bags.map(idOf),
          reason,
        });
        return;
      case 'issue': {
        hospitalOfNote.set(deed.key, deed.hospital);
        const issued = await issueBags(
          city,
          houseOf(deed.hospital),
          patients[deed.hospital]?.[deed.patient] ?? '',
          deed.bags.map(bagOf),
        );
        ids.set(deed.key, issued.id);
        return;
      }
      case 'emergency': {
        hospitalOfNote.set(deed.key, deed.hospital);
        const issued = await execute(emergencyIssue, city.as(houseOf(deed.hospital).nurse), {
          patient: { kind: 'registered', patientId: patients[deed.hospital]?.[deed.patient] ?? '' },
          askedBy: '急诊',
          reason: '大出血',
          unitIds: deed.bags.map(idOf),
        });
        ids.set(deed.key, issued.id);
        return;
      }
      case 'discard':
      case 'lose': {
        hospitalOfNote.set(deed.key, deed.hospital);
        const kind = deed.kind === 'lose' ? 'loss' : deed.kind;
        ids.set(deed.key, (await sendOut(city, houseOf(deed.hospital), deed.bags.map(bagOf), { kind })).id);
        return;
      }
      case 'stocktake': {
        const house = houseOf(deed.hospital);
        fridges += 1;
        const place = await addPlace(city, house, `R${fridges}`);
        const unitIds = deed.bags.map(idOf);
        await execute(moveBags, city.as(house.technician), { placeId: place.id, unitIds });
        const input = await stocktakeInput(city, house, place, [], deed.bags.map(bagOf));
        await execute(signStocktake, city.as(house.technician), input);
        return;
      }
      case 'void-outbound':
        await execute(voidOutbound, city.as(houseOf(hospitalOfNote.get(deed.outbound) ?? 0).reviewer), {
          id: idOf(deed.outbound),
          version: 1,
          reason,
        });
        return;
      case 'void-issue':
        await execute(voidIssue, city.as(houseOf(hospitalOfNote.get(deed.issue) ?? 0).reviewer), {
          id: idOf(deed.issue),
          version: 1,
          reason,
        });
        return;
      case 'void-receipt':
        await execute(voidReceipt, city.as(houseOf(hospitalOfNote.get(deed.receipt) ?? 0).reviewer), {
          id: idOf(deed.receipt),
          version: 1,
          reason,
        });
        return;
      case 'void-shipment':
        await execute(voidShipment, city.as(clerk), { id: idOf(deed.shipment), version: deed.version, reason });
        return;
      case 'close-short':
        await execute(closeShort, city.as(houseOf(hospitalOfNote.get(deed.shipment) ?? 0).technician), {
          shipmentId: idOf(deed.shipment),
          reason,
        });
        return;
      case 'release-quarantine':
        await releaseHeld(
          city,
          houseOf(deed.hospital).reviewer,
          houseOf(deed.hospital).technician,
          deed.bags.map(idOf),
          {
            ...labelRead(),
            custody: { minutesOut: 5, place: '发血窗口' },
            // A count that missed it while it was on hold: it is in hand again.
            alsoSeen: ['under_search'],
          },
        );
        return;
      case 'paper': {
        const [label] = await owner<{ donationNo: string }[]>`
          select donation_no as "donationNo" from blood_units where id = ${idOf(deed.bag)}`;
        const { technician } = houseOf(deed.hospital);
        const donationNo = label?.donationNo ?? '';
        const { product } = bagOf(deed.bag);
        await enterSheet(city, technician, [
          await paperLine(city, { donationNo, product }, { kind: deed.what, minutesAgo: 0 }),
        ]);
        return;
      }
      case 'resolve': {
        const open = await owner<{ id: string; orgId: string; state: string; holder: string }[]>`
          select i.id, i.org_id as "orgId", u.state, u.holder_org_id as holder
          from incidents i join incident_bags b on b.incident_id = i.id join blood_units u on u.id = b.unit_id
          where b.unit_id = ${idOf(deed.bag)} and b.is_binding and i.state <> 'resolved' order by i.no, i.org_id`;
        if (open.length === 0) throw new AppError('not_found');
        for (const { id, orgId, state, holder } of open) {
          const house = houses.find(({ technician }) => technician.orgId === orgId);
          if (!house) throw new Error(`an incident of ${orgId}`);
          await resolve(city, house, { id }, state === 'quarantined' && holder === orgId ? 'keep' : 'note');
        }
        return;
      }
      case 'sweep':
        await expireBags(city.runtime);
        await lapseReservations(city.runtime);
    }
  }

  return {
    async perform(deed) {
      try {
        await act(deed);
        return 'done';
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        if (error.code === 'busy') return 'busy';
        if (['refused', 'conflict', 'not_found'].includes(error.code)) return 'refused';
        throw new Error(`${deed.kind} ended in ${error.message}`, { cause: error });
      }
    },
    async look(model) {
      const rows = await owner<
        { id: string; state: string; holder: string; expected: string | null; patient: string | null; open: number }[]
      >`
        select u.id, u.state, u.holder_org_id as holder, u.expected_org_id as expected, r.patient_id as patient,
          (select count(*)::int from incident_bags b join incidents i on i.id = b.incident_id where b.unit_id = u.id and b.is_binding and i.state <> 'resolved') as open
        from blood_units u left join reservations r on r.unit_id = u.id and r.ended_at is null where u.source_org_id = ${orgs.station}`;
      const byId = new Map(rows.map((row) => [row.id, row]));
      if (rows.length !== Object.keys(model.bags).length)
        throw new Error(`${rows.length} bags in the database, ${Object.keys(model.bags).length} in the model`);
      const bags = Object.fromEntries(
        Object.keys(model.bags).map((key) => {
          const row = byId.get(idOf(key));
          const holder = placeOf(row?.holder);
          const expected = row?.state === 'in_transit' ? placeOf(row.expected) : null;
          const patient =
            holder === null || holder === 'station'
              ? -1
              : (patients[Number(holder)]?.indexOf(row?.patient ?? '') ?? -1);
          const text = describeBag(row?.state ?? 'gone', holder, expected, patient < 0 ? null : patient);
          return [key, row?.open ? `${text} !${row.open}` : text];
        }),
      );
      const stored = await owner<
        {
          org: string;
          component: string;
          available: number;
          reserved: number;
          quarantined: number;
          inTransit: number;
          amount: number;
        }[]
      >`
        select org_id as org, component, available_bags as available, reserved_bags as reserved, quarantined_bags as quarantined, in_transit_bags as "inTransit",
          (available_amount + reserved_amount + quarantined_amount + in_transit_amount)::int as amount
        from stock_cells where org_id = any(${Object.values(orgs)})`;
      const cells: Record<string, Cell> = {};
      for (const { org, component, amount, ...cell } of stored) {
        const product = component === trialProducts.red.component ? 'red' : 'plasma';
        const count = cell.available + cell.reserved + cell.quarantined + cell.inTransit;
        if (amount !== count * trialProducts[product].amount)
          throw new Error(`${org} ${component}: ${count} bags and ${amount} hundredths`);
        if (count > 0) cells[`${placeOf(org)} ${product}`] = cell;
      }
      const notes = await owner<{ id: string; state: string; version: number; received: number }[]>`
        select id, state, version, received_count as received from shipments where org_id = ${orgs.station}`;
      const shipments = Object.fromEntries(
        Object.keys(model.shipments).map((key) => {
          const note = notes.find(({ id }) => id === idOf(key));
          return [key, note && { state: note.state, version: note.version, received: note.received }];
        }),
      );
      return { bags, cells, shipments };
    },
    async countLedger() {
      const [row] = await owner<{ released: number; inStock: number; issued: number; ended: number }[]>`
        select count(*) filter (where from_bucket = 'supply')::int as released,
          (count(*) filter (where to_org is not null) - count(*) filter (where from_org is not null))::int as "inStock",
          (count(*) filter (where to_bucket = 'patient') - count(*) filter (where from_bucket = 'patient'))::int as issued,
          (count(*) filter (where to_bucket in ('discarded', 'lost')) - count(*) filter (where from_bucket in ('discarded', 'lost')))::int as ended
        from stock_movements m where m.unit_id in (select id from blood_units where source_org_id = ${orgs.station})`;
      return row ?? { released: -1, inStock: -1, issued: -1, ended: -1 };
    },
  };

  function describeBag(state: string, holder: Place | null, expected: Place | null, patient: number | null): string {
    return [
      state,
      holder === null ? '?' : sameAs(String(holder)),
      expected === null ? '' : `→${expected}`,
      patient === null ? '' : `for ${patient}`,
    ]
      .filter((part) => part !== '')
      .join(' ');
  }
}

/** The model's bags in the words of `look`. */
export function describeModel(model: Model): { bags: object; shipments: object } {
  return {
    bags: Object.fromEntries(
      Object.entries(model.bags).map(([key, bag]) => [
        key,
        [
          bag.state,
          bag.holder,
          bag.state === 'in_transit' ? `→${bag.expected}` : '',
          bag.reservedFor === null ? '' : `for ${bag.reservedFor.patient}`,
          bag.open ? `!${bag.open}` : '',
        ]
          .filter((part) => part !== '')
          .join(' '),
      ]),
    ),
    shipments: Object.fromEntries(
      Object.entries(model.shipments).map(([key, { state, version, received }]) => [key, { state, version, received }]),
    ),
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
      mustChangePassword: false,
    };
  };
}
