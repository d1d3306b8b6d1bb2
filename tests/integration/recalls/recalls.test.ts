import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeDonationNumber } from '@/domain/blood/barcodes/encode';
import { recallRecord } from '@/domain/recalls/record';
import type { UserActor } from '@/server/kernel/actor';
import { execute } from '@/server/kernel/command';
import { AppError } from '@/server/kernel/errors';
import { listOf } from '@/server/kernel/list';
import { runRead } from '@/server/kernel/read';
import { emergencyIssue } from '@/server/modules/clinical-issues/emergency';
import { reserveBags } from '@/server/modules/clinical-issues/reserve';
import { voidIssue } from '@/server/modules/clinical-issues/void';
import { acknowledgeRecall } from '@/server/modules/recalls/acknowledge';
import { followRecalls } from '@/server/modules/recalls/follow';
import { countOpenRecalls, getRecall, readAlarm, readToCall } from '@/server/modules/recalls/get';
import { noteCall } from '@/server/modules/recalls/note-call';
import { registerRecall } from '@/server/modules/recalls/register';
import { releaseRecall } from '@/server/modules/recalls/release';
import { setFate } from '@/server/modules/recalls/set-fate';
import { tellLookBack } from '@/server/modules/recalls/tell-look-back';
import { shipShipment } from '@/server/modules/shipments/ship';
import { releaseStock } from '@/server/modules/station-stock/release';
import { openCity, type TrialCity, type TrialProduct, trialProducts } from '../../support/city';
import {
  addPatient,
  type Bag,
  type House,
  issueBags,
  labelRead,
  nextDonationNo,
  openHouse,
  processBags,
  receiveBags,
  relabelBags,
  releaseBags,
  releaseHeld,
  reservationInput,
  sendOut,
  shipBags,
  shipmentInput,
} from '../../support/city-work';

let city: TrialCity;
let clerk: UserActor;
let checker: UserActor;
let first: House;
let second: House;
let third: House;
let official: UserActor;

beforeAll(async () => {
  city = await openCity();
  clerk = (await city.enter('S01', '5001', ['station_clerk'])).actor;
  checker = (await city.enter('S01', '5002', ['station_clerk'])).actor;
  first = await openHouse(city, 'H01');
  second = await openHouse(city, 'H02');
  third = await openHouse(city, 'H03');
  official = (await city.enter('O01', '2001', ['official'])).actor;
  await city.owner`insert into products (product_code, component, amount, name) values ('E0336VK0', 'rbc-suspended', 200, 'part')`;
});
afterAll(async () => {
  expect(await city.owner`select * from reconcile_stock()`).toEqual([]);
  await city.close();
});

type Component = TrialProduct | 'redToo';
const codeOf = (one: Component) => (one === 'redToo' ? 'E0336VK0' : trialProducts[one].productCode);

/** One donation, several bags of it. */
async function donate(...components: Component[]): Promise<{ donationNo: string; bags: Bag[] }> {
  const donationNo = nextDonationNo();
  const now = await city.now();
  const expiresAt = new Date(now.getTime() + 90 * 3_600_000);
  const { units } = await execute(releaseStock, city.as(clerk), {
    lines: components.map((one) => ({
      donation: encodeDonationNumber(donationNo),
      productCode: codeOf(one),
      abo: 'O' as const,
      rhd: 'positive' as const,
      expiresAt,
      collectedAt: new Date(now.getTime() - 24 * 3_600_000),
    })),
  });
  const bags = components.map((one): Bag => {
    const id = units.find(({ productCode }) => productCode === codeOf(one))?.id ?? '';
    return { id, donationNo, product: one === 'redToo' ? 'red' : one, expiresAt };
  });
  return { donationNo, bags };
}

async function onShelf(house: House, bags: readonly Bag[]): Promise<void> {
  await receiveBags(city, house, await shipBags(city, clerk, house.technician.orgId, bags), bags);
}

const recall = (donations: string[], actor = clerk, key?: string) =>
  execute(
    registerRecall,
    city.as(actor),
    { donations, recallClass: '1', reason: '血小板细菌培养报阳', instruction: '单独放，等血站取回' },
    key,
  );
const read = (id: string, actor = first.technician) => runRead(getRecall, city.as(actor), { id });
const acknowledge = (id: string, house = first) => execute(acknowledgeRecall, city.as(house.technician), { id });
const say = (id: string, unitIds: string[], fate: string, actor = first.technician) =>
  execute(setFate, city.as(actor), { id, unitIds, fate } as never);

async function codesOf(work: Promise<unknown>): Promise<string[]> {
  try {
    await work;
    return [];
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return error.violations.length > 0 ? error.violations.map(({ code }) => code) : [error.code];
  }
}
async function stateOf({ id }: { id: string }) {
  const [unit] = await city.owner<{ state: string; hold: string | null; holder: string }[]>`
    select state, hold_reason as hold, holder_org_id as holder from blood_units where id = ${id}`;
  return unit;
}
const stopped = (holder: string) => ({ state: 'quarantined', hold: 'recall', holder });

const issue = async (house: House, bags: readonly Bag[], patientId?: string) =>
  issueBags(city, house, patientId ?? (await addPatient(city, house.technician)), bags);

describe('a recall of one donation with components in three hospitals', () => {
  it('stops the one on the shelf, the one that is kept and the one on its way at once; of the one that was issued a patient is looked for', async () => {
    const { donationNo, bags } = await donate('red', 'plasma', 'platelets', 'redToo');
    const [kept, issued, shelved, underWay] = bags;
    if (!kept || !issued || !shelved || !underWay) throw new Error('four bags');
    await onShelf(first, [kept]);
    await onShelf(second, [issued]);
    await onShelf(third, [shelved]);
    const shipment = await shipBags(city, clerk, 'H01', [underWay]);
    const patientId = await addPatient(city, first.technician);
    await execute(reserveBags, city.as(first.technician), await reservationInput(city, first, patientId, [kept]));
    await issue(second, [issued]);
    const { id, no } = await recall([donationNo]);

    expect(await Promise.all(bags.map(stateOf))).toEqual([
      stopped('H01'),
      { state: 'issued', hold: null, holder: 'H02' },
      stopped('H03'),
      { state: 'in_transit', hold: null, holder: 'S01' },
    ]);
    expect(await city.owner`select end_reason from reservations where unit_id = ${kept.id}`).toEqual([
      { end_reason: 'held' },
    ]);
    // Each of them, by whatever way there is.
    expect(await codesOf(issue(first, [kept]))).toContain('unit.recalled');
    expect(await codesOf(issue(third, [shelved]))).toContain('unit.recalled');
    const emergency = {
      patient: { kind: 'unidentified', label: '无名氏-1', sex: 'male', ageBand: 'over_50' },
      askedBy: '急诊 王思远',
      reason: '失血性休克',
      unitIds: [underWay.id],
    };
    expect(await codesOf(execute(emergencyIssue, city.as(first.technician), emergency as never))).toEqual([
      'unit.recalled',
    ]);
    // It arrives, and stands on hold.
    await receiveBags(city, first, shipment, [underWay]);
    expect(await stateOf(underWay)).toEqual(stopped('H01'));
    expect(
      await city.owner`select state from shipment_bags where unit_id = ${underWay.id} and shipment_id = ${shipment}`,
    ).toEqual([{ state: 'held' }]);

    const seen = await read(id, clerk);
    expect(seen.parts.map(({ orgId, state }) => [orgId, state])).toEqual([
      ['H01', 'sounding'],
      ['H02', 'sounding'],
      ['H03', 'sounding'],
    ]);
    expect(seen.bags.map(({ orgId, stateBefore, fate }) => [orgId, stateBefore, fate])).toEqual([
      ['H01', 'reserved', null],
      ['H01', 'in_transit', null],
      ['H02', 'issued', null],
      ['H03', 'available', null],
    ]);
    const [alarm] = await runRead(readAlarm, city.as(first.technician), {});
    expect(alarm).toMatchObject({ no, recallClass: '1', inStock: 2, underWay: 0, issued: 0 });
    expect(await runRead(readAlarm, city.as(second.nurse), {})).toMatchObject([{ no, issued: 1 }]);
  });

  it('is silent in the house that acknowledged, called where nobody did for ten minutes, and closed once every bag has a fate', async () => {
    const { donationNo, bags } = await donate('red', 'plasma');
    const [mine, theirs] = bags;
    if (!mine || !theirs) throw new Error('two bags');
    await onShelf(first, [mine]);
    await onShelf(second, [theirs]);
    await issue(second, [theirs]);
    const { id, no } = await recall([donationNo]);
    const [one, two] = await Promise.all([
      acknowledge(id),
      execute(acknowledgeRecall, city.as(first.reviewer), { id }),
    ]);
    expect(one.acknowledgedBy).toBe(two.acknowledgedBy);
    expect((await runRead(readAlarm, city.as(first.nurse), {})).some((alarm) => alarm.no === no)).toBe(false);
    const toCall = async () =>
      (await runRead(readToCall, city.as(clerk), {})).filter((row) => row.no === no).map(({ orgId }) => orgId);
    expect(await toCall()).toEqual([]);
    await city.wait(11 / 60);
    expect(await toCall()).toEqual(['H02']);
    await execute(noteCall, city.as(clerk), { id, orgId: 'H02', reached: '值班 陈立群' });
    expect((await read(id, clerk)).calls).toMatchObject([{ calledOrgId: 'H02', reached: '值班 陈立群' }]);

    await say(id, [mine.id], 'found');
    expect(await codesOf(say(id, [mine.id], 'discarded'))).toEqual(['recall.discard_by_outbound']);
    const sent = await sendOut(city, first, [mine], { kind: 'return' });
    await followRecalls(city.runtime);
    expect((await read(id)).parts).toMatchObject([{ state: 'settled' }]);
    await acknowledge(id, second);
    expect(await codesOf(say(id, [theirs.id], 'found', second.technician))).toEqual(['recall.fate_does_not_fit']);
    await say(id, [theirs.id], 'transfused', second.technician);
    const { lookBacks } = await read(id, second.technician);
    expect(lookBacks).toMatchObject([{ unitId: theirs.id, toldAt: null }]);
    const [lookBack] = lookBacks;
    await execute(tellLookBack, city.as(second.technician), {
      id: lookBack?.id ?? '',
      version: lookBack?.version ?? 0,
      toldTo: '主管医师 林岚',
      words: '观察体温，抽血培养',
    });
    // The station has its bag again: it has a fate there too, by the station itself.
    expect((await read(id, clerk)).state).toBe('active');
    await receiveBags(city, { technician: clerk, reviewer: checker }, sent.shipmentId ?? '', [
      { ...mine, outcome: 'held' },
    ]);
    expect(await stateOf(mine)).toEqual(stopped('S01'));
    await followRecalls(city.runtime);
    await say(id, [mine.id], 'discarded', clerk);
    const closed = await read(id, clerk);
    expect(closed.bags.map(({ orgId, fate }) => [orgId, fate])).toEqual([
      ['H01', 'returned'],
      ['H02', 'transfused'],
      ['S01', 'discarded'],
    ]);
    expect(closed.state).toBe('closed');
  });
});

describe('from the commit of the recall on', () => {
  it('a bag that no job has reached yet is refused by the database, whichever way it would leave', async () => {
    const { donationNo, bags } = await donate('red', 'redToo');
    const [shelved, atStation] = bags;
    if (!shelved || !atStation) throw new Error('two bags');
    await onShelf(first, [shelved]);
    await city.owner`
      insert into donation_holds (org_id, module, record_id, hold_reason, label_scheme, issuer, donation_no, opened_by)
      values ('S01', 'adverse-reactions', ${randomUUID()}, 'reaction', 'isbt128', ${donationNo.slice(0, 5)}, ${donationNo}, 'x')`;
    expect(await stateOf(shelved)).toMatchObject({ state: 'available' });
    expect(await codesOf(issue(first, [shelved]))).toEqual(['unit.recalled']);
    const patientId = await addPatient(city, first.technician);
    expect(
      await codesOf(
        execute(reserveBags, city.as(first.technician), await reservationInput(city, first, patientId, [shelved])),
      ),
    ).toEqual(['unit.recalled']);
    expect(await codesOf(execute(shipShipment, city.as(clerk), shipmentInput('H01', [atStation])))).toEqual([
      'unit.recalled',
    ]);
    expect(await codesOf(processBags(city, first, [shelved], { kind: 'split', parts: [100, 100] }))).toEqual([
      'unit.recalled',
    ]);
    expect(await stateOf(shelved)).toMatchObject({ state: 'available' });
  });

  it('an issue at the same moment is either refused or known to its house as issued', async () => {
    const { donationNo, bags } = await donate('red', 'redToo');
    await onShelf(first, bags);
    const patientId = await addPatient(city, first.technician);
    const [issued, recalled] = await Promise.allSettled([issue(first, bags, patientId), recall([donationNo])]);
    if (recalled.status === 'rejected') throw recalled.reason;
    await followRecalls(city.runtime);
    const state = issued.status === 'fulfilled' ? 'issued' : 'quarantined';
    expect((await Promise.all(bags.map(stateOf))).map((unit) => unit?.state)).toEqual([state, state]);
    expect((await read(recalled.value.id)).bags.map((bag) => bag.state)).toEqual([state, state]);
  });
});

describe('what comes later is stopped', () => {
  it('a bag that is released under the number, one that takes it, one that gave it away, and what is made of one', async () => {
    const { donationNo, bags } = await donate('red', 'plasma');
    const [red, plasma] = bags;
    if (!red || !plasma) throw new Error('two bags');
    // Relabelled before: it bears another number by now.
    const other = nextDonationNo();
    await relabelBags(city, clerk, checker, { bag: plasma, to: other });
    await onShelf(first, [red]);
    const divided = await processBags(city, first, [red], { kind: 'split', parts: [100, 100] });
    const { id } = await recall([donationNo]);
    expect(await stateOf(plasma)).toEqual(stopped('S01'));
    expect(divided.outputs).toHaveLength(2);
    for (const { unitId } of divided.outputs) expect(await stateOf({ id: unitId })).toEqual(stopped('H01'));
    expect(await stateOf(red)).toMatchObject({ state: 'processed' });

    // Released under the number afterwards.
    const now = await city.now();
    const late = await execute(releaseStock, city.as(clerk), {
      lines: [
        {
          donation: encodeDonationNumber(donationNo),
          productCode: trialProducts.platelets.productCode,
          abo: 'O',
          rhd: 'positive',
          expiresAt: new Date(now.getTime() + 48 * 3_600_000),
          collectedAt: new Date(now.getTime() - 24 * 3_600_000),
        },
      ],
    });
    const [lateBag] = late.units;
    expect(await stateOf({ id: lateBag?.id ?? '' })).toEqual(stopped('S01'));
    // Another bag takes the number.
    const [stray] = await releaseBags(city, clerk, [{}]);
    if (!stray) throw new Error('one bag');
    await relabelBags(city, clerk, checker, {
      bag: stray,
      to: donationNo,
      label: { productCode: 'E0336VK0' },
    });
    expect(await stateOf(stray)).toEqual(stopped('S01'));
    expect(await codesOf(execute(shipShipment, city.as(clerk), shipmentInput('H01', [stray])))).toEqual([
      'unit.not_movable',
    ]);
    await followRecalls(city.runtime);
    expect((await read(id, clerk)).bags.filter(({ orgId }) => orgId === 'S01')).toHaveLength(3);
  });

  it('an issue that is taken back comes to the recall’s hold, and not to that of an issue that was voided', async () => {
    const { donationNo, bags } = await donate('red');
    const [bag] = bags;
    if (!bag) throw new Error('a bag');
    await onShelf(first, [bag]);
    const { id: issueId } = await issue(first, [bag]);
    const { id } = await recall([donationNo]);
    await acknowledge(id);
    await execute(voidIssue, city.as(first.reviewer), { id: issueId, version: 1, reason: '录入错误' });
    expect(await stateOf(bag)).toEqual(stopped('H01'));
  });
});

describe('nobody else', () => {
  it('recalls, and none what is not its own or recalled already', async () => {
    const { donationNo } = await donate('red');
    expect(await codesOf(recall([donationNo], first.technician))).toEqual(['forbidden']);
    await recall([donationNo]);
    expect(await codesOf(recall([donationNo, '9999926000001', 'abcd']))).toEqual([
      'recall.recalled_already',
      'recall.donation_unknown',
      'recall.not_a_donation',
    ]);
  });

  it('the same key twice is one recall; garbage is refused', async () => {
    const { donationNo } = await donate('red');
    const key = randomUUID();
    expect(await recall([donationNo], clerk, key)).toEqual(await recall([donationNo], clerk, key));
    expect(await codesOf(execute(registerRecall, city.as(clerk), { donations: [] } as never))).not.toEqual([]);
    expect(await codesOf(acknowledge(randomUUID()))).toEqual(['not_found']);
  });

  it('sees a part that is another house’s, and the station sees no patient', async () => {
    const { donationNo, bags } = await donate('red');
    const [bag] = bags;
    if (!bag) throw new Error('a bag');
    await onShelf(first, [bag]);
    const patientName = `金丝雀${randomUUID().slice(0, 8)}`;
    const patientId = await addPatient(city, first.technician, { name: patientName });
    await issue(first, [bag], patientId);
    const { id } = await recall([donationNo]);
    await acknowledge(id);
    await say(id, [bag.id], 'transfused');
    expect(JSON.stringify(await read(id))).toContain(patientName);
    expect(JSON.stringify(await read(id, clerk))).not.toContain(patientName);
    expect(await codesOf(read(id, second.technician))).toEqual(['not_found']);
    const listed = await runRead(listOf(recallRecord), city.as(second.technician), { side: 'party' });
    expect([...listed.waiting, ...listed.rows].some((row) => row.id === id)).toBe(false);
    // What travels to screens, the trail that both read, and the files.
    const [wire] = await city.owner<{ text: string }[]>`
      select coalesce(string_agg(envelope::text, ' '), '') as text from outbox where envelope->>'module' = 'recalls'`;
    expect(wire?.text).not.toContain(patientName);
    expect((await runRead(countOpenRecalls, city.as(official), {})).open).toBeGreaterThan(0);
    expect(await codesOf(read(id, official))).toEqual(['forbidden']);
  });
});

describe('the station releases it', () => {
  it('with a reason; bags stay on hold until two put them back, and one that another recall stops stays stopped', async () => {
    const { donationNo, bags } = await donate('red');
    const { donationNo: otherNo, bags: others } = await donate('red');
    const [bag] = bags;
    const [both] = others;
    if (!bag || !both) throw new Error('two bags');
    await onShelf(first, [bag, both]);
    const { id } = await recall([donationNo, otherNo]);
    await acknowledge(id);
    const release = (actor = clerk, version = 1) =>
      execute(releaseRecall, city.as(actor), { id, version, reason: '复检阴性' });
    expect(await codesOf(release(first.technician))).toEqual(['forbidden']);
    expect(await codesOf(releaseHeld(city, first.technician, first.reviewer, [bag.id], labelRead()))).not.toEqual([]);
    expect(await codesOf(release(clerk, 7))).toEqual(['changed_meanwhile']);
    await release();
    expect(await codesOf(release(clerk, 2))).toEqual(['recall.released_already']);
    expect(await stateOf(bag)).toEqual({ state: 'quarantined', hold: 'station_notice', holder: 'H01' });
    expect((await read(id)).parts).toMatchObject([{ state: 'released' }]);
    expect((await read(id)).bags.map(({ fate }) => fate)).toEqual(['released', 'released']);
    await recall([otherNo]);
    expect(await stateOf(both)).toEqual(stopped('H01'));
    await releaseHeld(city, first.reviewer, first.technician, [bag.id], {});
    expect(await stateOf(bag)).toEqual({ state: 'available', hold: null, holder: 'H01' });
  });
});
