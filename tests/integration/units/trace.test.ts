import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { coversOfTask } from '@/domain/clinical-issues/covers';
import { checkPaper } from '@/domain/units/report';
import type { UserActor } from '@/server/kernel/actor';
import { execute } from '@/server/kernel/command';
import { runRead } from '@/server/kernel/read';
import { dealWithFinding, keepLostFindings } from '@/server/modules/bag-receipts/findings';
import { openReceipt } from '@/server/modules/bag-receipts/open';
import { emergencyIssue } from '@/server/modules/clinical-issues/emergency';
import { reserveBags } from '@/server/modules/clinical-issues/reserve';
import { settleTask } from '@/server/modules/clinical-issues/settle';
import { unreserveBags } from '@/server/modules/clinical-issues/unreserve';
import { voidIssue } from '@/server/modules/clinical-issues/void';
import { printLabels } from '@/server/modules/processings/print-labels';
import { holdBags } from '@/server/modules/stock/hold';
import { moveBags } from '@/server/modules/storage-places/move';
import { readTemperature } from '@/server/modules/storage-places/read-temperature';
import { findUnits } from '@/server/modules/units/find';
import { traceUnit, type UnitTrace } from '@/server/modules/units/trace';
import { openCity, type TrialCity } from '../../support/city';
import {
  addPatient,
  addPlace,
  type Bag,
  enterSheet,
  type House,
  issueBags,
  paperLine,
  processBags,
  receiveBags,
  releaseBags,
  releaseHeld,
  reservationInput,
  sendOut,
  shipBags,
  signIn,
  stockBags,
} from '../../support/city-work';

let city: TrialCity;
let clerk: UserActor;
let official: UserActor;
let nurse: UserActor;
let house: House;
let other: House;
const canary = { name: '金丝雀阿福', mrn: 'ZYCANARY9', requestNo: 'HISCANARY9' };

async function bench(orgId: string): Promise<House> {
  const [technician, reviewer, ward] = await Promise.all([
    city.enter(orgId, '1001', ['technician'], { name: `登记${orgId}` }),
    city.enter(orgId, '1002', ['technician', 'reviewer'], { name: `负责${orgId}` }),
    city.enter(orgId, '1003', ['nurse'], { name: `护士${orgId}`, title: '护士' }),
  ]);
  return { technician: technician.actor, reviewer: reviewer.actor, nurse: ward.actor };
}

beforeAll(async () => {
  city = await openCity();
  clerk = (await city.enter('S01', '1001', ['station_clerk'], { name: '供血员' })).actor;
  official = (await city.enter('O01', '1001', ['official'], { name: '官员' })).actor;
  house = await bench('H01');
  other = await bench('H02');
  nurse = house.nurse;
}, 120_000);
afterAll(async () => {
  expect(await city?.reconcile()).toEqual([]);
  await city?.close();
});

const traceAs = (actor: UserActor, { id }: Pick<Bag, 'id'>): Promise<UnitTrace> =>
  runRead(traceUnit, city.as(actor), { id });
const kindsOf = ({ steps }: UnitTrace) => steps.map(({ kind }) => kind);
const gapsOf = ({ steps }: UnitTrace) => steps.flatMap(({ gaps }) => gaps.map(({ code }) => code));
const stepOf = ({ steps }: UnitTrace, kind: string) => {
  const step = steps.find((one) => one.kind === kind);
  if (!step) throw new Error(`no step ${kind}`);
  return step;
};
async function one(wish: Parameters<typeof stockBags>[3][number] = {}): Promise<Bag> {
  const [bag] = await stockBags(city, clerk, house, [wish]);
  if (!bag) throw new Error('one bag');
  return bag;
}

describe('a bag that was put elsewhere in the house', () => {
  it('shows the way it took there, where it is; nobody else sees it, and papers stay what they were', async () => {
    const [cold, colder] = [await addPlace(city, house, 'A1'), await addPlace(city, house, 'B2')];
    const bag = await one();
    const [printed] = (await traceAs(house.technician, bag)).digests.slice(-1);
    for (const { id: placeId } of [cold, colder]) {
      await city.wait(1);
      await execute(moveBags, city.as(house.technician), { placeId, unitIds: [bag.id] });
    }
    const trace = await traceAs(house.technician, bag);
    expect(kindsOf(trace).slice(-3)).toEqual(['receive', 'put', 'put']);
    expect(trace.steps.slice(-2)).toMatchObject([
      { places: { from: '', to: 'A1' }, actor: `1001 ${house.technician.name}`, at: expect.any(Date) },
      { places: { from: 'A1', to: 'B2' }, actorOrgId: 'H01', record: null, gaps: [] },
    ]);
    expect(checkPaper(trace.digests, printed ?? '')).toMatchObject({ kind: 'same', isLatest: true });
    for (const stranger of [clerk, official, other.technician])
      expect(kindsOf(await traceAs(stranger, bag).catch(() => ({ ...trace, steps: [] })))).not.toContain('put');
  });

  it('in its default place from the first, has made no step there', async () => {
    await addPlace(city, other, 'C1', 'red_cells', true);
    const [bag] = await stockBags(city, clerk, other, [{}]);
    if (!bag) throw new Error('one bag');
    const trace = await traceAs(other.technician, bag);
    expect([trace.bag?.storagePlace, kindsOf(trace).includes('put')]).toEqual(['C1', false]);
  });
});

describe('a bag that was given to a patient', () => {
  let bag: Bag;
  let issueId: string;
  beforeAll(async () => {
    bag = await one();
    const patientId = await addPatient(city, house.technician, canary);
    issueId = (await issueBags(city, house, patientId, [bag], canary.requestNo)).id;
  });

  it('is traced by its hospital from the station to the patient, with who, where and the records', async () => {
    const trace = await traceAs(house.technician, bag);
    expect(kindsOf(trace)).toEqual(['collect', 'release', 'ship', 'receive', 'issue']);
    expect(stepOf(trace, 'ship')).toMatchObject({
      actor: expect.stringContaining('供血员'),
      from: { orgId: 'S01', bucket: 'available' },
      to: { orgId: 'H01', bucket: 'in_transit' },
      record: { module: 'shipments', no: expect.stringMatching(/^\d{8}-\d{4}$/) },
    });
    expect(stepOf(trace, 'receive')).toMatchObject({
      actor: expect.stringContaining('登记H01'),
      record: { module: 'bag-receipts', celsius: 4.1 },
    });
    expect(stepOf(trace, 'issue')).toMatchObject({
      from: { orgId: 'H01', bucket: 'available' },
      to: { orgId: null, bucket: 'patient' },
      record: { module: 'clinical-issues', id: issueId, requestNo: canary.requestNo },
    });
    expect(stepOf(trace, 'issue').record?.patientLabel).toContain(canary.name);
    expect(gapsOf(trace)).toEqual([]);
    expect(trace.bag).toMatchObject({ state: 'issued', donationNo: bag.donationNo });
  });

  it('is traced on the ward without the patient and without the way to records that a nurse may not open', async () => {
    const trace = await traceAs(nurse, bag);
    expect(kindsOf(trace)).toEqual(['collect', 'release', 'ship', 'receive', 'issue']);
    expect(trace.steps.map(({ record }) => record?.id ?? null)).toEqual([null, null, null, null, null]);
    expect(stepOf(trace, 'issue').record).toMatchObject({ requestNo: canary.requestNo, patientLabel: null });
    expect(JSON.stringify(trace)).not.toContain(canary.name);
  });

  it('shows the station its own steps, the time on its note, and where the bag stands; no name, no issue, no patient', async () => {
    const trace = await traceAs(clerk, bag);
    expect(kindsOf(trace)).toEqual(['collect', 'release', 'ship', 'receive', 'now']);
    expect(stepOf(trace, 'release').record).toMatchObject({ module: 'station-stock' });
    expect(stepOf(trace, 'receive')).toMatchObject({ actor: null, record: { module: 'shipments' } });
    expect(stepOf(trace, 'receive').at).toBeInstanceOf(Date);
    expect(stepOf(trace, 'now')).toMatchObject({ at: null, to: { orgId: 'H01', bucket: 'patient' } });
    for (const secret of [canary.name, canary.mrn, canary.requestNo, issueId, '登记H01'])
      expect(JSON.stringify(trace)).not.toContain(secret);
  });

  it('shows an official every step of the ledger, houses and no names of theirs, no patient and no request number', async () => {
    const trace = await traceAs(official, bag);
    expect(kindsOf(trace)).toEqual(['collect', 'release', 'ship', 'receive', 'issue']);
    expect(stepOf(trace, 'issue')).toMatchObject({ actorOrgId: 'H01', actor: null, record: null });
    expect(stepOf(trace, 'ship').record).toMatchObject({ module: 'shipments', id: null });
    expect(gapsOf(trace)).toEqual([]);
    for (const secret of [canary.name, canary.mrn, canary.requestNo, issueId, '登记H01'])
      expect(JSON.stringify(trace)).not.toContain(secret);
  });

  it('is not there for another hospital, nor is a bag that nobody has', async () => {
    await expect(traceAs(other.technician, bag)).rejects.toMatchObject({ code: 'not_found' });
    await expect(traceAs(house.technician, { id: crypto.randomUUID() })).rejects.toMatchObject({ code: 'not_found' });
    expect(await runRead(findUnits, city.as(other.technician), { text: bag.donationNo })).toEqual([]);
  });

  it('a void is one more step, on hold, and the way back to the shelf names the minutes out of control', async () => {
    const issue = { id: issueId, version: 1, reason: '没有取走' };
    await execute(voidIssue, city.as(house.reviewer), issue);
    const ground = { custody: { minutesOut: 12, place: '病区护士站' } };
    await releaseHeld(city, house.reviewer, house.technician, [bag.id], ground);
    const trace = await traceAs(house.technician, bag);
    expect(kindsOf(trace).slice(-3)).toEqual(['issue', 'unissue', 'release_hold']);
    expect(stepOf(trace, 'release_hold')).toMatchObject({
      gaps: [{ code: 'out_of_control', minutes: 12, isOver: false }],
      record: { module: 'stock', place: '病区护士站', words: '核对后可用' },
    });
    expect(stepOf(await traceAs(nurse, bag), 'release_hold').record).toMatchObject({ place: null, words: null });
  });
});

describe('a bag that left for another hospital', () => {
  let bag: Bag;
  beforeAll(async () => {
    const [sent] = await releaseBags(city, clerk, [{}]);
    if (!sent) throw new Error('one bag');
    bag = sent;
    const first = await shipBags(city, clerk, 'H01', [bag]);
    await receiveBags(city, house, first, [{ ...bag, outcome: 'refused' }]);
    const second = (await city.enter('S01', '1002', ['station_clerk'], { name: '供血员二' })).actor;
    await releaseHeld(city, clerk, second, [bag.id], {
      recheck: { abo: 'O', rhd: 'positive', isLabelGood: true, words: '重读标签' },
    });
    await receiveBags(city, other, await shipBags(city, clerk, 'H02', [bag]), [bag]);
  });

  it('keeps for the first one what happened there, and does not say where it is', async () => {
    const trace = await traceAs(house.technician, bag);
    expect(kindsOf(trace)).toEqual(['ship', 'refuse', 'now']);
    expect(trace.bag).toBeNull();
    expect(trace.steps.at(-1)?.to).toBeNull();
    expect(trace.what).toMatchObject({ component: 'rbc-suspended', abo: 'O' });
    expect(JSON.stringify(trace)).not.toContain('H02');
    const found = await runRead(findUnits, city.as(house.technician), { text: bag.donationNo });
    expect(found).toMatchObject([{ id: bag.id, state: 'elsewhere', holderOrgId: null, productCode: null }]);
  });

  it('shows the second one nothing of the first', async () => {
    const trace = await traceAs(other.technician, bag);
    expect(kindsOf(trace)).toEqual(['collect', 'release', 'ship', 'receive']);
    expect(JSON.stringify(trace)).not.toContain('H01');
  });

  it('is whole for the station, with what it may not see between', async () => {
    expect(kindsOf(await traceAs(clerk, bag))).toEqual([
      'collect',
      'release',
      'ship',
      'refuse',
      'release_hold',
      'ship',
      'receive',
    ]);
  });
});

describe('what is missing', () => {
  it('an emergency issue of a bag that had just arrived has no temperature, and its open duties until they are done', async () => {
    const [bag] = await releaseBags(city, clerk, [{}]);
    if (!bag) throw new Error('one bag');
    await shipBags(city, clerk, 'H01', [bag]);
    const patientId = await addPatient(city, house.technician);
    const issue = await execute(emergencyIssue, city.as(house.technician), {
      patient: { kind: 'registered', patientId },
      askedBy: '王医生',
      reason: '大出血',
      unitIds: [bag.id],
    });
    const trace = await traceAs(house.technician, bag);
    expect(stepOf(trace, 'receive').gaps).toEqual([{ code: 'temperature_missing' }]);
    expect(
      stepOf(trace, 'issue')
        .gaps.map(({ code }) => code)
        .sort(),
    ).toEqual(['crossmatch_open', 'receipt_open', 'recheck_open', 'signature_missing'].sort());
    const [task] = await city.owner<{ id: string; kind: string; record_id: string }[]>`
      select id, kind, record_id from tasks where record_id = ${issue.id} and kind = 'second_signature'`;
    if (!task) throw new Error('a task');
    const covers = coversOfTask({ taskId: task.id, issueId: task.record_id, kind: task.kind });
    const signature = await signIn(city, house.technician, house.reviewer, covers);
    await execute(settleTask, city.as(house.technician), { taskId: task.id, signature });
    expect(gapsOf(await traceAs(house.technician, bag))).not.toContain('signature_missing');
  });

  it('what was found on arrival, and the colleague who received it did not write, until it is dealt with', async () => {
    const [bag] = await releaseBags(city, clerk, [{}]);
    if (!bag) throw new Error('one bag');
    const shipmentId = await shipBags(city, clerk, 'H01', [bag]);
    const found = { outcome: 'held', reason: 'appearance', exceptions: ['sealing'] } as const;
    const foundAt = (await city.now()).toISOString();
    await execute(keepLostFindings, city.as(house.technician), {
      shipmentId,
      listId: crypto.randomUUID(),
      revision: 1,
      findings: [{ unitId: bag.id, ...found, foundAt }],
    });
    await receiveBags(city, house, shipmentId, [bag]);
    expect(stepOf(await traceAs(house.technician, bag), 'ship').gaps).toEqual([{ code: 'finding_open', count: 1 }]);
    expect(gapsOf(await traceAs(clerk, bag))).toEqual([]);
    const { findings } = await runRead(openReceipt, city.as(house.technician), { shipmentId });
    const [finding] = findings;
    await execute(dealWithFinding, city.as(house.technician), { shipmentId, findingId: finding?.id ?? '' });
    expect(gapsOf(await traceAs(house.technician, bag))).toEqual([]);
  });

  it('why it was held by a fridge, and what was found while it was on hold', async () => {
    const bag = await one();
    const place = await addPlace(city, house, 'WARM1');
    await execute(moveBags, city.as(house.technician), { placeId: place.id, unitIds: [bag.id] });
    const read = (celsius: number) =>
      execute(readTemperature, city.as(house.technician), { placeId: place.id, celsius, again: celsius } as never);
    await read(12);
    await city.wait(1 / 60);
    await read(13);
    const steps = (await traceAs(house.technician, bag)).steps.slice(-2);
    expect(steps).toMatchObject([
      { kind: 'hold', noted: { holdReason: 'temperature', words: 'WARM1 12 ℃' } },
      { kind: 'mark', gaps: [{ code: 'found_held', reason: 'temperature' }], record: { words: 'WARM1 13 ℃' } },
    ]);
    expect((await traceAs(nurse, bag)).steps.at(-1)?.record).toMatchObject({ words: null });
  });

  it('of what came on paper, the temperature that stands on the form', async () => {
    const [bag] = await releaseBags(city, clerk, [{}]);
    if (!bag) throw new Error('one bag');
    await shipBags(city, clerk, 'H01', [bag]);
    await city.wait(1);
    await enterSheet(city, house.technician, [await paperLine(city, bag, { kind: 'received', celsius: 4.1 })]);
    const trace = await traceAs(house.technician, bag);
    expect(gapsOf(trace)).toEqual([]);
    expect(stepOf(trace, 'receive').record).toMatchObject({ module: 'downtime-forms', celsius: 4.1 });
  });

  it('a bag too long on its way says so while it is, to both parties', async () => {
    const [bag] = await releaseBags(city, clerk, [{}]);
    if (!bag) throw new Error('one bag');
    await shipBags(city, clerk, 'H01', [bag]);
    expect(gapsOf(await traceAs(house.technician, bag))).toEqual([]);
    await city.wait(5);
    for (const actor of [house.technician, clerk, official])
      expect(stepOf(await traceAs(actor, bag), 'ship').gaps).toMatchObject([
        { code: 'transit_long', minutes: 300, isOpen: true },
      ]);
  });
});

describe('beside the steps', () => {
  it('sister bags of the donation, each as far as the viewer may see it, and the labels', async () => {
    const bag = await one();
    await city.owner.begin(async (sql) => {
      await sql`
        insert into blood_units (label_scheme, issuer, donation_no, product_code, component, abo, rhd, amount, expires_at, source_org_id, holder_org_id, state, last_kind)
        select label_scheme, issuer, donation_no, 'E0701V00', 'ffp', abo, rhd, 20000, expires_at, source_org_id, 'S01', 'available', 'release' from blood_units where id = ${bag.id}`;
      await sql`
        insert into unit_labels (unit_id, label_scheme, issuer, label, product_code, org_id)
        select id, label_scheme, issuer, donation_no, product_code, 'S01' from blood_units where donation_no = ${bag.donationNo} and product_code = 'E0701V00'`;
      await sql`
        insert into stock_movements (unit_id, kind, from_org, from_bucket, to_org, to_bucket, component, abo, rhd, amount, module, record_id, actor_org_id, actor)
        select id, 'release', null, 'supply', 'S01', 'available', component, abo, rhd, amount, 'station-stock', '', 'S01', '' from blood_units
        where donation_no = ${bag.donationNo} and product_code = 'E0701V00'`;
    });
    expect((await traceAs(clerk, bag)).sisters).toMatchObject([
      { productCode: 'E0701V00', state: 'available', placeOrgId: 'S01' },
    ]);
    expect((await traceAs(official, bag)).sisters).toHaveLength(1);
    expect((await traceAs(house.technician, bag)).sisters).toEqual([]);
    expect((await traceAs(clerk, bag)).labels).toMatchObject([{ label: bag.donationNo, since: expect.any(Date) }]);
    expect((await traceAs(house.technician, bag)).labels).toMatchObject([{ label: bag.donationNo, since: null }]);
    // Both bags of the donation are offered to the station, the one by its product code alone.
    const found = async (text: string) =>
      (await runRead(findUnits, city.as(clerk), { text })).map(({ productCode }) => productCode).sort();
    expect(await found(bag.donationNo)).toEqual(['E0336V00', 'E0701V00']);
    expect(await found(`${bag.donationNo} E0701V00`)).toEqual(['E0701V00']);
    expect(await found(`=${bag.donationNo}00=<E0336V00`)).toEqual(['E0336V00']);
    expect(await found(`${bag.donationNo} E9999V00`)).toEqual([]);
  });

  it('the labels that its house printed: which is valid, why one was printed again, and what voided the others', async () => {
    const bag = await one();
    const print = (kind: 'bag' | 'compatibility', words = '') =>
      execute(printLabels, city.as(house.technician), { kind, unitIds: [bag.id], reason: words });
    await print('bag');
    await print('bag', '标签污损');
    const [paper] = (await traceAs(house.technician, bag)).digests.slice(-1);
    await processBags(city, house, [bag], { kind: 'irradiate' });
    await print('bag');
    const patientId = await addPatient(city, house.technician);
    await execute(reserveBags, city.as(house.technician), await reservationInput(city, house, patientId, [bag]));
    await print('compatibility');
    await execute(unreserveBags, city.as(house.technician), { unitIds: [bag.id], reason: '改用另一袋' });
    const issue = await issueBags(city, house, patientId, [bag]);
    await print('compatibility');
    await execute(voidIssue, city.as(house.reviewer), { id: issue.id, version: 1, reason: '没有发出' });

    const trace = await traceAs(house.technician, bag);
    const printedBy = `1001 ${house.technician.name}`;
    expect(trace.prints).toMatchObject([
      { kind: 'compatibility', reprint: 0, printedBy, voidedBy: 'issue', voidedByReprint: null },
      { kind: 'compatibility', reprint: 0, voidedBy: 'reservation' },
      { kind: 'bag', reprint: 0, reason: '', voidedAt: null, voidedBy: null },
      { kind: 'bag', reprint: 1, reason: '标签污损', voidedAt: expect.any(Date), voidedBy: 'change' },
      { kind: 'bag', reprint: 0, voidedBy: 'reprint', voidedByReprint: 1 },
    ]);
    expect(checkPaper(trace.digests, paper ?? '')).toMatchObject({ kind: 'same' });
    for (const stranger of [clerk, official]) expect((await traceAs(stranger, bag)).prints).toEqual([]);
    const outbound = await sendOut(city, house, [bag], { kind: 'return' });
    expect(outbound.shipmentId).toBeTruthy();
    expect((await traceAs(house.technician, bag)).prints).toHaveLength(5);
  });

  it('a paper is the same for everybody of the house, holds after the next step, and fits no other house', async () => {
    const bag = await one();
    const paper = (await traceAs(house.technician, bag)).digests.at(-1) ?? '';
    expect(paper).toMatch(/^[0-9a-f]{64}$/);
    expect((await traceAs(nurse, bag)).digests.at(-1)).toBe(paper);
    await execute(holdBags, city.as(house.technician), { unitIds: [bag.id], cause: 'appearance', words: '有凝块' });
    const { digests } = await traceAs(house.reviewer, bag);
    expect(checkPaper(digests, paper)).toEqual({ kind: 'same', steps: 2, isLatest: false });
    expect(checkPaper((await traceAs(clerk, bag)).digests, paper)).toEqual({ kind: 'different' });
  });

  it('a paper of the station stays true when a hospital shortens the life of the bag, and one printed while it was away when it is back', async () => {
    const [bag] = await stockBags(city, clerk, house, [{ product: 'plasma', hours: 24 * 300 }]);
    if (!bag) throw new Error('one bag');
    const paper = (await traceAs(clerk, bag)).digests.at(-1) ?? '';
    const officials = (await traceAs(official, bag)).digests.at(-1) ?? '';
    await processBags(city, house, [bag], { kind: 'thaw', device: '1 号水浴箱' });
    expect(checkPaper((await traceAs(clerk, bag)).digests, paper)).toMatchObject({ kind: 'same' });
    expect(checkPaper((await traceAs(official, bag)).digests, officials)).toMatchObject({ kind: 'same' });
    const outbound = await sendOut(city, house, [bag], { kind: 'transfer', toOrgId: 'H02' });
    await receiveBags(city, other, outbound.shipmentId ?? '', [{ ...bag, product: 'red' }]);
    // Its box was read as a cool one, for it was thawed.
    const there = await traceAs(other.technician, bag);
    expect(stepOf(there, 'receive')).toMatchObject({ gaps: [], record: { celsius: 4.1 } });
    const away = (await traceAs(house.technician, bag)).digests.at(-1) ?? '';
    const back = await sendOut(city, other, [bag], { kind: 'transfer', toOrgId: 'H01' });
    await receiveBags(city, house, back.shipmentId ?? '', [{ ...bag, product: 'red' }]);
    const { digests, digestsWithout } = await traceAs(house.technician, bag);
    expect(checkPaper(digests, away)).toEqual({ kind: 'different' });
    expect(checkPaper(digestsWithout, away)).toMatchObject({ kind: 'same', isLatest: false });
  });
});
