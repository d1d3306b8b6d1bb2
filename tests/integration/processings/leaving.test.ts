import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findDrift } from '@/server/audit/find-drift';
import type { UserActor } from '@/server/kernel/actor';
import { execute } from '@/server/kernel/command';
import { AppError } from '@/server/kernel/errors';
import { runRead } from '@/server/kernel/read';
import { reserveBags } from '@/server/modules/clinical-issues/reserve';
import { voidIssue } from '@/server/modules/clinical-issues/void';
import { cancelProcessing } from '@/server/modules/processings/cancel';
import { endProcessing } from '@/server/modules/processings/end';
import { getProcessing } from '@/server/modules/processings/get';
import { startProcessing } from '@/server/modules/processings/start';
import { openCity, type TrialCity } from '../../support/city';
import {
  addPatient,
  type Bag,
  endingOfStarted,
  enterSheet,
  type House,
  labelRead,
  openHouse,
  openIncident,
  type ProcessingWish,
  paperLine,
  releaseHeld,
  reservationInput,
  resolve,
  stockBags,
} from '../../support/city-work';

const hourMs = 3_600_000;
const reason = '核对后更正';
let city: TrialCity;
let clerk: UserActor;
let house: House;

beforeAll(async () => {
  city = await openCity();
  clerk = (await city.enter('S01', '1001', ['station_clerk'])).actor;
  house = await openHouse(city, 'H01');
});
afterAll(async () => {
  expect(await city?.reconcile()).toEqual([]);
  expect(await findDrift(city.owner)).toEqual([]);
  await city?.close();
});

async function shelf<N extends number>(count: N, product: 'plasma' | 'red' = 'plasma') {
  const wish = { product, hours: product === 'plasma' ? 24 * 300 : 24 * 20 } as const;
  return (await stockBags(
    city,
    clerk,
    house,
    Array.from({ length: count }, () => wish),
  )) as unknown as N extends 1 ? [Bag] : N extends 2 ? [Bag, Bag] : Bag[];
}
const start = (bags: readonly Bag[], kind: ProcessingWish['kind'], minutesAgo = 0) =>
  city.now().then((now) =>
    execute(startProcessing, city.as(house.technician), {
      kind,
      device: '1 号水浴箱',
      isOpenSystem: false,
      unitIds: bags.map(({ id }) => id),
      ...(minutesAgo > 0 ? { startedAt: new Date(now.getTime() - minutesAgo * 60_000) } : {}),
    }),
  );
const end = async (
  id: string,
  bags: readonly Bag[],
  kind: ProcessingWish['kind'],
  wish: Partial<ProcessingWish> = {},
) =>
  execute(endProcessing, city.as(house.technician), {
    id,
    version: 1,
    ...(await endingOfStarted(city, house, id, bags, { kind, ...wish })),
  });
const cancel = (id: string, spoiledUnitIds: string[] = []) =>
  execute(cancelProcessing, city.as(house.technician), { id, version: 1, reason, spoiledUnitIds });
const linesOf = async (id: string) =>
  new Map((await runRead(getProcessing, city.as(house.technician), { id })).bags.map((bag) => [bag.unitId, bag]));
async function standOf(id: string) {
  const [row] = await city.owner<
    { state: string; holdReason: string | null; expiresAt: Date; processedAs: string[] }[]
  >`select state, hold_reason as "holdReason", expires_at as "expiresAt", processed_as as "processedAs" from blood_units where id = ${id}`;
  if (!row) throw new Error(`no bag ${id}`);
  return row;
}
async function codesOf(work: Promise<unknown>) {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (error instanceof AppError) return error.violations.map(({ code }) => code);
  throw new Error(`expected a refusal, got ${String(error)}`);
}
/** How its reservations ended; null: not yet. */
const keptFor = async (bag: Bag) =>
  (
    await city.owner<{ endReason: string | null }[]>`
      select end_reason as "endReason" from reservations where unit_id = ${bag.id} order by reserved_at`
  ).map(({ endReason }) => endReason);
async function resolveAll(bag: Bag, decision: 'note' | 'discard' | 'keep') {
  const open = await city.owner<{ id: string; version: number }[]>`
    select i.id, i.version from incidents i join incident_bags b on b.incident_id = i.id where b.unit_id = ${bag.id} and i.state <> 'resolved'`;
  for (const incident of open) await resolve(city, house, incident, decision);
  return open.length;
}
/** Issued on paper while it was in the bath; that was a mistake of the paper, and the bag is here again, on hold. */
async function issuedAndTakenBack(bag: Bag): Promise<void> {
  await enterSheet(city, house.technician, [await paperLine(city, bag)]);
  expect((await standOf(bag.id)).state).toBe('issued');
  expect(await resolveAll(bag, 'note')).toBeGreaterThan(0);
  const [line] = await city.owner<{ id: string; version: number }[]>`
    select i.id, i.version from clinical_issues i join clinical_issue_lines l on l.issue_id = i.id where l.unit_id = ${bag.id} and l.voided_at is null`;
  if (!line) throw new Error('no issue');
  await execute(voidIssue, city.as(house.reviewer), { ...line, reason });
  expect(await standOf(bag.id)).toMatchObject({ state: 'quarantined', holdReason: 'processing_left' });
}

describe('a bag that another record took out of a processing', () => {
  it('and is on hold for it does not come to the shelf by the end, and bears the shorter life', async () => {
    const [gone, stayed] = await shelf(2);
    const { id } = await start([gone, stayed], 'thaw');
    await issuedAndTakenBack(gone);
    expect([...(await linesOf(id)).values()].map(({ unitId, isIn }) => [unitId, isIn])).toEqual(
      expect.arrayContaining([
        [gone.id, false],
        [stayed.id, true],
      ]),
    );
    expect(await codesOf(end(id, [gone, stayed], 'thaw'))).toEqual(['processing.bag_left']);
    await end(id, [stayed], 'thaw');
    expect(await standOf(stayed.id)).toMatchObject({ state: 'available' });
    const stand = await standOf(gone.id);
    expect(stand).toMatchObject({ state: 'quarantined', holdReason: 'processing_left', processedAs: ['thawed'] });
    expect(stand.expiresAt.getTime()).toBeLessThanOrEqual((await city.now()).getTime() + 24 * hourMs);
    expect((await linesOf(id)).get(gone.id)?.outcome).toBe('gone');
  });

  it('is no reason why the others can be neither ended nor cancelled', async () => {
    const [issued, rest] = await shelf(2);
    const { id } = await start([issued, rest], 'thaw');
    await enterSheet(city, house.technician, [await paperLine(city, issued)]);
    await end(id, [rest], 'thaw');
    expect(await standOf(issued.id)).toMatchObject({ state: 'issued' });

    const [discarded, other] = await shelf(2, 'red');
    const begun = await start([discarded, other], 'irradiate');
    await enterSheet(city, house.technician, [await paperLine(city, discarded, { kind: 'discarded' })]);
    await cancel(begun.id);
    expect((await standOf(discarded.id)).state).toBe('discarded');
    expect((await standOf(other.id)).state).toBe('available');
    expect([...(await linesOf(begun.id)).values()].map(({ outcome }) => outcome).sort()).toEqual(['back', 'gone']);
  });

  it.each(['discard', 'keep'] as const)(
    'by an incident, signed %s, stays on hold whatever becomes of the processing, and is kept for nobody',
    async (decision) => {
      const [judged, rest] = await shelf(2);
      const patientId = await addPatient(city, house.technician);
      await execute(reserveBags, city.as(house.technician), await reservationInput(city, house, patientId, [judged]));
      const { id } = await start([judged, rest], 'thaw');
      await enterSheet(city, house.technician, [await paperLine(city, judged, { kind: 'received' })]);
      await resolveAll(judged, decision);
      expect(await findDrift(city.owner)).toEqual([]);
      const kept = await city.owner`select id from reservations where unit_id = ${judged.id} and ended_at is null`;
      expect(kept).toHaveLength(0);
      await end(id, [rest], 'thaw');
      expect((await standOf(judged.id)).state).toBe('quarantined');
      expect((await standOf(judged.id)).holdReason).not.toBe('processing');
    },
  );

  it.each(['discard', 'keep'] as const)(
    'by an incident, signed %s, is kept for nobody from the signature on',
    async (decision) => {
      const [judged] = await shelf(1);
      const patientId = await addPatient(city, house.technician);
      await execute(reserveBags, city.as(house.technician), await reservationInput(city, house, patientId, [judged]));
      await start([judged], 'thaw');
      expect(await keptFor(judged)).toEqual([null]);
      const incident = await openIncident(city, house.technician, [judged]);
      await resolve(city, house, incident, decision);
      expect(await keptFor(judged)).toEqual(['held']);
      const told = await city.owner<{ payload: string }[]>`
        select payload from audit_log where action = 'clinical-issues.reservation-ended' and position(${judged.id} in payload) > 0`;
      expect(told).toMatchObject([{ payload: expect.stringContaining(incident.no) }]);
    },
  );

  it('by an incident of a sheet is kept for nobody from the sheet on', async () => {
    const [judged] = await shelf(1);
    const patientId = await addPatient(city, house.technician);
    await execute(reserveBags, city.as(house.technician), await reservationInput(city, house, patientId, [judged]));
    await start([judged], 'thaw');
    await enterSheet(city, house.technician, [await paperLine(city, judged, { kind: 'received', celsius: null })]);
    expect(await standOf(judged.id)).toMatchObject({ state: 'quarantined', holdReason: 'processing' });
    expect(await keptFor(judged)).toEqual(['held']);
  });

  it('by nothing but a sheet that had it come again, is not taken out: it ends, and stays kept', async () => {
    const [bag] = await shelf(1, 'red');
    const patientId = await addPatient(city, house.technician);
    await execute(reserveBags, city.as(house.technician), await reservationInput(city, house, patientId, [bag]));
    const { id } = await start([bag], 'irradiate');
    await city.wait(1);
    const sheet = await enterSheet(city, house.technician, [
      await paperLine(city, bag, { kind: 'received', minutesAgo: 5 }),
    ]);
    expect(sheet.incidents.map(({ rule }) => rule)).toEqual(['already_here']);
    await end(id, [bag], 'irradiate');
    expect([(await standOf(bag.id)).state, await keptFor(bag)]).toEqual(['reserved', [null]]);
  });

  it('while its incident is open makes nothing either', async () => {
    const [judged] = await shelf(1, 'red');
    const { id } = await start([judged], 'split');
    await enterSheet(city, house.technician, [await paperLine(city, judged, { kind: 'received', celsius: null })]);
    expect(await codesOf(end(id, [judged], 'split', { parts: [100, 100] }))).toEqual(['processing.bag_left']);
    await cancel(id);
    expect(await standOf(judged.id)).toMatchObject({ state: 'quarantined', holdReason: 'incident' });
    await resolveAll(judged, 'discard');
  });

  it('and went into another processing is the other one’s', async () => {
    const [bag] = await shelf(1);
    const first = await start([bag], 'thaw');
    await issuedAndTakenBack(bag);
    await releaseHeld(city, house.reviewer, house.technician, [bag.id], {
      ...labelRead(),
      custody: { minutesOut: 5, place: '2 号冰箱' },
      alsoSeen: ['issue_voided'],
    });
    const second = await start([bag], 'thaw');
    await cancel(first.id);
    expect(await standOf(bag.id)).toMatchObject({ state: 'quarantined', holdReason: 'processing' });
    await end(second.id, [bag], 'thaw');
    expect(await standOf(bag.id)).toMatchObject({ state: 'available' });
  });
});

describe('a cancelled processing', () => {
  it('gives nothing back that its start has changed: on hold until the label has been read again', async () => {
    const [bag] = await shelf(1);
    const { id } = await start([bag], 'thaw', 180);
    await cancel(id);
    expect(await standOf(bag.id)).toMatchObject({ state: 'quarantined', holdReason: 'processing_voided' });
    expect((await linesOf(id)).get(bag.id)?.outcome).toBe('held');
    await releaseHeld(city, house.reviewer, house.technician, [bag.id], labelRead());
    expect((await standOf(bag.id)).state).toBe('available');
  });

  it('gives back what has been out for half an hour at most', async () => {
    const [early, late] = await shelf(2, 'red');
    await cancel((await start([early], 'irradiate', 29)).id);
    expect((await standOf(early.id)).state).toBe('available');
    await cancel((await start([late], 'irradiate', 31)).id);
    expect(await standOf(late.id)).toMatchObject({ state: 'quarantined', holdReason: 'processing_voided' });
  });
});
