import { afterAll, beforeAll, expect, it } from 'vitest';
import { receiptCovers, recheckCovers } from '@/domain/bag-receipts/covers';
import { receiptRecord } from '@/domain/bag-receipts/record';
import type { UserActor } from '@/server/kernel/actor';
import { execute } from '@/server/kernel/command';
import { AppError } from '@/server/kernel/errors';
import { listOf } from '@/server/kernel/list';
import { runRead } from '@/server/kernel/read';
import { getReceipt } from '@/server/modules/bag-receipts/get';
import { postReceipt } from '@/server/modules/bag-receipts/post';
import { recheckRecord } from '@/server/modules/bag-receipts/recheck';
import { voidReceipt } from '@/server/modules/bag-receipts/void';
import { getReleasedHold, listRechecks } from '@/server/modules/bag-receipts/waiting';
import { holdBags } from '@/server/modules/stock/hold';
import { releaseHold } from '@/server/modules/stock/release-hold';
import { openCity, type TrialCity } from '../../support/city';
import { type House, receiptInput, releaseBags, shipBags, signIn, stockBags } from '../../support/city-work';

let city: TrialCity;
let clerk: UserActor;
let house: House;
let secondReviewer: UserActor;
let elsewhere: UserActor;

beforeAll(async () => {
  city = await openCity();
  clerk = (await city.enter('S01', '1001', ['station_clerk'])).actor;
  house = {
    technician: (await city.enter('H01', '1001', ['technician'])).actor,
    reviewer: (await city.enter('H01', '1002', ['reviewer', 'technician'])).actor,
    nurse: (await city.enter('H01', '3001', ['nurse'])).actor,
  };
  secondReviewer = (await city.enter('H01', '1003', ['reviewer'])).actor;
  elsewhere = (await city.enter('H02', '1002', ['reviewer'])).actor;
  await city.owner`update organisations set settings = '{"singleDutyFrom": "00:00", "singleDutyUntil": "23:59"}' where id = 'H01'`;
});
afterAll(async () => {
  expect(await city.reconcile()).toEqual([]);
  await city.close();
});

async function codesOf(work: Promise<unknown>): Promise<string[]> {
  const reason = await work.then(
    () => null,
    (error: unknown) => error,
  );
  if (!(reason instanceof AppError)) throw new Error(`expected a refusal, got ${String(reason)}`);
  return reason.violations.length > 0 ? reason.violations.map(({ code }) => code) : [reason.code];
}

/** A receipt that one person on duty made with the deliverer. */
async function receiveAlone(receiver: UserActor) {
  const bags = await releaseBags(city, clerk, [{}]);
  const shipmentId = await shipBags(city, clerk, 'H01', bags);
  const { signatures: _, ...typed } = await receiptInput(city, house, shipmentId, bags);
  const draft = { ...typed, dutyMode: 'single' as const };
  const token = await signIn(city, receiver, receiver, receiptCovers(draft));
  return execute(postReceipt, city.as(receiver), {
    ...draft,
    signatures: { receiver: token, delivererName: '吴建国' },
  });
}
const waiting = () => runRead(listRechecks, city.as(house.reviewer), {});
async function recheck(signer: UserActor, task: { id: string; recordId: string }, session = signer) {
  const signature = await signIn(city, session, signer, recheckCovers({ taskId: task.id, recordId: task.recordId }));
  return execute(recheckRecord, city.as(session), { taskId: task.id, note: '与发血单一致', signature });
}

it('what one person received alone waits until 08:00 for a reviewer, who signs it', async () => {
  const receipt = await receiveAlone(house.technician);
  const [task] = (await waiting()).filter(({ recordId }) => recordId === receipt.id);
  if (!task) throw new Error('nothing waits');
  expect(task).toMatchObject({ module: 'bag-receipts', no: receipt.no, bags: 1, doneBy: house.technician.name });
  expect(task.dueAt.getTime()).toBeGreaterThan((await city.now()).getTime());
  expect(await codesOf(recheck(house.technician, task))).toEqual(['forbidden']);
  expect(await codesOf(recheck(house.technician, task, house.reviewer))).toEqual([
    'signature.own_work',
    'signature.not_reviewer',
  ]);
  expect(await codesOf(recheck(elsewhere, task))).toEqual(['not_found']);

  const checkedBy = async () => {
    const { rows } = await runRead(listOf(receiptRecord), city.as(house.reviewer), {});
    return rows.find(({ id }) => id === receipt.id)?.reviewedBy;
  };
  expect(await checkedBy()).toBe('');
  await recheck(house.reviewer, task);
  expect(await checkedBy()).toBe(house.reviewer.name);
  expect((await waiting()).map(({ id }) => id)).not.toContain(task.id);
  expect(await codesOf(recheck(house.reviewer, task))).toEqual(['not_found']);
  const { signatures } = await runRead(getReceipt, city.as(house.reviewer), { id: receipt.id });
  expect(signatures.map(({ meaning }) => meaning)).toEqual(['received', 'delivered', 'rechecked']);
});

it('a reviewer does not check his own night', async () => {
  const receipt = await receiveAlone(house.reviewer);
  const [task] = (await waiting()).filter(({ recordId }) => recordId === receipt.id);
  if (!task) throw new Error('nothing waits');
  expect(await codesOf(recheck(house.reviewer, task))).toEqual(['signature.own_work']);
  await recheck(secondReviewer, task);
});

it('is closed with a receipt that is voided', async () => {
  const receipt = await receiveAlone(house.technician);
  await execute(voidReceipt, city.as(house.reviewer), { id: receipt.id, version: 1, reason: '收错了单' });
  expect((await waiting()).map(({ recordId }) => recordId)).not.toContain(receipt.id);
  const [task] = await city.owner<{ facts: object; done: boolean }[]>`
    select facts, done_at is not null as done from tasks where record_id = ${receipt.id}`;
  expect(task).toMatchObject({ done: true, facts: { isVoided: true } });
});

it('is settled once by two reviewers at the same time', async () => {
  const receipt = await receiveAlone(house.technician);
  const [task] = (await waiting()).filter(({ recordId }) => recordId === receipt.id);
  if (!task) throw new Error('nothing waits');
  const results = await Promise.allSettled([recheck(house.reviewer, task), recheck(secondReviewer, task)]);
  expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
});

it('a hold released by telephone at night waits there too', async () => {
  const [bag] = await stockBags(city, clerk, house, [{}]);
  const unitId = bag?.id ?? '';
  await execute(holdBags, city.as(house.technician), { unitIds: [unitId], cause: 'temperature' });
  const release = (staffNo: string, minutesAgo: number) =>
    city.now().then((now) =>
      execute(releaseHold, city.as(house.reviewer), {
        bags: [{ unitId }],
        reason: '记录仪复核合格',
        second: { by: 'phone', staffNo, at: new Date(now.getTime() - minutesAgo * 60_000) },
      }),
    );
  expect(await codesOf(release('9999', 5))).toEqual(['signature.second_missing']);
  expect(await codesOf(release('3001', 5))).toEqual(['signature.not_entitled']);
  expect(await codesOf(release('1003', 90))).toEqual(['hold.phone_time']);
  const { recordId } = await release('1003', 5);
  const [method] = await city.owner<{ method: string; name: string }[]>`
    select method, signer_name as name from signatures where record_id = ${recordId} and meaning = 'hold_released_second'`;
  expect(method).toEqual({ method: 'phone', name: secondReviewer.name });
  const [task] = (await waiting()).filter((waits) => waits.recordId === recordId);
  if (!task) throw new Error('nothing waits');
  expect(task).toMatchObject({ module: 'stock', bags: 1, doneBy: house.reviewer.name });
  expect(await runRead(getReleasedHold, city.as(secondReviewer), { recordId })).toMatchObject({
    words: '记录仪复核合格',
    bags: [{ unitId, donationNo: bag?.donationNo, holdReason: 'temperature', ground: null }],
    signatures: [
      { meaning: 'hold_released', signerName: house.reviewer.name },
      { meaning: 'hold_released_second', signerName: secondReviewer.name, method: 'phone' },
    ],
  });
  expect(await codesOf(runRead(getReleasedHold, city.as(elsewhere), { recordId }))).toEqual(['not_found']);
  expect(await codesOf(recheck(house.reviewer, task))).toEqual(['signature.own_work']);
  await recheck(secondReviewer, task);
});
