import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { placeRecord } from '@/domain/storage-places/record';
import { findDrift } from '@/server/audit/find-drift';
import type { UserActor } from '@/server/kernel/actor';
import { execute } from '@/server/kernel/command';
import { AppError } from '@/server/kernel/errors';
import { historyOf } from '@/server/kernel/history';
import { runRead } from '@/server/kernel/read';
import { voidReceipt } from '@/server/modules/bag-receipts/void';
import { reserveBags } from '@/server/modules/clinical-issues/reserve';
import { voidOutbound } from '@/server/modules/other-outbounds/void';
import { cancelProcessing } from '@/server/modules/processings/cancel';
import { endProcessing } from '@/server/modules/processings/end';
import { startProcessing } from '@/server/modules/processings/start';
import { voidProcessing } from '@/server/modules/processings/void';
import { holdBags } from '@/server/modules/stock/hold';
import { readHolds } from '@/server/modules/stock/holds';
import { listPlaces } from '@/server/modules/storage-places/list';
import { moveBags } from '@/server/modules/storage-places/move';
import { readTemperature } from '@/server/modules/storage-places/read-temperature';
import { listTemperatures } from '@/server/modules/storage-places/temperatures';
import { openCity, type TrialCity } from '../../support/city';
import {
  addPatient,
  addPlace,
  type Bag,
  endingOfStarted,
  enterSheet,
  type House,
  issueBags,
  labelRead,
  openHouse,
  paperLine,
  processBags,
  receiveBags,
  releaseBags,
  releaseHeld,
  reservationInput,
  resolve,
  sendOut,
  shipBags,
  stockBags,
} from '../../support/city-work';

let city: TrialCity;
let clerk: UserActor;
let house: House;
let stranger: House;
let places = 0;

beforeAll(async () => {
  city = await openCity();
  clerk = (await city.enter('S01', '1001', ['station_clerk'])).actor;
  house = await openHouse(city, 'H01');
  stranger = await openHouse(city, 'H02');
});
afterAll(async () => {
  expect(await city?.reconcile()).toEqual([]);
  await city?.close();
});

async function fridge(count: number) {
  places += 1;
  const place = await addPlace(city, house, `K${places}`);
  if (count === 0) return { place, bags: [] as Bag[] };
  const bags = await stockBags(
    city,
    clerk,
    house,
    Array.from({ length: count }, () => ({})),
  );
  await execute(moveBags, city.as(house.technician), { placeId: place.id, unitIds: bags.map(({ id }) => id) });
  return { place, bags };
}
const read = (placeId: string, more: object, by: UserActor = house.technician, key?: string) =>
  execute(readTemperature, city.as(by), { placeId, ...more } as never, key);
const stateOf = async (bag: Pick<Bag, 'id'> | undefined) => {
  const [row] = await city.owner<{ state: string; holdReason: string | null }[]>`
    select state, hold_reason as "holdReason" from blood_units where id = ${bag?.id ?? ''}`;
  return [row?.state, row?.holdReason ?? null];
};
async function codesOf(work: Promise<unknown>): Promise<string[]> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof AppError)
    return error.violations.length ? error.violations.map(({ code }) => code) : [error.code];
  throw new Error(`expected a refusal, got ${String(error)}`);
}
const listed = async (placeId: string) =>
  (await runRead(listPlaces, city.as(house.technician), {})).find(({ id }) => id === placeId);

/** What was found of a held bag, in the words of whoever found it. */
const foundOf = async (bag: Pick<Bag, 'id'>) =>
  (await runRead(readHolds, city.as(house.technician), { unitIds: [bag.id] })).bags[0]?.foundWords;

describe('a reading', () => {
  it('in range is written down, and is the last of its place', async () => {
    const { place, bags } = await fridge(1);
    expect((await listed(place.id))?.lastReadAt).toBeNull();
    expect(await read(place.id, { celsius: 4.2 })).toMatchObject({ isOut: false, held: 0 });
    expect(await listed(place.id)).toMatchObject({ lastCelsius: 4.2, isLastOut: false });
    expect(await stateOf(bags[0])).toEqual(['available', null]);
    const { readings } = await runRead(listTemperatures, city.as(house.technician), { placeId: place.id });
    expect(readings).toMatchObject([{ celsius: 4.2, source: 'manual', readBy: `1001 ${house.technician.name}` }]);
  });

  it('of a recorder does not stand for a hand: the list knows both, and which reading by hand another one followed eight hours later', async () => {
    const { place } = await fridge(0);
    const now = await city.now();
    const ago = (hours: number) => new Date(now.getTime() - hours * 3_600_000);
    const kept = (hours: number, source: string) => city.owner`
      insert into temperature_readings (org_id, place_id, celsius, read_at, source, is_out, read_by)
      values ('H01', ${place.id}, 4, ${ago(hours)}, ${source}, false, '1001 试验')`;
    await kept(1, 'file');
    await kept(70, 'manual');
    await kept(3, 'manual');
    expect(await listed(place.id)).toMatchObject({ recordedAt: ago(1), pairedAt: null });
    await kept(10.9, 'manual');
    expect(await listed(place.id)).toMatchObject({ pairedAt: null });
    await kept(11, 'manual');
    await kept(20, 'interface');
    expect(await listed(place.id)).toMatchObject({ recordedAt: ago(1), pairedAt: ago(11) });
  });

  it('out of range is typed twice, and then holds what stood there until two decide', async () => {
    const { place, bags } = await fridge(2);
    const [shelved, reserved] = bags;
    if (!reserved) throw new Error('two bags');
    const patientId = await addPatient(city, house.technician, { abo: 'O' });
    await execute(reserveBags, city.as(house.technician), await reservationInput(city, house, patientId, [reserved]));
    expect(await codesOf(read(place.id, { celsius: 9.4 }))).toEqual(['temperature.type_again']);
    expect(await codesOf(read(place.id, { celsius: 9.4, again: 4.9 }))).toEqual(['temperature.differs']);
    expect(await stateOf(shelved)).toEqual(['available', null]);
    const key = randomUUID();
    const first = await read(place.id, { celsius: 9.4, again: 9.4 }, house.technician, key);
    expect(first).toMatchObject({ isOut: true, held: 2 });
    expect(await read(place.id, { celsius: 9.4, again: 9.4 }, house.technician, key)).toEqual(first);
    expect([await stateOf(shelved), await stateOf(reserved)]).toEqual([
      ['quarantined', 'temperature'],
      ['quarantined', 'temperature'],
    ]);
    const [reservation] = await city.owner`select end_reason from reservations where unit_id = ${reserved.id}`;
    expect(reservation).toEqual({ end_reason: 'held' });
    await releaseHeld(city, house.reviewer, house.technician, [shelved?.id ?? '']);
    expect(await stateOf(shelved)).toEqual(['available', null]);
    const history = await runRead(historyOf(placeRecord), city.as(house.technician), { id: place.id });
    expect(history[0]).toMatchObject({
      action: 'storage-places.read-temperature',
      after: { celsius: 9.4, isOut: true },
    });
  });

  it('of earlier today holds what stood there then, or came before the place was read again; of yesterday is refused, and one instant has one reading', async () => {
    const { place } = await fridge(0);
    const before = await city.now();
    const [early, late] = await stockBags(city, clerk, house, [{}, {}]);
    if (!early || !late) throw new Error('two bags');
    const put = ({ id }: Bag) => execute(moveBags, city.as(house.technician), { placeId: place.id, unitIds: [id] });
    await put(early);
    await read(place.id, { celsius: 4 });
    await put(late);
    expect(await read(place.id, { celsius: 8, again: 8, readAt: before })).toMatchObject({ isOut: true, held: 1 });
    expect(await stateOf(early)).toEqual(['quarantined', 'temperature']);
    expect(await stateOf(late)).toEqual(['available', null]);
    expect(await codesOf(read(place.id, { celsius: 5, readAt: before }))).toEqual(['temperature.known']);
    const yesterday = new Date(before.getTime() - 25 * 3_600_000);
    expect(await codesOf(read(place.id, { celsius: 5, readAt: yesterday }))).toEqual(['temperature.time']);
  });

  it('written down late holds what stood there when it was read, wherever in the house it stands by now', async () => {
    const { place, bags } = await fridge(3);
    const { place: other } = await fridge(0);
    const [moved, round, stayed] = bags;
    const [came] = await stockBags(city, clerk, house, [{}]);
    if (!moved || !round || !stayed || !came) throw new Error('four bags');
    const readAt = await city.now();
    const put = (to: { id: string }, bag: Bag) =>
      execute(moveBags, city.as(house.technician), { placeId: to.id, unitIds: [bag.id] });
    await put(other, moved);
    await put(other, round);
    await put(place, round);
    await read(place.id, { celsius: 4 });
    await put(place, came);
    expect(await read(place.id, { celsius: 12, again: 12, readAt })).toMatchObject({ held: 3, gone: 0 });
    expect(await Promise.all([moved, round, stayed, came].map(stateOf))).toEqual([
      ['quarantined', 'temperature'],
      ['quarantined', 'temperature'],
      ['quarantined', 'temperature'],
      ['available', null],
    ]);
  });

  it('written down late opens an incident for what was issued or sent away meanwhile, and holds what was made of a bag', async () => {
    const { place, bags } = await fridge(3);
    const [issued, sent, split] = bags;
    if (!issued || !sent || !split) throw new Error('three bags');
    const readAt = await city.now();
    const patientId = await addPatient(city, house.technician, { abo: 'O' });
    await issueBags(city, house, patientId, [issued]);
    await sendOut(city, house, [sent], { kind: 'return' });
    await processBags(city, house, [split], { kind: 'split', parts: [100, 100] });
    const [child] = await city.owner<
      { id: string }[]
    >`select child_id as id from unit_parents where parent_id = ${split.id}`;
    const answer = await read(place.id, { celsius: 12, again: 12, readAt });
    expect(answer).toMatchObject({ held: 2, gone: 2, incidentNo: expect.any(String) });
    expect(await stateOf(child)).toEqual(['quarantined', 'temperature']);
    const rows = await city.owner<{ id: string; rule: string; recordNo: string }[]>`
      select b.unit_id as id, i.rule, i.record_no as "recordNo" from incident_bags b join incidents i on i.id = b.incident_id
      where i.no = ${answer.incidentNo} and i.org_id = 'H01'`;
    expect(rows.map(({ id }) => id).sort()).toEqual([issued.id, sent.id].sort());
    expect(rows[0]).toMatchObject({ rule: 'stood_out_of_range', recordNo: place.code });
    const history = await runRead(historyOf(placeRecord), city.as(house.technician), { id: place.id });
    expect(history[0]?.after).toMatchObject({ goneIds: expect.arrayContaining([issued.id, sent.id]) });
  });

  it('written down late finds a bag that left for another house and came back into another place', async () => {
    const { place, bags } = await fridge(1);
    const { place: other } = await fridge(0);
    const [bag] = bags;
    if (!bag) throw new Error('one bag');
    const readAt = await city.now();
    const outbound = await sendOut(city, house, [bag], { kind: 'transfer', toOrgId: 'H02' });
    await receiveBags(city, stranger, outbound.shipmentId ?? '', [{ ...bag, outcome: 'refused' }]);
    await execute(moveBags, city.as(house.technician), { placeId: other.id, unitIds: [bag.id] });
    const openHolds = async () =>
      (await runRead(readHolds, city.as(house.technician), { unitIds: [bag.id] })).bags[0]?.openHolds;
    expect(await openHolds()).not.toContain('temperature');
    await read(place.id, { celsius: 12, again: 12, readAt });
    expect(await openHolds()).toContain('temperature');
  });

  it('written down late tells which bag another house has, by its number, and stops none at the house that it was on its way to', async () => {
    const { place, bags } = await fridge(2);
    const [received, underWay] = bags;
    if (!received || !underWay) throw new Error('two bags');
    const readAt = await city.now();
    const sent = await sendOut(city, house, [received], { kind: 'transfer', toOrgId: 'H02' });
    await receiveBags(city, stranger, sent.shipmentId ?? '', [received]);
    const journey = await sendOut(city, house, [underWay], { kind: 'transfer', toOrgId: 'H02' });
    const { incidentNo } = await read(place.id, { celsius: 12, again: 12, readAt });
    const told = await city.owner<{ donationNo: string; isBinding: boolean }[]>`
      select b.donation_no as "donationNo", b.is_binding as "isBinding" from incident_bags b join incidents i on i.id = b.incident_id
      where i.no = ${incidentNo} and i.org_id = 'H01' order by b.donation_no`;
    expect(told).toEqual([
      { donationNo: received.donationNo, isBinding: true },
      { donationNo: underWay.donationNo, isBinding: true },
    ]);
    // Both wait for it in the house that opened it, and nowhere else.
    await receiveBags(city, stranger, journey.shipmentId ?? '', [underWay]);
    expect(await stateOf(received)).toEqual(['available', null]);
    expect(await stateOf(underWay)).toEqual(['available', null]);
    // Received by mistake, it is on its way again; nobody there has to wait for the incident of another house.
    const [receipt] = await city.owner<{ id: string }[]>`
      select id from bag_receipts where shipment_id = ${journey.shipmentId ?? ''}`;
    await execute(voidReceipt, city.as(stranger.reviewer), { id: receipt?.id ?? '', version: 1, reason: '收错了单' });
    expect((await stateOf(underWay))[0]).toBe('in_transit');
    expect(await findDrift(city.owner)).toEqual([]);
  });

  it('of a bag that was under way and is taken back: on hold for it, and no click brings it to the shelf', async () => {
    const { place, bags } = await fridge(2);
    const [warm] = bags;
    if (!warm) throw new Error('two bags');
    const readAt = await city.now();
    const [cold] = await stockBags(city, clerk, house, [{}]);
    if (!cold) throw new Error('one bag');
    const outbound = await sendOut(city, house, [warm, cold], { kind: 'transfer', toOrgId: 'H02' });
    const { incidentNo } = await read(place.id, { celsius: 12, again: 12, readAt });
    const [incident] = await city.owner<{ id: string; version: number }[]>`
      select id, version from incidents where no = ${incidentNo} and org_id = 'H01'`;
    if (!incident) throw new Error('no incident');
    await resolve(city, house, incident, 'note');
    await execute(voidOutbound, city.as(house.reviewer), { id: outbound.id, version: 1, reason: '车没走' });
    expect(await stateOf(warm)).toEqual(['quarantined', 'temperature']);
    expect(await foundOf(warm)).toBe(`${place.code} 12 ℃`);
    expect(await stateOf(cold)).toEqual(['available', null]);
    expect(await city.reconcile()).toEqual([]);
  });

  it('of a place that a bag was sent from: taken back while that is too warm, it is on hold', async () => {
    const { place, bags } = await fridge(1);
    const [bag] = bags;
    if (!bag) throw new Error('one bag');
    const outbound = await sendOut(city, house, [bag], { kind: 'transfer', toOrgId: 'H02' });
    await city.wait(1 / 60);
    expect(await read(place.id, { celsius: 12, again: 12 })).toMatchObject({ held: 0, gone: 0 });
    await execute(voidOutbound, city.as(house.reviewer), { id: outbound.id, version: 1, reason: '车没走' });
    expect(await stateOf(bag)).toEqual(['quarantined', 'temperature']);
  });

  it('of a bag that was under way and comes back on hold, by a return taken back or a transfer refused: whoever releases it knows', async () => {
    const { place, bags } = await fridge(2);
    const [returned, refused] = bags;
    if (!returned || !refused) throw new Error('two bags');
    const readAt = await city.now();
    const outbound = await sendOut(city, house, [returned], { kind: 'return' });
    const transfer = await sendOut(city, house, [refused], { kind: 'transfer', toOrgId: 'H02' });
    const { incidentNo } = await read(place.id, { celsius: 12, again: 12, readAt });
    const [incident] = await city.owner<{ id: string; version: number }[]>`
      select id, version from incidents where no = ${incidentNo} and org_id = 'H01'`;
    if (!incident) throw new Error('no incident');
    await resolve(city, house, incident, 'note');
    await execute(voidOutbound, city.as(house.reviewer), { id: outbound.id, version: 1, reason: '车没走' });
    await receiveBags(city, stranger, transfer.shipmentId ?? '', [{ ...refused, outcome: 'refused' }]);
    for (const bag of bags) {
      expect((await stateOf(bag))[0]).toBe('quarantined');
      expect(await foundOf(bag)).toContain(`${place.code} 12 ℃`);
    }
  });

  it('of a bag that was received elsewhere and sent back while its incident is open: it is received on hold, on paper as by scanning', async () => {
    const { place, bags } = await fridge(2);
    const readAt = await city.now();
    const sent = await sendOut(city, house, bags, { kind: 'transfer', toOrgId: 'H02' });
    await read(place.id, { celsius: 12, again: 12, readAt });
    await receiveBags(city, stranger, sent.shipmentId ?? '', bags);
    const back = await sendOut(city, stranger, bags, { kind: 'transfer', toOrgId: 'H01' });
    const [scanned, written] = bags;
    if (!scanned || !written) throw new Error('two bags');
    await expect(receiveBags(city, house, back.shipmentId ?? '', [scanned])).rejects.toMatchObject({
      violations: [{ code: 'receipt.must_be_held', facts: { reason: 'incident' } }],
    });
    await receiveBags(city, house, back.shipmentId ?? '', [{ ...scanned, outcome: 'held' }]);
    await city.wait(1);
    await enterSheet(city, house.technician, [await paperLine(city, written, { kind: 'received' })]);
    expect((await stateOf(scanned))[0]).toBe('quarantined');
    expect(await stateOf(written)).toEqual(['quarantined', 'incident']);
  });

  it('written down late opens no incident for a bag that a house refused, and that never stood there again', async () => {
    const { place, bags } = await fridge(1);
    const [bag] = bags;
    if (!bag) throw new Error('one bag');
    const outbound = await sendOut(city, house, [bag], { kind: 'transfer', toOrgId: 'H02' });
    await receiveBags(city, stranger, outbound.shipmentId ?? '', [{ ...bag, outcome: 'refused' }]);
    await city.wait(1 / 60);
    const readAt = await city.now();
    await city.wait(1 / 60);
    await releaseHeld(city, house.reviewer, house.technician, [bag.id], labelRead());
    const patientId = await addPatient(city, house.technician, { abo: 'O' });
    await issueBags(city, house, patientId, [bag]);
    expect(await read(place.id, { celsius: 12, again: 12, readAt })).toMatchObject({ held: 0, gone: 0 });
  });

  it('does not hold what was pooled with a bag that stood there, once the pool is taken back', async () => {
    const { place, bags } = await fridge(0);
    expect(bags).toEqual([]);
    const pooled = await stockBags(
      city,
      clerk,
      house,
      [1, 2].map(() => ({ product: 'platelets' as const, hours: 48 })),
    );
    const [first, second] = pooled;
    if (!first || !second) throw new Error('two bags');
    const shaker = await addPlace(city, house, `S${place.code}`, 'platelets');
    await execute(moveBags, city.as(house.technician), { placeId: shaker.id, unitIds: [first.id] });
    await city.owner`
      insert into products (product_code, component, amount, name) values ('E2801V00', 'plt-pooled', 200, '混合浓缩血小板')`;
    const { id } = await processBags(city, house, pooled, { kind: 'pool' });
    await execute(voidProcessing, city.as(house.reviewer), { id, version: 1, reason: '登记错了' });
    await releaseHeld(city, house.reviewer, house.technician, [first.id, second.id], labelRead());
    const readAt = await city.now();
    expect(await read(shaker.id, { celsius: 30, again: 30, readAt })).toMatchObject({ held: 1, gone: 0 });
    expect(await stateOf(second)).toEqual(['available', null]);
  });

  it('of what was made of a bag, and taken back: the bag that it was made of stood warm', async () => {
    const { place, bags } = await fridge(1);
    const [bag] = bags;
    if (!bag) throw new Error('one bag');
    const { id } = await processBags(city, house, [bag], { kind: 'split', parts: [100, 100] });
    const readAt = await city.now();
    await execute(voidProcessing, city.as(house.reviewer), { id, version: 1, reason: '登记错了' });
    await read(place.id, { celsius: 12, again: 12, readAt });
    const { bags: held } = await runRead(readHolds, city.as(house.technician), { unitIds: [bag.id] });
    expect(held[0]).toMatchObject({ holdReason: 'processing_voided', openHolds: ['temperature'] });
  });

  it('marks what is on hold already: whoever releases it must have seen that it stood warm', async () => {
    const { place, bags } = await fridge(1);
    const [bag] = bags;
    if (!bag) throw new Error('one bag');
    await execute(holdBags, city.as(house.technician), { unitIds: [bag.id], cause: 'appearance', words: '' });
    expect(await read(place.id, { celsius: 15, again: 15 })).toMatchObject({ held: 0, marked: 1 });
    expect(await stateOf(bag)).toEqual(['quarantined', 'appearance']);
    const { bags: shown } = await runRead(readHolds, city.as(house.technician), { unitIds: [bag.id] });
    expect(shown).toMatchObject([{ openHolds: ['appearance', 'temperature'], foundWords: `${place.code} 15 ℃` }]);
    const release = (ground: object) => releaseHeld(city, house.reviewer, house.technician, [bag.id], ground);
    expect(await codesOf(release({}))).toEqual(['hold.found_since']);
    expect(await release({ alsoSeen: ['temperature'] })).toMatchObject({ released: 1 });
    await execute(holdBags, city.as(house.technician), { unitIds: [bag.id], cause: 'appearance', words: '' });
    expect(await release({})).toMatchObject({ released: 1 });
  });

  it('of what was received on hold: a voided receipt does not send it back on its way to come again as if it had stood cold', async () => {
    const arrive = async () => {
      const bags = await releaseBags(city, clerk, [{}]);
      const shipmentId = await shipBags(city, clerk, 'H01', bags);
      const receipt = await receiveBags(
        city,
        house,
        shipmentId,
        bags.map((bag) => ({ ...bag, outcome: 'held' as const })),
      );
      const { place } = await fridge(0);
      await execute(moveBags, city.as(house.technician), { placeId: place.id, unitIds: bags.map(({ id }) => id) });
      return { place, bag: bags[0], receipt };
    };
    const undo = ({ id }: { id: string }) =>
      execute(voidReceipt, city.as(house.reviewer), { id, version: 1, reason: '收错了单' });
    const cold = await arrive();
    await read(cold.place.id, { celsius: 4 });
    await undo(cold.receipt);
    expect((await stateOf(cold.bag))[0]).toBe('in_transit');
    const warm = await arrive();
    expect(await read(warm.place.id, { celsius: 15, again: 15 })).toMatchObject({ held: 0, marked: 1 });
    expect(await codesOf(undo(warm.receipt))).toEqual(['unit.not_movable']);
    expect((await stateOf(warm.bag))[0]).toBe('quarantined');
  });

  it('marks what is being processed: it comes back on hold, and so does what is made of it', async () => {
    const { place, bags } = await fridge(3);
    const [opened, split, back] = bags;
    if (!opened || !split || !back) throw new Error('three bags');
    const start = (kind: 'open' | 'split', bag: Bag) =>
      execute(startProcessing, city.as(house.technician), {
        kind,
        device: '1 号水浴箱',
        unitIds: [bag.id],
        ...(kind === 'split' ? { isOpenSystem: false } : {}),
      });
    const end = async (id: string, bag: Bag, wish: Parameters<typeof endingOfStarted>[4]) =>
      execute(endProcessing, city.as(house.technician), {
        id,
        version: 1,
        ...(await endingOfStarted(city, house, id, [bag], wish)),
      });
    const [first, second, third] = [
      await start('open', opened),
      await start('split', split),
      await start('split', back),
    ];
    expect(await read(place.id, { celsius: 15, again: 15 })).toMatchObject({ held: 0, marked: 3 });
    await end(first.id, opened, { kind: 'open' });
    await end(second.id, split, { kind: 'split', parts: [100, 100] });
    await execute(cancelProcessing, city.as(house.technician), { id: third.id, version: 1, reason: '没有做' });
    const children = await city.owner<
      { id: string }[]
    >`select child_id as id from unit_parents where parent_id = ${split.id}`;
    expect(children).toHaveLength(2);
    for (const bag of [opened, back, ...children]) expect(await stateOf(bag)).toEqual(['quarantined', 'temperature']);
  });

  it('and an issue in the same instant: the bag is issued before, or held and not issued', async () => {
    const { place, bags } = await fridge(1);
    const patientId = await addPatient(city, house.technician, { abo: 'O' });
    const [taken, issued] = await Promise.allSettled([
      read(place.id, { celsius: 12, again: 12 }),
      issueBags(city, house, patientId, bags),
    ]);
    expect(taken.status).toBe('fulfilled');
    expect((await stateOf(bags[0]))[0]).toBe(issued.status === 'fulfilled' ? 'issued' : 'quarantined');
  });

  it('is nobody else’s to write or to read', async () => {
    const { place } = await fridge(0);
    expect(await codesOf(read(place.id, { celsius: 4 }, stranger.technician))).toEqual(['not_found']);
    expect(await codesOf(read(place.id, { celsius: 4 }, house.nurse))).toEqual(['forbidden']);
    expect(await codesOf(runRead(listTemperatures, city.as(stranger.technician), { placeId: place.id }))).toEqual([
      'not_found',
    ]);
  });
});
