import { afterAll, beforeAll, expect, it } from 'vitest';
import { coversOfTask } from '@/domain/clinical-issues/covers';
import type { UserActor } from '@/server/kernel/actor';
import { execute } from '@/server/kernel/command';
import { AppError } from '@/server/kernel/errors';
import { runRead } from '@/server/kernel/read';
import { lookupBag } from '@/server/modules/clinical-issues/candidates';
import { emergencyIssue } from '@/server/modules/clinical-issues/emergency';
import { getIssue } from '@/server/modules/clinical-issues/get';
import { registerIssue } from '@/server/modules/clinical-issues/register';
import { settleTask } from '@/server/modules/clinical-issues/settle';
import { voidIssue } from '@/server/modules/clinical-issues/void';
import { openCity, type TrialCity } from '../../support/city';
import {
  addPatient,
  type Bag,
  type House,
  issueInput,
  receiveBags,
  releaseBags,
  shipBags,
  signIn,
} from '../../support/city-work';

let city: TrialCity;
let clerk: UserActor;
let house: House;
let elsewhere: UserActor;

beforeAll(async () => {
  city = await openCity();
  clerk = (await city.enter('S01', '1001', ['station_clerk'])).actor;
  house = {
    technician: (await city.enter('H01', '1001', ['technician'])).actor,
    reviewer: (await city.enter('H01', '1002', ['technician', 'reviewer'])).actor,
    nurse: (await city.enter('H01', '3001', ['nurse'], { title: '护士' })).actor,
  };
  elsewhere = (await city.enter('H02', '1001', ['technician'])).actor;
});
afterAll(async () => {
  expect(await city.reconcile()).toEqual([]);
  await city.close();
});

async function onTheLorry(count: number, hours = 240): Promise<{ shipmentId: string; bags: Bag[] }> {
  const wishes = Array.from({ length: count }, () => ({ rhd: 'negative' as const, hours }));
  const bags = await releaseBags(city, clerk, wishes);
  return { shipmentId: await shipBags(city, clerk, 'H01', bags), bags };
}

const unknownWoman = { kind: 'unidentified', sex: 'female', ageBand: 'up_to_50' } as const;
const issue = (bags: readonly Pick<Bag, 'id'>[], by = house.nurse) =>
  execute(emergencyIssue, city.as(by), {
    patient: unknownWoman,
    askedBy: '急诊 王思远',
    reason: '产后大出血',
    unitIds: bags.map((bag) => bag.id),
  });

async function codesOf(work: Promise<unknown>): Promise<string[]> {
  try {
    await work;
    return [];
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return error.violations.map((violation) => violation.code);
  }
}

async function noteOf(shipmentId: string) {
  const [note] = await city.owner<{ state: string; received: number; lines: string[] }[]>`
    select s.state, s.received_count as received, array(select b.state from shipment_bags b where b.shipment_id = s.id order by b.line_no) as lines
    from shipments s where s.id = ${shipmentId}`;
  return note;
}

it('O negative that stands in the room at 03:00 is received and issued at once; the receipt is completed by the reviewer', async () => {
  const { shipmentId, bags } = await onTheLorry(3);
  const [first, second] = bags;
  if (!first || !second) throw new Error('nothing was shipped');
  const asked = { sex: 'female', ageBand: 'up_to_50', donationNo: first.donationNo } as const;
  const found = await runRead(lookupBag, city.as(house.nurse), asked);
  expect(found.bags).toMatchObject([{ unitId: first.id, isArriving: true, blockedBy: null }]);

  const issued = await issue([first, second]);
  expect(issued.tasks.map((task) => task.kind)).toContain('receipt_to_complete');
  expect(await noteOf(shipmentId)).toEqual({
    state: 'partly_received',
    received: 2,
    lines: ['received', 'received', 'expected'],
  });
  const moves = await city.owner<{ kind: string }[]>`
    select kind from stock_movements where unit_id = ${first.id} order by id`;
  expect(moves.map(({ kind }) => kind)).toEqual(['release', 'ship', 'receive', 'issue']);
  expect(await city.reconcile()).toEqual([]);

  const record = await runRead(getIssue, city.as(house.technician), { id: issued.id });
  const task = record.tasks.find(({ kind }) => kind === 'receipt_to_complete');
  const named = task?.facts as { unitIds: string[] } | undefined;
  expect([...(named?.unitIds ?? [])].sort()).toEqual([first.id, second.id].sort());
  const taskId = task?.id ?? '';
  const covers = coversOfTask({ taskId, issueId: issued.id, kind: 'receipt_to_complete' });
  const settle = async (signer: UserActor, note: string) =>
    execute(settleTask, city.as(house.technician), {
      taskId,
      note,
      signature: await signIn(city, house.technician, signer, covers),
    });
  expect(await codesOf(settle(house.reviewer, ''))).toEqual(['settle.note_missing']);
  expect(await codesOf(settle(house.technician, '箱温 4.1 ℃'))).toEqual(['override.signer_not_entitled']);
  await settle(house.reviewer, '箱温 4.1 ℃，标签与随车单一致');

  // What stayed on the lorry is received as ever.
  await receiveBags(city, house, shipmentId, bags.slice(2));
  expect(await noteOf(shipmentId)).toMatchObject({ state: 'received', received: 3 });
});

it('only in an emergency, only what is on its way here, and never an expired bag', async () => {
  const { bags } = await onTheLorry(1);
  const [bag] = bags;
  if (!bag) throw new Error('nothing was shipped');
  const patient = await addPatient(city, house.technician);
  const input = await issueInput(city, house, patient, bags);
  expect(await codesOf(execute(registerIssue, city.as(house.technician), input))).toEqual(['unit.unknown']);
  const ordinary = await runRead(lookupBag, city.as(house.technician), {
    patientId: patient,
    donationNo: bag.donationNo,
  });
  expect(ordinary.bags).toEqual([]);
  expect(await codesOf(issue(bags, elsewhere))).toEqual(['unit.unknown']);
  const { bags: old } = await onTheLorry(1, 6);
  await city.wait(7);
  expect(await codesOf(issue(old))).toEqual(['unit.expired']);
});

it('the receipt of the same bag at the same instant: one takes it, the other is told', async () => {
  for (let round = 0; round < 8; round++) {
    const { shipmentId, bags } = await onTheLorry(1);
    const [received, issued] = await Promise.all([
      codesOf(receiveBags(city, house, shipmentId, bags)),
      codesOf(issue(bags)),
    ]);
    // Received first, it is on the shelf and issued from there; issued first, nothing is left to receive.
    expect(issued).toEqual([]);
    const note = await noteOf(shipmentId);
    expect(note).toMatchObject({ state: 'received', received: 1 });
    const [receipts] = await city.owner`
      select count(*)::int as n from bag_receipt_lines where unit_id = ${bags[0]?.id ?? ''}`;
    expect(receipts).toEqual({ n: received.length === 0 ? 1 : 0 });
  }
  expect(await city.reconcile()).toEqual([]);
});

it('a voided emergency leaves the bag here on hold, and the note stays received', async () => {
  const { shipmentId, bags } = await onTheLorry(1);
  const issued = await issue(bags);
  await execute(voidIssue, city.as(house.reviewer), { id: issued.id, version: 1, reason: '没有拿走' });
  const [unit] = await city.owner`
    select state, hold_reason, holder_org_id from blood_units where id = ${bags[0]?.id ?? ''}`;
  expect(unit).toEqual({ state: 'quarantined', hold_reason: 'issue_voided', holder_org_id: 'H01' });
  expect(await noteOf(shipmentId)).toMatchObject({ state: 'received', received: 1 });
});
