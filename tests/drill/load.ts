import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { inferRouterOutputs } from '@trpc/server';
import { receiptCovers } from '@/domain/bag-receipts/covers';
import { encodeDonationNumber, encodeExpiry, encodeGroup, encodeProduct } from '@/domain/blood/barcodes/encode';
import { issueChecks } from '@/domain/clinical-issues/checks';
import { coversOfIssue } from '@/domain/clinical-issues/covers';
import { outboundCovers } from '@/domain/other-outbounds/covers';
import { processingCovers } from '@/domain/processings/covers';
import { equalParts } from '@/domain/processings/parts';
import { stocktakeCovers } from '@/domain/stocktakes/covers';
import { products } from '@/server/demo/city';
import type { AppRouter } from '@/server/router';
import { Client, Refused, Unanswered } from './client';

type Output = inferRouterOutputs<AppRouter>;

const hourMs = 3_600_000;
const pick = <T>(items: readonly T[]): T => {
  const item = items[randomInt(items.length)];
  if (item === undefined) throw new RangeError('nothing to pick from');
  return item;
};

/** What the clients know of the city in common: patients they entered, lorries on their way. */
export interface Shared {
  serial: number;
  readonly firstSerial: number;
  readonly patients: Map<string, { id: string; abo: string }[]>;
  readonly underWay: Map<string, string[]>;
}

export function createShared(): Shared {
  return { serial: 0, firstSerial: randomInt(200_000, 900_000), patients: new Map(), underWay: new Map() };
}

const hospitals = ['H01', 'H02', 'H03', 'H04'];

/** Eight people at work: two clerks of the station, six technicians of four hospitals. */
export function openClients(place: { url: string; authSecret: string }): Client[] {
  return ['S01', 'S01', 'H01', 'H01', 'H02', 'H02', 'H03', 'H04'].map((org) => new Client(org, '1001', place));
}

const listOf = <T>(map: Map<string, T[]>, key: string): T[] => {
  const list = map.get(key) ?? [];
  map.set(key, list);
  return list;
};

async function shipFromStation(client: Client, shared: Shared): Promise<void> {
  const bags = Array.from({ length: randomInt(3, 9) }, () => {
    const product = pick(products.filter(({ component }) => component === 'rbc-lr' || component === 'ffp'));
    const serial = String((shared.firstSerial + shared.serial++) % 1_000_000).padStart(6, '0');
    return { product, donationNo: `3100026${serial}` };
  });
  const now = Date.now();
  const lines = bags.map(({ product, donationNo }) => ({
    donation: encodeDonationNumber(donationNo),
    productCode: product.productCode,
    abo: pick(['A', 'B', 'O', 'AB'] as const),
    rhd: 'positive' as const,
    collectedAt: new Date(now - 30 * hourMs),
    preparedAt: new Date(now - 24 * hourMs),
    expiresAt: new Date(now + 20 * 24 * hourMs),
  }));
  const { units } = await client.send<Output['stationStock']['release']>(
    'release',
    'stationStock.release',
    { lines },
    {
      mark: bags.map(({ donationNo }) => donationNo).join(' '),
      bags: bags.length,
    },
  );
  const toOrgId = pick(hospitals);
  const boxOf = (component: string) => (component === 'ffp' ? 2 : 1);
  const mark = newMark();
  const shipped = await client.send<Output['shipments']['ship']>(
    'ship',
    'shipments.ship',
    {
      toOrgId,
      boxes: [...new Set(units.map(({ component }) => boxOf(component)))].map((boxNo) => ({
        boxNo,
        temperatureClass: boxNo === 1 ? 'red_cells' : 'frozen',
        packedAtCelsius: boxNo === 1 ? 4.1 : -22.5,
      })),
      lines: units.map((unit) => ({ unitId: unit.id, boxNo: boxOf(unit.component) })),
      carrier: mark,
    },
    { mark, bags: units.length },
  );
  listOf(shared.underWay, toOrgId).push(shipped.id);
}

async function receive(client: Client, shipmentId: string): Promise<void> {
  const { shipment, bags } = await client.ask<Output['bagReceipts']['open']>('bagReceipts.open', { shipmentId });
  const draft = {
    shipmentId,
    arrivedAt: new Date(),
    dutyMode: 'two_person' as const,
    temperatures: shipment.boxes.map(({ boxNo, temperatureClass }) => ({
      boxNo,
      temperatureClass: temperatureClass as 'red_cells' | 'frozen',
      celsius: temperatureClass === 'frozen' ? -21.4 : 4.2,
    })),
    lines: bags
      .filter((bag) => bag.state === 'expected')
      .map((bag) => ({
        unitId: bag.unitId,
        boxNo: bag.boxNo,
        entry: 'scan' as const,
        scans: [
          encodeDonationNumber(bag.donationNo),
          encodeProduct(bag.productCode),
          encodeGroup(bag),
          encodeExpiry(bag.expiresAt, 'Asia/Shanghai'),
        ],
        exceptions: [],
        outcome: 'accepted' as const,
      })),
  };
  const [receiver, reviewer] = await client.signAll(receiptCovers(draft), ['1001', '1002']);
  const data = { ...draft, signatures: { receiver, reviewer } };
  await client.send('receive', 'bagReceipts.post', data, { mark: shipmentId, bags: draft.lines.length });
}

async function enterPatient(client: Client, shared: Shared): Promise<void> {
  const mark = `DR${randomInt(2 ** 40)
    .toString(36)
    .toUpperCase()}`;
  const abo = pick(['A', 'B', 'O', 'AB'] as const);
  const data = {
    ...{
      mrn: mark,
      name: '李桂芳',
      sex: 'female',
      birthDate: '1950-01-01',
      abo,
      rhd: 'positive',
      groupDeterminations: 2,
    },
    ...{ antibodies: [], requirements: [], isUnidentified: false },
  };
  const { id } = await client.send<Output['patients']['register']>('patient', 'patients.register', data, {
    mark,
    bags: 0,
  });
  listOf(shared.patients, client.orgId).push({ id, abo });
}

/** One or two bags that nobody keeps, from the front of the proposal, where the others take theirs too. */
async function chooseBags(client: Client, patientId: string) {
  const component = pick(['rbc-lr', 'rbc-lr', 'ffp']);
  const { usable } = await client.ask<Output['clinicalIssues']['candidates']>('clinicalIssues.candidates', {
    patientId,
    component,
  });
  const free = usable.filter((bag) => bag.reservedFor === 'nobody' && bag.verdict.level === 'IDENTICAL').slice(0, 8);
  const from = randomInt(Math.max(1, free.length - 1));
  return free.slice(from, from + randomInt(1, 3));
}

const newRequestNo = () => `DR${randomInt(2 ** 40).toString(36)}`;
/** Words that no other command wrote. */
const newMark = () => `drill ${randomInt(2 ** 40).toString(36)}`;

async function reserve(client: Client, patientId: string): Promise<void> {
  const bags = await chooseBags(client, patientId);
  if (bags.length === 0) return;
  const requestNo = newRequestNo();
  const data = { patientId, requestNo, lines: bags.map(({ unitId }) => ({ unitId })) };
  await client.send('reserve', 'clinicalIssues.reserve', data, { mark: requestNo, bags: bags.length });
}

async function issue(client: Client, patientId: string): Promise<void> {
  const bags = await chooseBags(client, patientId);
  if (bags.length === 0) return;
  const now = Date.now();
  const crossmatch = {
    ...{ method: 'gel_card', major: 'compatible', minor: 'compatible', testedBy: '1001', checkedBy: '1002' },
    ...{ specimenNo: 'S1', testedAt: new Date(now - 2 * hourMs), specimenDrawnAt: new Date(now - 5 * hourMs) },
  };
  const requestNo = newRequestNo();
  const draft = {
    ...{ patientId, requestNo, department: '骨科', ward: '3 病区', bed: '7 床', dutyMode: 'two_person' as const },
    lines: bags.map(({ unitId }) => ({ unitId, appearance: 'normal' as const, crossmatch })),
    checks: issueChecks.map((item) => ({ item, at: new Date(now) })),
    antibodyScreen: { result: 'negative', screenedAt: new Date(now - 2 * hourMs), screenedBy: '1001' },
  };
  const staff = ['1001', '3001', '1002'];
  const [issuer, collector, checker] = await client.signAll(coversOfIssue(draft), staff);
  const data = { ...draft, signatures: { issuer, collector, checker } };
  await client.send('issue', 'clinicalIssues.register', data, { mark: requestNo, bags: bags.length });
}

/** From the end of one cell, where the others take theirs too: what has been thawed or is about to expire stands at its front. */
async function chooseFromShelf(client: Client, component: string, isWanted = (_productCode: string) => true) {
  const abo = pick(['A', 'B', 'O'] as const);
  const { groups } = await client.ask<Output['stock']['cellBags']>('stock.cellBags', {
    ...{ component, abo, rhd: 'positive' },
  });
  const free = groups.at(-1)?.rows.filter(({ state, productCode }) => state === 'available' && isWanted(productCode));
  return (free ?? []).slice(-randomInt(1, 9)).slice(0, 2);
}

/** Done at the bench and posted at once, checked by a second person. */
export async function processBags(client: Client, kind: 'thaw' | 'split'): Promise<void> {
  const bags =
    kind === 'thaw'
      ? await chooseFromShelf(client, 'ffp')
      : await chooseFromShelf(client, 'rbc-lr', (productCode) => productCode.endsWith('00'));
  if (bags.length === 0) return;
  const ended = bags.map(({ id, amount }) => ({
    ...{ unitId: id, outcome: 'done' as const, loss: 0 },
    parts: kind === 'split' ? equalParts(amount, 2) : [],
  }));
  const how = { kind, device: '', ...(kind === 'split' ? { isOpenSystem: false } : {}) };
  const [token] = await client.signAll(processingCovers({ ...how, bags: ended }), ['1002']);
  const mark = newMark();
  const end = { bags: ended, second: { by: 'token', token } };
  const data = { ...how, words: mark, unitIds: bags.map(({ id }) => id), end };
  await client.send(kind, 'processings.start', data, { mark, bags: bags.length });
}

export async function sendOut(client: Client, kind: 'discard' | 'return'): Promise<void> {
  const bags = await chooseFromShelf(client, 'rbc-lr');
  if (bags.length === 0) return;
  const mark = newMark();
  const unitIds = bags.map(({ id }) => id);
  const outbound =
    kind === 'discard'
      ? ({ kind, reasonCode: 'broken_bag', words: mark, unitIds } as const)
      : ({ kind, reasonCode: 'near_expiry', words: mark, unitIds, toOrgId: 'S01' } as const);
  const [token] = kind === 'discard' ? await client.signAll(outboundCovers(outbound), ['1002']) : [];
  const data = { ...outbound, ...(token ? { second: { by: 'token', token } } : {}) };
  await client.send(kind, 'otherOutbounds.register', data, { mark, bags: bags.length });
}

/** One of the places is counted by two while the others work out of it: all of it is there. */
export async function countPlace(client: Client): Promise<void> {
  const places = await client.ask<Output['storagePlaces']['list']>('storagePlaces.list', {});
  const { id: placeId } = pick(places);
  const { at, bags } = await client.ask<Output['stocktakes']['open']>('stocktakes.open', { placeId });
  const mark = newMark();
  const count = {
    ...{ placeId, startedAt: at, missingUnitIds: [], words: mark },
    scans: bags.map(({ id, donationNo, productCode }) => ({ unitId: id, donationNo, productCode, at })),
  };
  const [token] = await client.signAll(stocktakeCovers(count), ['1002']);
  const data = { ...count, second: { by: 'token', token } };
  await client.send('count', 'stocktakes.sign', data, { mark, bags: 0 });
}

/** What a house does beside giving blood out. */
function keepHouse(client: Client): Promise<void> {
  const chore = pick(['thaw', 'thaw', 'split', 'discard', 'return', 'count'] as const);
  if (chore === 'count') return countPlace(client);
  return chore === 'thaw' || chore === 'split' ? processBags(client, chore) : sendOut(client, chore);
}

async function workOnce(client: Client, shared: Shared): Promise<void> {
  if (client.orgId === 'S01') return shipFromStation(client, shared);
  const shipmentId = shared.underWay.get(client.orgId)?.shift();
  if (shipmentId) return receive(client, shipmentId);
  const known = shared.patients.get(client.orgId) ?? [];
  const patient = known.length > 0 ? pick(known.slice(-20)) : undefined;
  if (!patient || randomInt(4) === 0) return enterPatient(client, shared);
  if (randomInt(3) === 0) return keepHouse(client);
  return randomInt(3) === 0 ? reserve(client, patient.id) : issue(client, patient.id);
}

/** Works until told to stop, at most once in `restMs`, or, where the server may go away, until it does. Refusals are part of the work: two want one bag. */
export async function work(
  client: Client,
  shared: Shared,
  until: AbortSignal,
  onBreak: 'leave' | 'wait',
  restMs = 0,
): Promise<void> {
  while (!until.aborted) {
    if (restMs > 0) await pause(restMs * (0.5 + Math.random()), undefined, { signal: until }).catch(() => undefined);
    if (until.aborted) return;
    try {
      await workOnce(client, shared);
    } catch (error) {
      if (error instanceof Refused) continue;
      if (!(error instanceof Unanswered)) throw error;
      if (onBreak === 'leave') return;
      await pause(100);
    }
  }
}
