import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clinicalIssueRecord } from '@/domain/clinical-issues/record';
import { downtimeFormRecord } from '@/domain/downtime-forms/record';
import { incidentRecord } from '@/domain/incidents/record';
import type { IncidentRule } from '@/domain/stock/incidents';
import { findDrift } from '@/server/audit/find-drift';
import type { UserActor } from '@/server/kernel/actor';
import { execute } from '@/server/kernel/command';
import { saveDraft } from '@/server/kernel/drafts';
import { AppError } from '@/server/kernel/errors';
import { historyOf } from '@/server/kernel/history';
import { listOf } from '@/server/kernel/list';
import { runRead } from '@/server/kernel/read';
import { voidReceipt } from '@/server/modules/bag-receipts/void';
import { reserveBags } from '@/server/modules/clinical-issues/reserve';
import { voidIssue } from '@/server/modules/clinical-issues/void';
import { enterForm } from '@/server/modules/downtime-forms/enter';
import { findForm, getForm } from '@/server/modules/downtime-forms/get';
import { listReceivingForms } from '@/server/modules/downtime-forms/received';
import { voidForm } from '@/server/modules/downtime-forms/void';
import { assignIncident } from '@/server/modules/incidents/assign';
import { listOwners } from '@/server/modules/incidents/get';
import { releaseStock } from '@/server/modules/station-stock/release';
import { holdBags } from '@/server/modules/stock/hold';
import { listMovements } from '@/server/modules/stock/movements';
import { traceUnit } from '@/server/modules/units/trace';
import { openCity, type TrialCity } from '../../support/city';
import {
  addPatient,
  type Bag,
  type BagWish,
  enterSheet,
  type House,
  issueBags,
  labelRead,
  nextDonationNo,
  openHouse,
  type PaperWish,
  paperLine,
  paperMrn,
  printSheets,
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
const reason = '核对后更正';

beforeAll(async () => {
  city = await openCity();
  clerk = (await city.enter('S01', '1001', ['station_clerk'])).actor;
  house = await openHouse(city, 'H01');
  stranger = await openHouse(city, 'H02');
  await addPatient(city, house.technician, { mrn: paperMrn, name: '张三' });
});
afterAll(async () => {
  expect(await city?.reconcile()).toEqual([]);
  await city?.close();
});

async function one(bags: Promise<Bag[]>): Promise<Bag> {
  const [bag] = await bags;
  if (!bag) throw new Error('one bag');
  return bag;
}
const shelved = (wish: BagWish = {}, at: House = house) => one(stockBags(city, clerk, at, [wish]));
const atStation = (wish: BagWish = {}) => one(releaseBags(city, clerk, [wish]));
async function onItsWay(to = 'H01', wish: BagWish = {}): Promise<Bag & { shipmentId: string }> {
  const bag = await atStation(wish);
  return { ...bag, shipmentId: await shipBags(city, clerk, to, [bag]) };
}
const unknown = async (): Promise<Bag> => ({
  id: '',
  donationNo: nextDonationNo(),
  product: 'red',
  expiresAt: new Date((await city.now()).getTime() + 9 * 86_400_000),
});
const stateOf = async (donationNo: string) => {
  const [row] = await city.owner<{ state: string; holdReason: string | null; holder: string }[]>`
    select state, hold_reason as "holdReason", holder_org_id as holder from blood_units where donation_no = ${donationNo}`;
  return row && [row.state, row.holdReason, row.holder];
};
const incidentsOf = async (donationNo: string): Promise<string[]> =>
  (
    await city.owner<{ rule: string }[]>`select rule from incidents where donation_no = ${donationNo} order by rule`
  ).map(({ rule }) => rule);
const ofHouse = async (orgId: string, donationNo: string) =>
  (
    await city.owner<{ rule: string; house: string }[]>`
      select rule, facts->>'house' as house from incidents where org_id = ${orgId} and donation_no = ${donationNo} order by rule`
  ).map(({ rule, house: from }) => [rule, from]);
async function codesOf(work: Promise<unknown>): Promise<string[]> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof AppError)) throw new Error(`expected a refusal, got ${String(error)}`);
  return error.violations.length > 0 ? error.violations.map(({ code }) => code) : [error.code];
}
async function enter(bag: Pick<Bag, 'donationNo' | 'product'>, wish: PaperWish = {}) {
  await city.wait(1);
  return enterSheet(city, house.technician, [await paperLine(city, bag, wish)]);
}

describe('a sheet on which all was in order', () => {
  it('is entered as it happened: received, issued and discarded, without an incident', async () => {
    const [arrived, given, broken] = [await onItsWay(), await shelved(), await shelved()];
    await city.wait(2);
    const result = await enterSheet(city, house.technician, [
      await paperLine(city, arrived, { kind: 'received', minutesAgo: 90 }),
      await paperLine(city, given, { minutesAgo: 60 }),
      await paperLine(city, broken, { kind: 'discarded', minutesAgo: 40 }),
    ]);
    expect(result.incidents).toEqual([]);
    expect(await stateOf(arrived.donationNo)).toEqual(['available', null, 'H01']);
    expect(await stateOf(given.donationNo)).toEqual(['issued', null, 'H01']);
    expect(await stateOf(broken.donationNo)).toEqual(['discarded', null, 'H01']);
    const [note] = await city.owner`select state, received_count from shipments where id = ${arrived.shipmentId}`;
    expect(note).toEqual({ state: 'received', received_count: 1 });

    const seen = await runRead(getForm, city.as(house.technician), { id: result.id });
    expect(seen).toMatchObject({
      state: 'entered',
      lineCount: 3,
      incidentCount: 0,
      backdatedCount: expect.any(Number),
    });
    expect(seen.lines.map(({ kind, place, broken: rules }) => [kind, place, rules])).toEqual([
      ['received', 'arriving', []],
      ['issued', 'here', []],
      ['discarded', 'here', []],
    ]);
    expect(seen.lines[1]?.firstPerson).toBe(`1001 ${house.technician.name}`);
    const history = await runRead(historyOf(downtimeFormRecord), city.as(house.technician), { id: result.id });
    expect(history.map(({ action }) => action)).toEqual(['downtime-forms.enter', 'downtime-forms.print']);
  });

  it('stands in the list of issues at its true time, marked with the sheet, and is counted on the day it was entered', async () => {
    const bag = await shelved();
    await city.wait(75);
    const line = await paperLine(city, bag, { minutesAgo: 26 * 60 });
    const { no, backdated } = await enterSheet(city, house.technician, [line]);
    expect(backdated).toBe(1);
    const list = await runRead(listOf(clinicalIssueRecord), city.as(house.technician), { limit: 200 });
    const [row] = list.rows.filter(({ downtimeFormNo }) => downtimeFormNo === no);
    expect(row).toMatchObject({ state: 'issued', patientLabel: '张三 ZYPAPER', issuedAt: line.occurredAt });
    const [day] = await city.owner<{ bags: number }[]>`
      select coalesce(sum(bags), 0)::int as bags from issue_days where org_id = 'H01' and day = (${line.occurredAt}::timestamptz at time zone (select time_zone from city))::date`;
    expect(day?.bags).toBe(0);
    const trace = await runRead(traceUnit, city.as(house.technician), { id: bag.id });
    const step = trace.steps.find(({ kind }) => kind === 'issue_fact');
    expect([step?.at, step?.record?.module]).toEqual([line.occurredAt, 'clinical-issues']);
    // Not given after all: it comes back on hold, as any issue that is voided.
    await execute(voidIssue, city.as(house.reviewer), { id: String(row?.id), version: 1, reason });
    expect(await stateOf(bag.donationNo)).toEqual(['quarantined', 'issue_voided', 'H01']);
  });

  it('is marked in the ledger with the sheet and its true time; another house and the office read that it was late, and not from which sheet', async () => {
    const official = (await city.enter('O01', '1009', ['official'])).actor;
    const [arrived, given, theirs] = [await onItsWay(), await shelved(), await shelved({}, stranger)];
    await city.wait(2);
    const lines = [
      await paperLine(city, arrived, { kind: 'received', minutesAgo: 90 }),
      await paperLine(city, given, { minutesAgo: 60 }),
      await paperLine(city, theirs, { minutesAgo: 40 }),
    ];
    const { no } = await enterSheet(city, house.technician, lines);
    const ledgerOf = async ({ id }: Bag, by: UserActor = house.technician, orgId?: string) =>
      (await runRead(listMovements, city.as(by), orgId ? { orgId } : {})).rows
        .filter(({ unitId }) => unitId === id)
        .map((row) => [row.kind, row.isLate, row.downtimeFormNo, row.isLate ? row.occurredAt : null]);
    const [came, gone, taken] = lines.map(({ occurredAt }) => occurredAt);
    expect(await ledgerOf(arrived)).toEqual([
      ['receive', true, no, came],
      ['ship', false, null, null],
    ]);
    expect((await ledgerOf(given)).slice(0, 2)).toEqual([
      ['issue_fact', true, no, gone],
      ['receive', false, null, null],
    ]);
    expect((await ledgerOf(theirs, stranger.technician))[0]).toEqual(['appear', true, null, taken]);
    expect((await ledgerOf(arrived, official, 'H01'))[0]).toEqual(['receive', true, null, came]);
  });

  it('is where the receipts say that bags came on paper, for the days that are asked for', async () => {
    const bags = [await onItsWay(), await onItsWay(), await shelved(), await atStation()];
    await city.wait(1);
    const before = await city.now();
    const { id, no } = await enterSheet(
      city,
      house.technician,
      await Promise.all(bags.map((bag, index) => paperLine(city, bag, { kind: 'received', minutesAgo: 30 - index }))),
    );
    const named = async (asked: { since?: Date; until?: Date } = {}, by: UserActor = house.technician) =>
      (await runRead(listReceivingForms, city.as(by), asked)).filter((form) => form.id === id);
    // The one that was here already came by no paper.
    expect(await named()).toEqual([{ id, no, enteredAt: expect.any(Date), bags: 3 }]);
    expect(await named({ since: before })).toHaveLength(1);
    expect(await named({ until: before })).toEqual([]);
    expect(await named({}, stranger.technician)).toEqual([]);
    await city.wait(24 * 7 + 1);
    expect(await named()).toEqual([]);
    expect(await named({ since: before })).toHaveLength(1);
  });

  it('for one patient at one moment becomes one issue', async () => {
    const patientId = await addPatient(city, house.technician, { mrn: 'ZYDOWN1', name: '张三' });
    const bags = await stockBags(city, clerk, house, [{}, {}]);
    await execute(reserveBags, city.as(house.technician), await reservationInput(city, house, patientId, bags));
    await city.wait(1);
    const at = await paperLine(city, bags[0] ?? (await shelved()), { mrn: 'ZYDOWN1' });
    const lines = await Promise.all(
      bags.map(async (bag) => ({ ...(await paperLine(city, bag, { mrn: 'ZYDOWN1' })), occurredAt: at.occurredAt })),
    );
    const { no, incidents } = await enterSheet(city, house.technician, lines);
    expect(incidents).toEqual([]);
    const issues = await city.owner`select patient_id, bag_count from clinical_issues where downtime_form_no = ${no}`;
    expect(issues).toEqual([{ patient_id: patientId, bag_count: 2 }]);
    const ended = await city.owner`select end_reason from reservations where patient_id = ${patientId}`;
    expect(ended.map(({ end_reason }) => end_reason)).toEqual(['issued', 'issued']);
  });
});

type Case = [IncidentRule, PaperWish, () => Promise<Pick<Bag, 'donationNo' | 'product'>>, string];

describe('a fact that broke a rule happened all the same, and the rule is one incident', () => {
  it.each<Case>([
    ['not_received', {}, () => onItsWay(), 'issued'],
    ['not_received', { kind: 'discarded' }, () => onItsWay(), 'discarded'],
    ['elsewhere', {}, () => atStation(), 'issued'],
    ['elsewhere', { kind: 'received' }, () => atStation(), 'quarantined'],
    ['elsewhere', {}, () => onItsWay('H03'), 'issued'],
    ['elsewhere', { kind: 'discarded' }, () => shelved({}, stranger), 'discarded'],
    ['already_here', { kind: 'received' }, () => shelved(), 'available'],
    ['already_here', { kind: 'received' }, () => reserved(), 'reserved'],
    ['one_person', { second: '' }, () => shelved(), 'issued'],
    ['one_person', { second: '1001' }, () => shelved(), 'issued'],
    ['one_person', { kind: 'received', second: '' }, () => onItsWay(), 'quarantined'],
    ['temperature_missing', { kind: 'received', celsius: null }, () => onItsWay(), 'quarantined'],
    ['temperature_out', { kind: 'received', celsius: 14 }, () => onItsWay(), 'quarantined'],
    ['group_differs', { abo: 'B' }, () => shelved(), 'issued'],
    ['group_differs', { kind: 'received', abo: 'B' }, () => onItsWay(), 'quarantined'],
    ['expiry_differs', { expiresAt: new Date('2031-01-01T00:00:00Z') }, () => shelved(), 'issued'],
    ['before_last_event', { minutesAgo: 90 }, () => shelved(), 'issued'],
    ['incompatible', { patientAbo: 'O' }, () => shelved({ abo: 'A' }), 'issued'],
    ['group_unconfirmed', { mrn: '' }, () => shelved(), 'issued'],
    ['recipient_group_unknown', { mrn: '', patientAbo: undefined as never }, () => shelved(), 'issued'],
    ['crossmatch_missing', { crossmatch: 'none' }, () => shelved(), 'issued'],
    ['crossmatch_incompatible', { crossmatch: 'incompatible' }, () => shelved(), 'issued'],
    ['expired', { minutesAgo: 5 }, () => late(), 'issued'],
    ['expired', { kind: 'received', minutesAgo: 5 }, () => lateOnItsWay(), 'quarantined'],
    ['on_hold', {}, () => held(), 'issued'],
    ['reserved', {}, () => reserved(), 'issued'],
    ['reserved', { kind: 'discarded' }, () => reserved(), 'discarded'],
    ['already_gone', {}, () => discarded(), 'issued'],
    ['already_gone', {}, () => issued(), 'issued'],
    ['already_gone', { kind: 'discarded' }, () => issued(), 'issued'],
  ])('%s %o', async (rule, wish, prepare, state) => {
    const bag = await prepare();
    const { incidents } = await enter(bag, wish);
    expect(incidents.map((incident) => incident.rule)).toEqual([rule]);
    expect((await incidentsOf(bag.donationNo)).filter((one) => one !== 'taken_elsewhere')).toEqual([rule]);
    expect((await stateOf(bag.donationNo))?.[0]).toBe(state);
    expect(await city.reconcile()).toEqual([]);
  });

  async function late(): Promise<Bag> {
    const bag = await shelved({ hours: 6 });
    await city.wait(7);
    return bag;
  }
  async function lateOnItsWay(): Promise<Bag> {
    const bag = await onItsWay('H01', { hours: 6 });
    await city.wait(7);
    return bag;
  }
  async function held(): Promise<Bag> {
    const bag = await shelved();
    await execute(holdBags, city.as(house.technician), { unitIds: [bag.id], cause: 'appearance' });
    return bag;
  }
  async function reserved(): Promise<Bag> {
    const bag = await shelved();
    const patientId = await addPatient(city, house.technician);
    await execute(reserveBags, city.as(house.technician), await reservationInput(city, house, patientId, [bag]));
    return bag;
  }
  async function discarded(): Promise<Bag> {
    const bag = await shelved();
    await sendOut(city, house, [bag], { kind: 'discard' });
    return bag;
  }
  async function issued(): Promise<Bag> {
    const bag = await shelved();
    await issueBags(city, house, await addPatient(city, house.technician), [bag]);
    return bag;
  }

  it('given out though it was on hold, and taken back: how long it was out is asked, whatever it was on hold for', async () => {
    const bag = await held();
    await enter(bag, {});
    for (const { id, version } of await city.owner<{ id: string; version: number }[]>`
      select i.id, i.version from incidents i join incident_bags b on b.incident_id = i.id where b.unit_id = ${bag.id}`)
      await resolve(city, house, { id, version }, 'note');
    const [issue] = await city.owner<{ id: string; version: number }[]>`
      select i.id, i.version from clinical_issues i join clinical_issue_lines l on l.issue_id = i.id where l.unit_id = ${bag.id}`;
    if (!issue) throw new Error('no issue');
    await execute(voidIssue, city.as(house.reviewer), { ...issue, reason });
    expect(await stateOf(bag.donationNo)).toEqual(['quarantined', 'appearance', 'H01']);
    const release = (ground: object) => releaseHeld(city, house.reviewer, house.technician, [bag.id], ground);
    const alsoSeen = ['issue_voided' as const];
    expect(await codesOf(release({ alsoSeen }))).toEqual(['hold.custody_missing']);
    const outFor = (minutesOut: number) => ({ alsoSeen, custody: { minutesOut, place: '急诊冰箱' } });
    expect(await codesOf(release(outFor(240)))).toEqual(['hold.too_long_out']);
    await release(outFor(10));
    expect(await stateOf(bag.donationNo)).toEqual(['available', null, 'H01']);
  });

  it('a bag that no house knew comes into being and is given out', async () => {
    const bag = await unknown();
    const { incidents } = await enter(bag, { abo: 'O', rhd: 'positive', expiresAt: bag.expiresAt });
    expect(incidents.map(({ rule }) => rule)).toEqual(['unknown_bag']);
    expect(await stateOf(bag.donationNo)).toEqual(['issued', null, 'H01']);
  });

  it('several rules are several incidents, and each line its own', async () => {
    const bag = await shelved({ abo: 'A' });
    const { incidents } = await enter(bag, { second: '', patientAbo: 'O', crossmatch: 'none' });
    expect(incidents.map(({ rule }) => rule).sort()).toEqual(['crossmatch_missing', 'incompatible', 'one_person']);
  });

  it('a bag that came and went on the same sheet broke no hold of its own making', async () => {
    const bag = await onItsWay();
    await city.wait(1);
    const { incidents } = await enterSheet(city, house.technician, [
      await paperLine(city, bag, { minutesAgo: 10 }),
      await paperLine(city, bag, { kind: 'received', minutesAgo: 50, celsius: null }),
    ]);
    expect(incidents.map(({ rule }) => rule)).toEqual(['temperature_missing']);
    expect((await stateOf(bag.donationNo))?.[0]).toBe('issued');
  });

  it('whoever kept or awaited the bag elsewhere loses it, and their lists say so', async () => {
    const bag = await shelved({}, stranger);
    const patientId = await addPatient(city, stranger.technician);
    await execute(reserveBags, city.as(stranger.technician), await reservationInput(city, stranger, patientId, [bag]));
    const arriving = await onItsWay('H02');
    await city.wait(1);
    await enterSheet(city, house.technician, [await paperLine(city, bag), await paperLine(city, arriving)]);
    expect(await ofHouse('H02', bag.donationNo)).toEqual([['taken_elsewhere', '试验第一医院']]);
    const [reservation] = await city.owner`select end_reason from reservations where unit_id = ${bag.id}`;
    expect(reservation).toEqual({ end_reason: 'held' });
    const [note] = await city.owner`select state from shipments where id = ${arriving.shipmentId}`;
    expect(note).toEqual({ state: 'closed_short' });
    expect(await codesOf(receiveBags(city, stranger, arriving.shipmentId, [arriving]))).not.toEqual([]);
    expect(await city.reconcile()).toEqual([]);
  });
});

describe('a bag that broke a rule and is still here', () => {
  it('is available to nobody until its incident is resolved', async () => {
    const bag = await onItsWay();
    const { incidents } = await enter(bag, { kind: 'received', celsius: 14, second: '' });
    expect(incidents).toHaveLength(2);
    expect(await stateOf(bag.donationNo)).toEqual(['quarantined', 'incident', 'H01']);
    expect(await codesOf(releaseHeld(city, house.reviewer, house.technician, [bag.id], labelRead()))).toEqual([
      'hold.incident_open',
    ]);
    const [first, second] = incidents;
    if (!first || !second) throw new Error('two incidents');
    expect(await codesOf(resolve(city, house, first, 'release', [bag.id]))).toEqual(['incident.others_open']);
    await resolve(city, house, first, 'keep');
    await resolve(city, house, second, 'release', [bag.id]);
    expect(await stateOf(bag.donationNo)).toEqual(['available', null, 'H01']);
  });
});

describe('a bag that was here already, and nothing else was wrong', () => {
  it('waits for no incident: what was on the shelf is given out, and the incident is noted', async () => {
    const bag = await shelved();
    const { incidents } = await enter(bag, { kind: 'received' });
    const [incident] = incidents;
    if (!incident) throw new Error('no incident');
    await issueBags(city, house, await addPatient(city, house.technician), [bag]);
    await resolve(city, house, incident, 'note');
    expect(await stateOf(bag.donationNo)).toEqual(['issued', null, 'H01']);
  });

  it('and was on hold, is released on its own ground, and the incident is noted before or after', async () => {
    const bag = await shelved();
    await execute(holdBags, city.as(house.technician), { unitIds: [bag.id], cause: 'label' });
    const { incidents } = await enter(bag, { kind: 'received' });
    expect(incidents.map(({ rule }) => rule)).toEqual(['already_here']);
    for (const incident of incidents) await resolve(city, house, incident, 'note');
    expect(await stateOf(bag.donationNo)).toEqual(['quarantined', 'label', 'H01']);
    await enter(bag, { kind: 'received' });
    await releaseHeld(city, house.reviewer, house.technician, [bag.id], labelRead());
    expect(await stateOf(bag.donationNo)).toEqual(['available', null, 'H01']);
    expect(await findDrift(city.owner)).toEqual([]);
  });

  it('with anything else wrong it is on hold for both', async () => {
    const bag = await shelved();
    const { incidents } = await enter(bag, { kind: 'received', celsius: 14 });
    expect(incidents.map(({ rule }) => rule)).toEqual(['already_here', 'temperature_out']);
    expect(await stateOf(bag.donationNo)).toEqual(['quarantined', 'incident', 'H01']);
    const [first, second] = incidents;
    if (!first || !second) throw new Error('two incidents');
    await resolve(city, house, second, 'keep');
    expect(await codesOf(releaseHeld(city, house.reviewer, house.technician, [bag.id], labelRead()))).toEqual([
      'hold.incident_open',
    ]);
  });
});

describe('a bag that was thrown away or lost and turned up by a sheet', () => {
  it.each(['discard', 'loss'] as const)('after a %s, does not go back on its way by a voided receipt', async (kind) => {
    const bag = await onItsWay();
    const receipt = await receiveBags(city, house, bag.shipmentId, [bag]);
    await sendOut(city, house, [bag], { kind });
    const { incidents } = await enter(bag, { kind: 'received' });
    for (const incident of incidents) await resolve(city, house, incident, 'keep');
    const undo = execute(voidReceipt, city.as(house.reviewer), { id: receipt.id, version: 1, reason });
    expect(await codesOf(undo)).toEqual(['unit.not_movable']);
    expect(await stateOf(bag.donationNo)).toEqual(['quarantined', 'incident', 'H01']);
  });
});

describe('a reason that nobody may release', () => {
  const spoiled = async (at: House = house) => {
    const bag = await shelved({}, at);
    await execute(holdBags, city.as(at.technician), { unitIds: [bag.id], cause: 'other', words: '离心破损' });
    await city.owner`update blood_units set hold_reason = 'processing_failed' where id = ${bag.id}`;
    return bag;
  };
  const again = (bag: Bag) => codesOf(releaseHeld(city, house.reviewer, house.technician, [bag.id], labelRead()));

  it('stays with a bag that another house held, and is an incident of its own', async () => {
    const bag = await spoiled(stranger);
    const { incidents } = await enter(bag, { kind: 'received' });
    expect(incidents.map(({ rule }) => rule)).toEqual(['elsewhere', 'on_hold']);
    expect(await stateOf(bag.donationNo)).toEqual(['quarantined', 'processing_failed', 'H01']);
    for (const incident of incidents) await resolve(city, house, incident, 'keep');
    expect(await again(bag)).toEqual(['hold.spoiled']);
  });

  it('stays with a bag whose issue was voided', async () => {
    const bag = await spoiled();
    const { no, incidents } = await enter(bag);
    expect(incidents.map(({ rule }) => rule)).toEqual(['on_hold']);
    for (const incident of incidents) await resolve(city, house, incident, 'note');
    const [issue] = await city.owner<{ id: string }[]>`select id from clinical_issues where downtime_form_no = ${no}`;
    await execute(voidIssue, city.as(house.reviewer), { id: issue?.id ?? '', version: 1, reason });
    expect(await stateOf(bag.donationNo)).toEqual(['quarantined', 'processing_failed', 'H01']);
    expect(await again(bag)).toEqual(['hold.spoiled']);
  });

  it('stays with a bag that was thrown away and turns up', async () => {
    const bag = await spoiled();
    await sendOut(city, house, [bag], { kind: 'discard' });
    const { incidents } = await enter(bag, { kind: 'received' });
    expect(incidents.map(({ rule }) => rule)).toEqual(['already_gone', 'on_hold']);
    expect(await stateOf(bag.donationNo)).toEqual(['quarantined', 'processing_failed', 'H01']);
  });
});

describe('a bag that an incident decided to discard', () => {
  it('does not go back on its way by a voided receipt, to be received anew as if nothing were', async () => {
    const bag = await onItsWay();
    const receipt = await receiveBags(city, house, bag.shipmentId, [{ ...bag, outcome: 'held' }]);
    const { incidents } = await enter(bag, { kind: 'received', celsius: 14 });
    expect(incidents.length).toBeGreaterThan(0);
    for (const incident of incidents) await resolve(city, house, incident, 'discard');
    expect(await stateOf(bag.donationNo)).toEqual(['quarantined', 'to_discard', 'H01']);
    const undo = execute(voidReceipt, city.as(house.reviewer), { id: receipt.id, version: 1, reason });
    expect(await codesOf(undo)).toEqual(['unit.not_movable']);
    expect(await stateOf(bag.donationNo)).toEqual(['quarantined', 'to_discard', 'H01']);
  });
});

describe('a number that names another patient', () => {
  it('is told by name and group on the paper, and the worse of both is judged', async () => {
    await addPatient(city, house.technician, { mrn: 'ZYWRONG', name: '王五', abo: 'A' });
    const bag = await shelved({ abo: 'A' });
    const { id, incidents } = await enter(bag, { mrn: 'ZYWRONG', patientName: '李四', patientAbo: 'B' });
    expect(incidents.map(({ rule }) => rule).sort()).toEqual([
      'incompatible',
      'patient_group_differs',
      'patient_name_differs',
    ]);
    const [line] = (await runRead(getForm, city.as(house.technician), { id })).lines;
    expect(line).toMatchObject({ patientNameOnPaper: '李四', patientLabel: expect.stringContaining('王五') });
  });
});

describe('a bag of another house', () => {
  it('is that house’s to look into, and its number is scanned or typed twice', async () => {
    const bag = await shelved({}, stranger);
    await city.wait(1);
    const line = { ...(await paperLine(city, bag)), entry: 'hand' as const };
    expect(await codesOf(enterSheet(city, house.technician, [line as never]))).toEqual(['form.repeat_number']);
    expect(await stateOf(bag.donationNo)).toEqual(['available', null, 'H02']);
    await enterSheet(city, house.technician, [{ ...line, repeated: bag.donationNo } as never]);
    expect(await stateOf(bag.donationNo)).toEqual(['issued', null, 'H01']);
    const theirs = await runRead(listOf(incidentRecord), city.as(stranger.technician), {});
    const told = theirs.waiting.find(({ donationNo }) => donationNo === bag.donationNo);
    expect(told).toMatchObject({ rule: 'taken_elsewhere', state: 'open', facts: { state: 'available' } });
    await resolve(city, stranger, { id: String(told?.id) }, 'note');
  });

  it('is the station’s to look into, where it stood on its shelf: a clerk gives it to a clerk and resolves it', async () => {
    const bag = await atStation();
    await enter(bag, { kind: 'received' });
    const waiting = async () =>
      (await runRead(listOf(incidentRecord), city.as(clerk), {})).waiting.filter(
        ({ donationNo }) => donationNo === bag.donationNo,
      );
    const [told] = await waiting();
    expect(told).toMatchObject({ rule: 'taken_elsewhere', state: 'open' });
    const id = String(told?.id);
    const [owner] = await runRead(listOwners, city.as(clerk), {});
    await execute(assignIncident, city.as(clerk), { id, version: 1, personId: owner?.personId ?? '' });
    await resolve(city, { technician: clerk, reviewer: clerk }, { id, version: 2 }, 'note');
    expect(await waiting()).toEqual([]);
  });

  it('with an old number is the bag of the station that gave the number, and does not come into being once more', async () => {
    await city.owner`
      insert into organisations (id, kind, name, short_name, search, sort_order) values ('S02', 'blood_station', '试验第二血站', '第二血站', 's02', 9)`;
    const second = (await city.enter('S02', '1001', ['station_clerk'])).actor;
    const now = (await city.now()).getTime();
    const donation = 'a0612345678901d';
    const { units } = await execute(releaseStock, city.as(second), {
      lines: [
        {
          donation,
          productCode: 'E0336V00',
          abo: 'O',
          rhd: 'positive',
          collectedAt: new Date(now - 86_400_000),
          expiresAt: new Date(now + 9 * 86_400_000),
        },
      ],
    });
    const donationNo = units[0]?.donationNo ?? '';
    await city.wait(1);
    const line = await paperLine(city, { donationNo: nextDonationNo(), product: 'red' }, { kind: 'received' });
    await enterSheet(city, house.technician, [{ ...line, donation }]);
    const bags =
      await city.owner`select holder_org_id as holder, issuer from blood_units where donation_no = ${donationNo}`;
    expect(bags).toEqual([{ holder: 'H01', issuer: 'S02' }]);
  });

  it('waits for no incident of a house it never stood in', async () => {
    const bag = await shelved({}, stranger);
    const issue = await issueBags(city, stranger, await addPatient(city, stranger.technician), [bag]);
    const { incidents } = await enter(bag);
    expect(incidents.map(({ rule }) => rule)).toEqual(['already_gone']);
    await execute(voidIssue, city.as(stranger.reviewer), { id: issue.id, version: issue.version, reason });
    await releaseHeld(city, stranger.reviewer, stranger.technician, [bag.id], {
      ...labelRead(),
      custody: { minutesOut: 5, place: '发血窗口' },
    });
    expect(await stateOf(bag.donationNo)).toEqual(['available', null, 'H02']);
  });
});

describe('only nonsense is sent back, all of it at once', () => {
  it('a time to come, a number that is none, the same thing twice, and nothing has moved', async () => {
    const bag = await shelved();
    const [form] = await printSheets(city, house.technician);
    await city.wait(1);
    const line = await paperLine(city, bag);
    const lines = [
      { ...line, occurredAt: new Date((await city.now()).getTime() + 3_600_000) },
      { ...line, occurredAt: new Date(line.occurredAt.getTime() - 366 * 86_400_000), kind: 'discarded' as const },
      { ...line, donation: 'xyz', kind: 'received' as const },
      line,
    ];
    const input = { id: form?.id ?? '', version: 1, lines };
    expect(await codesOf(execute(enterForm, city.as(house.technician), input))).toEqual([
      'form.in_future',
      'form.before_printed',
      'label.donation_unreadable',
      'form.listed_twice',
    ]);
    expect(await codesOf(execute(enterForm, city.as(house.technician), { ...input, lines: [] }))).toEqual([
      'invalid.too_small',
    ]);
    const strange = { ...(await paperLine(city, await unknown())), productCode: 'E9999V00' };
    expect(await codesOf(execute(enterForm, city.as(house.technician), { ...input, lines: [strange] }))).toEqual([
      'label.product_unknown',
      'form.label_incomplete',
    ]);
    expect(await stateOf(bag.donationNo)).toEqual(['available', null, 'H01']);
  });

  it('a sheet is entered once: sent twice, entered by two; voided, it may still turn up', async () => {
    const [form, other] = await printSheets(city, house.technician, 2);
    if (!form || !other) throw new Error('two sheets');
    const bag = await shelved();
    await city.wait(1);
    const input = { id: form.id, version: 1, lines: [await paperLine(city, bag)] };
    const key = randomUUID();
    const answers = [
      await execute(enterForm, city.as(house.technician), input, key),
      await execute(enterForm, city.as(house.technician), input, key),
    ];
    expect(answers[1]).toEqual(answers[0]);
    expect(await codesOf(execute(enterForm, city.as(house.reviewer), input))).toEqual(['form.already_entered']);
    expect(await codesOf(execute(voidForm, city.as(house.reviewer), { id: form.id, version: 2, reason }))).toEqual([
      'form.already_entered',
    ]);

    const contested = await shelved();
    const lines = [await paperLine(city, contested)];
    const outcomes = await Promise.allSettled(
      [house.technician, house.reviewer].map((by) =>
        execute(enterForm, city.as(by), { id: other.id, version: 1, lines }),
      ),
    );
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const movements = await city.owner`
      select kind from stock_movements where unit_id = ${contested.id} and kind = 'issue_fact'`;
    expect(movements).toHaveLength(1);

    const [spoilt] = await printSheets(city, house.technician);
    await execute(voidForm, city.as(house.reviewer), { id: spoilt?.id ?? '', version: 1, reason });
    // Lost, and found after all: what is written on it has happened.
    const late = await shelved();
    const lateLines = [await paperLine(city, late, { minutesAgo: 0 })];
    await execute(enterForm, city.as(house.technician), { id: spoilt?.id ?? '', version: 2, lines: lateLines });
    expect((await stateOf(late.donationNo))?.[0]).toBe('issued');
    expect(await city.owner`select state, void_reason from downtime_forms where id = ${spoilt?.id ?? ''}`).toEqual([
      { state: 'entered', void_reason: null },
    ]);
  });

  it('belongs to its own house', async () => {
    const [form] = await printSheets(city, house.technician);
    if (!form) throw new Error('a sheet');
    await city.wait(1);
    const lines = [await paperLine(city, await shelved())];
    expect(await codesOf(execute(enterForm, city.as(stranger.technician), { id: form.id, version: 1, lines }))).toEqual(
      ['not_found'],
    );
    expect(await codesOf(runRead(findForm, city.as(stranger.technician), { no: form.no }))).toSatisfy(
      (codes: string[]) => codes.length > 0,
    );
    const found = await runRead(findForm, city.as(house.technician), { no: form.no });
    expect(found.id).toBe(form.id);
  });

  it('and its draft goes with it', async () => {
    const [form] = await printSheets(city, house.technician);
    if (!form) throw new Error('a sheet');
    await saveDraft(city.as(house.technician), 'downtime-forms', 'downtime-forms.draft', {
      id: randomUUID(),
      subjectId: form.id,
      version: 0,
      body: { lines: [] },
    });
    await city.wait(1);
    await execute(enterForm, city.as(house.technician), {
      id: form.id,
      version: 1,
      lines: [await paperLine(city, await shelved())],
    });
    expect(await city.owner`select 1 from drafts where subject_id = ${form.id}`).toHaveLength(0);
  });
});
