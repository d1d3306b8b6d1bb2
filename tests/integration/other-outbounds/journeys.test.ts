import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { outboundRecord } from '@/domain/other-outbounds/record';
import type { UserActor } from '@/server/kernel/actor';
import { execute } from '@/server/kernel/command';
import { AppError } from '@/server/kernel/errors';
import { listOf } from '@/server/kernel/list';
import { runRead } from '@/server/kernel/read';
import { closeShort } from '@/server/modules/bag-receipts/close-short';
import { awaitedShipments, openReceipt } from '@/server/modules/bag-receipts/open';
import { voidReceipt } from '@/server/modules/bag-receipts/void';
import { getOutbound } from '@/server/modules/other-outbounds/get';
import { registerOutbound } from '@/server/modules/other-outbounds/register';
import { voidOutbound } from '@/server/modules/other-outbounds/void';
import { getShipment } from '@/server/modules/shipments/get';
import { holdBags } from '@/server/modules/stock/hold';
import { readHolds } from '@/server/modules/stock/holds';
import { openCity, type TrialCity } from '../../support/city';
import {
  type ArrivedBag,
  type Bag,
  type BagWish,
  type House,
  labelRead,
  openHouse,
  outboundInput,
  processBags,
  receiveBags,
  releaseBags,
  releaseHeld,
  sendOut,
  shipBags,
  stockBags,
} from '../../support/city-work';

type Pair = Pick<House, 'technician' | 'reviewer'>;

let city: TrialCity;
let station: Pair;
let first: House;
let second: House;

beforeAll(async () => {
  city = await openCity();
  station = {
    technician: (await city.enter('S01', '1001', ['station_clerk'])).actor,
    reviewer: (await city.enter('S01', '1002', ['station_clerk'])).actor,
  };
  first = await openHouse(city, 'H01');
  second = await openHouse(city, 'H02');
});
afterAll(async () => {
  expect(await city?.reconcile()).toEqual([]);
  await city?.close();
});

const shelf = (count: number, wish: BagWish = {}) =>
  stockBags(
    city,
    station.technician,
    first,
    Array.from({ length: count }, () => wish),
  );
const bagOf = async (bag: Pick<Bag, 'id'>) => {
  const [row] = await city.owner<{ state: string; holder: string; reason: string | null }[]>`
    select state, holder_org_id as holder, hold_reason as reason from blood_units where id = ${bag.id}`;
  return [row?.holder, row?.state, row?.reason ?? null];
};
async function failureOf(work: Promise<unknown>): Promise<AppError> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof AppError) return error;
  throw new Error(`expected a refusal, got ${String(error)}`);
}
const codesOf = async (work: Promise<unknown>) => (await failureOf(work)).violations.map(({ code }) => code);
const reason = '核对后更正';
const shipmentOf = (outbound: { shipmentId: string | null }) => outbound.shipmentId ?? '';
const stateOf = async ({ id }: { id: string }, by: UserActor = first.technician) =>
  (await runRead(getOutbound, city.as(by), { id })).state;
const heldAs = (bags: readonly Bag[]): ArrivedBag[] => bags.map((bag) => ({ ...bag, outcome: 'held' }));

describe('a return', () => {
  it('takes its bags to the station, where two clerks receive them into quarantine and nowhere else', async () => {
    const bags = await shelf(2);
    const [bag] = bags;
    if (!bag) throw new Error('two bags');
    const outbound = await sendOut(city, first, bags, { kind: 'return', reasonCode: 'group', words: '复检为 A 型' });
    expect(await bagOf(bag)).toEqual(['H01', 'in_transit', null]);
    expect(await stateOf(outbound)).toBe('on_the_way');
    const awaited = await runRead(awaitedShipments, city.as(station.technician), {});
    expect(awaited).toMatchObject([{ id: shipmentOf(outbound), kind: 'return', bagCount: 2 }]);
    const note = await runRead(getShipment, city.as(station.technician), { id: shipmentOf(outbound) });
    expect(note).toMatchObject({ kind: 'return', reasonCode: 'group', words: '复检为 A 型', orgId: 'H01' });
    const list = await runRead(listOf(outboundRecord), city.as(first.technician), { filters: { kind: 'return' } });
    expect(list.waiting).toMatchObject([{ id: outbound.id, state: 'on_the_way', receivedCount: 0, partyOrgId: 'S01' }]);

    expect(await codesOf(receiveBags(city, station, shipmentOf(outbound), [bag]))).toEqual(['receipt.must_be_held']);
    await receiveBags(city, station, shipmentOf(outbound), heldAs([bag]));
    expect(await stateOf(outbound)).toBe('partly_received');
    await receiveBags(city, station, shipmentOf(outbound), heldAs(bags.slice(1)));
    expect(await stateOf(outbound)).toBe('received');
    for (const one of bags) expect(await bagOf(one)).toEqual(['S01', 'quarantined', 'returned']);

    // Reviewed by group, label and custody, it may go out again.
    const release = (ground: object) => releaseHeld(city, station.technician, station.reviewer, [bag.id], ground);
    expect(await codesOf(release(labelRead()))).toEqual(['hold.custody_missing']);
    await release({ ...labelRead(), custody: { minutesOut: 5, place: '医院 2 号冰箱' } });
    expect(await bagOf(bag)).toEqual(['S01', 'available', null]);
    await shipBags(city, station.technician, 'H02', [bag]);
  });

  it('leaves behind what it was held for: sent here again it is held for nothing, taken back it is held for that still', async () => {
    const [bag] = await shelf(1);
    if (!bag) throw new Error('one bag');
    const openHolds = async () =>
      (await runRead(readHolds, city.as(first.technician), { unitIds: [bag.id] })).bags[0]?.openHolds;
    await execute(holdBags, city.as(first.technician), { unitIds: [bag.id], cause: 'label' });
    const mistaken = await sendOut(city, first, [bag], { kind: 'return' });
    await execute(voidOutbound, city.as(first.reviewer), { id: mistaken.id, version: 1, reason });
    expect(await openHolds()).toEqual(['label', 'outbound_voided']);

    const outbound = await sendOut(city, first, [bag], { kind: 'return' });
    await receiveBags(city, station, shipmentOf(outbound), heldAs([bag]));
    const ground = { ...labelRead(), custody: { minutesOut: 5, place: '医院 2 号冰箱' } };
    await releaseHeld(city, station.technician, station.reviewer, [bag.id], ground);
    const again = await shipBags(city, station.technician, 'H01', [bag]);
    await receiveBags(city, first, again, [bag]);
    expect(await bagOf(bag)).toEqual(['H01', 'available', null]);
    expect(await openHolds()).toEqual([]);
  });

  it('takes expired bags and held ones; what is refused is held here for what it was held for before', async () => {
    const [late, bad, fine] = [...(await shelf(1, { hours: 6 })), ...(await shelf(2))];
    if (!late || !bad || !fine) throw new Error('three bags');
    await execute(holdBags, city.as(first.technician), { unitIds: [bad.id], cause: 'label' });
    await city.wait(8);
    const bags = [late, bad, fine];
    const outbound = await sendOut(city, first, bags, { kind: 'return' });
    await receiveBags(city, station, shipmentOf(outbound), [
      { ...late, outcome: 'held' },
      { ...bad, outcome: 'refused' },
    ]);
    await execute(closeShort, city.as(station.technician), { shipmentId: shipmentOf(outbound), reason: '少一袋' });
    expect(await bagOf(late)).toEqual(['S01', 'quarantined', 'returned']);
    expect(await bagOf(bad)).toEqual(['H01', 'quarantined', 'label']);
    expect(await bagOf(fine)).toEqual(['H01', 'quarantined', 'not_delivered']);
    expect(await stateOf(outbound)).toBe('closed_short');
    const { lines } = await runRead(getOutbound, city.as(first.technician), { id: outbound.id });
    expect(lines.map(({ received }) => received)).toEqual(['held', 'refused', 'missing']);
  });

  it('is taken back while the station has received nothing, into quarantine, and not a moment later', async () => {
    const bags = await shelf(2);
    const [bag, held] = bags;
    if (!bag || !held) throw new Error('two bags');
    await execute(holdBags, city.as(first.technician), { unitIds: [held.id], cause: 'label' });
    const outbound = await sendOut(city, first, bags, { kind: 'return' });
    await execute(voidOutbound, city.as(first.reviewer), { id: outbound.id, version: 1, reason });
    expect(await bagOf(bag)).toEqual(['H01', 'quarantined', 'outbound_voided']);
    expect(await bagOf(held)).toEqual(['H01', 'quarantined', 'label']);
    expect(await stateOf(outbound)).toBe('void');
    expect(await runRead(awaitedShipments, city.as(station.technician), {})).toEqual([]);

    const again = await sendOut(city, first, bags, { kind: 'return' });
    await receiveBags(city, station, shipmentOf(again), heldAs([bag]));
    const late = execute(voidOutbound, city.as(first.reviewer), { id: again.id, version: 1, reason });
    expect(await codesOf(late)).toEqual(['outbound.already_received']);
    const [receipt] = await city.owner<
      { id: string }[]
    >`select id from bag_receipts where shipment_id = ${shipmentOf(again)}`;
    await execute(voidReceipt, city.as(station.technician), { id: receipt?.id ?? '', version: 1, reason });
    expect(await stateOf(again)).toBe('on_the_way');
    await execute(voidOutbound, city.as(first.reviewer), { id: again.id, version: 1, reason });
    expect(await bagOf(bag)).toEqual(['H01', 'quarantined', 'outbound_voided']);
  });

  it('and its receipt at the same instant end as one or the other, whole', async () => {
    for (let round = 0; round < 5; round += 1) {
      const [bag] = await shelf(1);
      if (!bag) throw new Error('one bag');
      const outbound = await sendOut(city, first, [bag], { kind: 'return' });
      const settled = await Promise.allSettled([
        execute(voidOutbound, city.as(first.reviewer), { id: outbound.id, version: 1, reason }),
        receiveBags(city, station, shipmentOf(outbound), heldAs([bag])),
      ]);
      expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      const isVoid = settled[0]?.status === 'fulfilled';
      expect([await stateOf(outbound), (await bagOf(bag))[0]]).toEqual(isVoid ? ['void', 'H01'] : ['received', 'S01']);
    }
  });
});

describe('a transfer', () => {
  it('is received by the other hospital onto its shelf; the sender sees it, and still knows which bags they were', async () => {
    const bags = await shelf(2);
    const [bag] = bags;
    if (!bag) throw new Error('two bags');
    const outbound = await sendOut(city, first, bags, { kind: 'transfer', reasonCode: 'shortage', toOrgId: 'H02' });
    const [transit] = await city.owner`
      select sum(in_transit_bags)::int as bags from stock_cells where org_id = 'H02'`;
    expect(transit?.bags).toBeGreaterThanOrEqual(2);
    await receiveBags(city, second, shipmentOf(outbound), bags);
    expect(await bagOf(bag)).toEqual(['H02', 'available', null]);
    const seen = await runRead(getOutbound, city.as(first.technician), { id: outbound.id });
    expect(seen).toMatchObject({ state: 'received', receivedCount: 2, refusedCount: 0 });
    expect(seen.lines.map(({ donationNo }) => donationNo)).toEqual(bags.map(({ donationNo }) => donationNo));
    expect((await failureOf(runRead(getOutbound, city.as(second.technician), { id: outbound.id }))).code).toBe(
      'not_found',
    );
  });

  it('refused stands in the sender’s quarantine, and the list says so', async () => {
    const [bag] = await shelf(1);
    if (!bag) throw new Error('one bag');
    const outbound = await sendOut(city, first, [bag], { kind: 'transfer', toOrgId: 'H02' });
    await receiveBags(city, second, shipmentOf(outbound), [{ ...bag, outcome: 'refused' }]);
    expect(await bagOf(bag)).toEqual(['H01', 'quarantined', 'label']);
    const list = await runRead(listOf(outboundRecord), city.as(first.technician), { filters: { state: 'refused' } });
    expect(list.rows).toMatchObject([{ id: outbound.id, receivedCount: 0 }]);
  });

  it('that was received, and the receipt voided, is not taken back to the shelf: refused, it comes back on hold', async () => {
    const [bag] = await shelf(1);
    if (!bag) throw new Error('one bag');
    const outbound = await sendOut(city, first, [bag], { kind: 'transfer', toOrgId: 'H02' });
    await receiveBags(city, second, shipmentOf(outbound), [{ ...bag, outcome: 'held' }]);
    const [receipt] = await city.owner<
      { id: string }[]
    >`select id from bag_receipts where shipment_id = ${shipmentOf(outbound)}`;
    await execute(voidReceipt, city.as(second.reviewer), { id: receipt?.id ?? '', version: 1, reason });
    expect(await stateOf(outbound)).toBe('on_the_way');
    const taken = execute(voidOutbound, city.as(first.reviewer), { id: outbound.id, version: 1, reason });
    expect(await codesOf(taken)).toEqual(['outbound.was_received']);
    await receiveBags(city, second, shipmentOf(outbound), [{ ...bag, outcome: 'refused' }]);
    expect(await bagOf(bag)).toEqual(['H01', 'quarantined', 'label']);
  });

  it('of thawed plasma travels among what is cool, and is received at 4 ℃', async () => {
    const [bag] = await stockBags(city, station.technician, first, [{ product: 'plasma', hours: 24 * 300 }]);
    if (!bag) throw new Error('one bag');
    await processBags(city, first, [bag], { kind: 'thaw', device: '1 号水浴箱' });
    const { shipmentId } = await sendOut(city, first, [bag], { kind: 'transfer', toOrgId: 'H02' });
    const { bags } = await runRead(openReceipt, city.as(second.technician), { shipmentId: shipmentId ?? '' });
    expect(bags).toMatchObject([{ temperatureClass: 'red_cells', transport: { minC: 2, maxC: 10 } }]);
    await receiveBags(city, second, shipmentId ?? '', [{ ...bag, product: 'red' }]);
    expect(await bagOf(bag)).toEqual(['H02', 'available', null]);
  });

  it('taken back in time puts its bags on the shelf again', async () => {
    const [bag] = await shelf(1);
    if (!bag) throw new Error('one bag');
    const outbound = await sendOut(city, first, [bag], { kind: 'transfer', toOrgId: 'H02' });
    await execute(voidOutbound, city.as(first.reviewer), { id: outbound.id, version: 1, reason });
    expect(await bagOf(bag)).toEqual(['H01', 'available', null]);
    expect((await failureOf(receiveBags(city, second, shipmentOf(outbound), [bag]))).code).toBe('refused');
  });

  it('goes to another hospital, and never with what is on hold', async () => {
    const [bag] = await shelf(1);
    if (!bag) throw new Error('one bag');
    const to = async (toOrgId: string) =>
      codesOf(
        execute(
          registerOutbound,
          city.as(first.technician),
          await outboundInput(city, first, [bag], { kind: 'transfer', toOrgId }),
        ),
      );
    for (const toOrgId of ['H01', 'S01', 'O01', 'H99'])
      expect(await to(toOrgId)).toEqual(['outbound.hospital_missing']);
    await execute(holdBags, city.as(first.technician), { unitIds: [bag.id], cause: 'appearance' });
    expect(await to('H02')).toEqual(['outbound.on_hold']);
  });
});

it('a receipt is not voided into a second arrival of a bag that has been away since', async () => {
  const [bag] = await releaseBags(city, station.technician, [{}]);
  if (!bag) throw new Error('one bag');
  const note = await shipBags(city, station.technician, 'H01', [bag]);
  const receipt = await receiveBags(city, first, note, [bag]);
  const outbound = await sendOut(city, first, [bag], { kind: 'transfer', toOrgId: 'H02' });
  await receiveBags(city, second, shipmentOf(outbound), [{ ...bag, outcome: 'refused' }]);
  const undo = execute(voidReceipt, city.as(first.reviewer), { id: receipt.id, version: 1, reason });
  expect(await codesOf(undo)).toEqual(['unit.not_movable']);
  expect(await bagOf(bag)).toEqual(['H01', 'quarantined', 'label']);
});
