import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { redistributionRecord } from '@/domain/redistributions/record';
import { findDrift } from '@/server/audit/find-drift';
import type { UserActor } from '@/server/kernel/actor';
import { execute } from '@/server/kernel/command';
import { AppError } from '@/server/kernel/errors';
import { historyOf } from '@/server/kernel/history';
import { listOf } from '@/server/kernel/list';
import { runRead } from '@/server/kernel/read';
import { inScope } from '@/server/kernel/scope';
import { voidReceipt } from '@/server/modules/bag-receipts/void';
import { readPlan, savePlan } from '@/server/modules/blood-orders/plan';
import { emergencyIssue } from '@/server/modules/clinical-issues/emergency';
import { registerIssue } from '@/server/modules/clinical-issues/register';
import { voidIssue } from '@/server/modules/clinical-issues/void';
import { setSwitches } from '@/server/modules/organisations/set-switches';
import { registerOutbound } from '@/server/modules/other-outbounds/register';
import { voidOutbound } from '@/server/modules/other-outbounds/void';
import { declineBags } from '@/server/modules/redistributions/decline';
import { getRedistribution, readLeaving, readMorning } from '@/server/modules/redistributions/get';
import { offerBags } from '@/server/modules/redistributions/offer';
import { proposeRedistributions } from '@/server/modules/redistributions/propose';
import { runRedistributions, settleRedistributions, takeBySwitch } from '@/server/modules/redistributions/settle';
import { redistributionStatistics } from '@/server/modules/redistributions/statistics';
import { takeBags } from '@/server/modules/redistributions/take';
import { withdrawBags } from '@/server/modules/redistributions/withdraw';
import { expireBags } from '@/server/modules/stock/expire';
import { holdBags } from '@/server/modules/stock/hold';
import { openCity, type TrialCity } from '../../support/city';
import {
  addPatient,
  type Bag,
  type House,
  issueBags,
  issueInput,
  openHouse,
  processBags,
  receiveBags,
  releaseBags,
  shipBags,
  stockBags,
} from '../../support/city-work';
import {
  hearOf,
  offerProposed,
  type Proposed,
  proposeBags,
  setDailyUse,
  toMorning,
} from '../../support/redistributions';

let city: TrialCity;
let clerk: UserActor;
let giver: House;
let taker: House;
let third: House;
let official: UserActor;
let admin: UserActor;

beforeAll(async () => {
  city = await openCity();
  clerk = (await city.enter('S01', '5001', ['station_clerk'])).actor;
  giver = await openHouse(city, 'H01');
  taker = await openHouse(city, 'H02');
  third = await openHouse(city, 'H03');
  official = (await city.enter('O01', '2001', ['official'])).actor;
  admin = (await city.enter('O01', '9001', ['city_admin'])).actor;
});
afterAll(() => city?.close());

// A morning of its own for each: what stood before has expired.
beforeEach(async () => {
  await toMorning(city, 10);
  await expireBags(city.runtime);
  await settleRedistributions(city.runtime);
  await hearOf(city, clerk, giver, taker, third);
});

const proposed = (count = 2, wish = {}) => proposeBags(city, clerk, giver, 'H02', count, wish);
async function offered(count = 2, wish = {}): Promise<Proposed> {
  const made = await proposed(count, wish);
  await offerProposed(city, giver, made);
  return made;
}
const take = (id: string, unitIds: readonly string[], actor = taker.technician, key?: string) =>
  execute(takeBags, city.as(actor), { id, unitIds: [...unitIds] }, key);
async function taken(count = 2): Promise<Proposed> {
  const made = await offered(count);
  await take(made.id, made.unitIds);
  return made;
}
const withdraw = (id: string, unitIds: readonly string[], actor = giver.technician) =>
  execute(withdrawBags, city.as(actor), { id, unitIds: [...unitIds], reason: '本院要用' });
const read = (id: string, actor = giver.technician) => runRead(getRedistribution, city.as(actor), { id });
const statesOf = async (id: string) => (await read(id)).bags.map(({ state }) => state).sort();
async function transfer({ id }: Proposed, bags: readonly { id: string }[], more: object = {}) {
  return execute(registerOutbound, city.as(giver.technician), {
    kind: 'transfer',
    reasonCode: 'near_expiry',
    words: '近效期调剂',
    toOrgId: 'H02',
    unitIds: bags.map((bag) => bag.id),
    redistributionId: id,
    ...more,
  });
}
async function stateOf(unitId: string) {
  const [unit] = await city.owner<{ state: string; holder: string }[]>`
    select state, holder_org_id as holder from blood_units where id = ${unitId}`;
  return unit;
}
async function refusals(deed: Promise<unknown>): Promise<string[]> {
  try {
    await deed;
  } catch (error) {
    if (error instanceof AppError)
      return error.violations.length > 0 ? error.violations.map(({ code }) => code) : [error.code];
    throw error;
  }
  return [];
}
const morningOf = (house: House) => runRead(readMorning, city.as(house.technician), {});
const isSound = async () => {
  expect(await city.reconcile()).toEqual([]);
  const drift = await findDrift(city.runtime.sql);
  // The use of these houses is written by hand.
  expect(drift.filter(({ rule }) => rule !== 'issue_day')).toEqual([]);
};

describe('each morning', () => {
  it('the job proposes once, by whatever process, and the giver alone sees what is not offered', async () => {
    const [bag] = await stockBags(city, clerk, giver, [{ hours: 100 }]);
    await setDailyUse(city, 'H02', 10_000);
    await toMorning(city, 1, 5);
    expect(await proposeRedistributions(city.runtime)).toBe(0);
    await toMorning(city, 0, 6);
    const both = await Promise.all([proposeRedistributions(city.runtime), proposeRedistributions(city.runtime)]);
    expect(both.sort()).toEqual([0, 1]);
    expect(await proposeRedistributions(city.runtime)).toBe(0);

    const { bags, madeAt } = await runRead(readMorning, city.as(giver.technician), {});
    expect(madeAt).not.toBeNull();
    expect(bags).toMatchObject([{ unitId: bag?.id, partyOrgId: 'H02', perDay: 0, aheadAmount: 0 }]);
    const id = bags[0]?.redistributionId ?? '';
    expect(await read(id)).toMatchObject({ state: 'proposed', side: 'giver' });
    for (const actor of [taker.technician, third.technician, clerk]) {
      expect(await refusals(read(id, actor))).toEqual([actor === clerk ? 'forbidden' : 'not_found']);
    }
    const theirs = await runRead(listOf(redistributionRecord), city.as(taker.technician), { side: 'party' });
    expect([...theirs.waiting, ...theirs.rows].map((row) => row.id)).not.toContain(id);
    expect((await read(id, official)).bags).toHaveLength(1);
    await isSound();
  });

  it('what is not offered lapses with the day; a day that was missed is not made up, the next one is', async () => {
    const { id } = await proposed();
    await toMorning(city, 1, 7);
    await hearOf(city, clerk, giver, taker);
    await runRedistributions(city.runtime);
    expect(await read(id)).toMatchObject({ state: 'lapsed' });
    expect((await read(id)).bags.map(({ lapseCode }) => lapseCode)).toEqual(['day_over', 'day_over']);
    const { bags } = await runRead(readMorning, city.as(giver.technician), {});
    expect(bags).toHaveLength(2);
    expect(bags[0]?.redistributionId).not.toBe(id);
  });

  it('a bag that is held, or kept for a patient, leaves its proposal at once', async () => {
    const { id, unitIds } = await proposed();
    const [first = ''] = unitIds;
    await execute(holdBags, city.as(giver.technician), { unitIds: [first], cause: 'appearance', words: '有凝块' });
    expect(await statesOf(id)).toEqual(['lapsed', 'proposed']);
    expect(await refusals(execute(offerBags, city.as(giver.technician), { offers: [{ id, unitIds }] }))).toEqual([
      'redistribution.not_proposed',
    ]);
    await isSound();
  });

  it('says why nothing was reckoned of a house, and how many nobody would use', async () => {
    await toMorning(city, 2);
    await stockBags(city, clerk, giver, [{ hours: 100 }, { hours: 100 }]);
    await proposeRedistributions(city.runtime);
    // The others have been silent for two days.
    expect(await morningOf(giver)).toMatchObject({ bags: [], leftOut: null, untaken: 2 });
    expect(await morningOf(taker)).toMatchObject({ bags: [], leftOut: 'silent', untaken: 0 });
    await toMorning(city, 1);
    await hearOf(city, clerk, giver, third);
    await city.owner`delete from issue_days where org_id = 'H03'`;
    await setDailyUse(city, 'H03', 100_000, { days: 13 });
    await proposeRedistributions(city.runtime);
    expect(await morningOf(giver)).toMatchObject({ bags: [], untaken: 2 });
    expect(await morningOf(third)).toMatchObject({ leftOut: 'short_history' });
    await city.owner`delete from issue_days where org_id = 'H03'`;
  });

  it('what is left of a record whose rest is over lapses with the day, and is proposed anew', async () => {
    const { id, unitIds } = await proposed(2);
    const [first = '', second = ''] = unitIds;
    await execute(offerBags, city.as(giver.technician), { offers: [{ id, unitIds: [first] }] });
    await execute(declineBags, city.as(taker.technician), { id, unitIds: [first], reasonCode: 'enough' });
    expect(await read(id)).toMatchObject({ state: 'declined' });
    await toMorning(city, 1, 7);
    const offers = [{ id, unitIds: [second] }];
    expect(await refusals(execute(offerBags, city.as(giver.technician), { offers }))).toEqual([
      'redistribution.day_over',
    ]);
    expect(await morningOf(giver)).toMatchObject({ bags: [] });
    await hearOf(city, clerk, giver, taker);
    await runRedistributions(city.runtime);
    expect((await read(id)).bags.find(({ unitId }) => unitId === second)).toMatchObject({ lapseCode: 'day_over' });
    expect((await morningOf(giver)).bags.map(({ unitId }) => unitId)).toEqual([second]);
    await isSound();
  });

  it('a silent house is reckoned as soon as its people register something; a lorry on its way says nothing', async () => {
    await toMorning(city, 2);
    const bags = await releaseBags(city, clerk, [{ hours: 600, abo: 'AB' }]);
    await shipBags(city, clerk, 'H01', bags);
    await proposeRedistributions(city.runtime);
    expect(await morningOf(giver)).toMatchObject({ leftOut: 'silent' });
    await stockBags(city, clerk, giver, [{ hours: 100 }]);
    await proposeRedistributions(city.runtime);
    expect(await morningOf(giver)).toMatchObject({ leftOut: null, untaken: 1 });
  });

  it('what a house keeps for whoever comes at night is not proposed', async () => {
    await city.owner`
      insert into stock_settings (org_id, component, abo, rhd, is_stocked, minimum_amount) values ('H01', 'rbc-suspended', 'O', 'positive', true, 200)`;
    await stockBags(city, clerk, giver, [{ hours: 100 }, { hours: 100 }]);
    await setDailyUse(city, 'H02', 100_000);
    await proposeRedistributions(city.runtime);
    expect((await morningOf(giver)).bags).toHaveLength(1);
    await city.owner`delete from stock_settings where org_id = 'H01'`;
  });

  it('what its house wanted back is not proposed again', async () => {
    const made = await offered(1);
    await withdraw(made.id, made.unitIds);
    await toMorning(city, 1, 7);
    await hearOf(city, clerk, giver, taker);
    await proposeRedistributions(city.runtime);
    expect(await morningOf(giver)).toMatchObject({ bags: [], untaken: 0 });
  });
});

describe('an offer', () => {
  it('is seen by its taker, who takes some and says no to the rest; the taken are kept at the giver', async () => {
    const made = await offered(3);
    const [first = '', second = '', last = ''] = made.unitIds;
    expect(await read(made.id, taker.technician)).toMatchObject({ state: 'offered', side: 'taker' });
    expect((await read(made.id, taker.technician)).bags.map(({ perDay }) => perDay)).toEqual([null, null, null]);
    expect(await take(made.id, [first, second])).toMatchObject({ taken: 2 });
    expect(await stateOf(first)).toEqual({ state: 'reserved', holder: 'H01' });
    expect(await read(made.id)).toMatchObject({ state: 'offered' });
    const decline = { id: made.id, unitIds: [last], reasonCode: 'other' as const };
    expect(await refusals(execute(declineBags, city.as(taker.technician), decline))).toEqual([
      'redistribution.words_missing',
    ]);
    await execute(declineBags, city.as(taker.technician), { ...decline, words: '冰箱坏了' });
    expect(await read(made.id)).toMatchObject({ state: 'taken', reason: '冰箱坏了' });
    expect((await read(made.id, official)).reason).toBeNull();
    expect(await stateOf(last)).toMatchObject({ state: 'available' });
    for (const actor of [giver.technician, taker.technician]) {
      const told = await runRead(historyOf(redistributionRecord), city.as(actor), { id: made.id });
      const deeds = told.map(({ action }) => action.split('.')[1]);
      expect(deeds).toEqual([...['decline', 'take', 'offer'], ...(actor === giver.technician ? ['propose'] : [])]);
    }
    expect(await runRead(historyOf(redistributionRecord), city.as(third.technician), { id: made.id })).toEqual([]);
    // Not asked again.
    await toMorning(city, 1, 7);
    await hearOf(city, clerk, giver, taker);
    await runRedistributions(city.runtime);
    const { bags } = await runRead(readMorning, city.as(giver.technician), {});
    expect(bags.filter(({ unitId, partyOrgId }) => unitId === last && partyOrgId === 'H02')).toEqual([]);
    await isSound();
  });

  it('lapses when nobody answers within its hour, and is refused after it', async () => {
    const made = await offered();
    await city.wait(4.1);
    expect(await refusals(take(made.id, made.unitIds))).toEqual(['redistribution.answer_late']);
    await settleRedistributions(city.runtime);
    expect(await read(made.id)).toMatchObject({ state: 'lapsed' });
    expect((await read(made.id, taker.technician)).bags[0]?.lapseCode).toBe('unanswered');
  });

  it('of another house, of nobody, or of the taker itself is not found', async () => {
    const made = await offered(1);
    expect(await refusals(take(made.id, made.unitIds, third.technician))).toEqual(['not_found']);
    expect(await refusals(take(made.id, made.unitIds, giver.technician))).toEqual(['not_found']);
    expect(await refusals(take(randomUUID(), made.unitIds))).toEqual(['not_found']);
    expect(await refusals(withdraw(made.id, made.unitIds, taker.technician))).toEqual(['not_found']);
    expect(await refusals(take(made.id, [randomUUID()]))).toEqual(['redistribution.bag_unknown']);
    const offers = [{ id: made.id, unitIds: made.unitIds }];
    expect(await refusals(execute(offerBags, city.as(taker.technician), { offers }))).toEqual(['not_found']);
    expect(await refusals(execute(takeBags, city.as(taker.nurse), { id: made.id, unitIds: made.unitIds }))).toEqual([
      'forbidden',
    ]);
  });

  it('is taken once, by whichever of two is first; the same request twice has one answer', async () => {
    const made = await offered(1);
    const both = await Promise.allSettled([
      take(made.id, made.unitIds, taker.technician),
      take(made.id, made.unitIds, taker.reviewer),
    ]);
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const again = await offered2();
    const key = randomUUID();
    const [once, twice] = [
      await take(again.id, again.unitIds, taker.technician, key),
      await take(again.id, again.unitIds, taker.technician, key),
    ];
    expect(twice).toEqual(once);
    expect(await refusals(take(again.id, again.unitIds))).toEqual(['redistribution.not_offered']);
    const [row] = await city.owner<{ n: number }[]>`
      select count(*)::int as n from stock_movements where unit_id = any(${again.unitIds}) and kind = 'reserve'`;
    expect(row?.n).toBe(1);
    await isSound();
  });

  /** Of another morning. */
  async function offered2(): Promise<Proposed> {
    await toMorning(city, 10);
    await expireBags(city.runtime);
    await hearOf(city, clerk, giver, taker);
    return offered(1);
  }

  it('taken against withdrawn, and against an emergency: one of them has the bag', async () => {
    for (let round = 0; round < 3; round++) {
      await toMorning(city, 10);
      await expireBags(city.runtime);
      await hearOf(city, clerk, giver, taker);
      const made = await offered(2);
      const [first = '', second = ''] = made.unitIds;
      const deeds = await Promise.allSettled([
        take(made.id, [first]),
        withdraw(made.id, [first]),
        take(made.id, [second]),
        emergency(second),
      ]);
      const [taking, withdrawing, takingOther, issuing] = deeds.map(({ status }) => status);
      // An emergency always has its bag, whatever was promised meanwhile; a withdrawal too.
      expect([withdrawing, issuing]).toEqual(['fulfilled', 'fulfilled']);
      expect(['fulfilled', 'rejected']).toContain(taking);
      expect(['fulfilled', 'rejected']).toContain(takingOther);
      await settleRedistributions(city.runtime);
      expect(await stateOf(first)).toMatchObject({ state: 'available' });
      expect(await stateOf(second)).toMatchObject({ state: 'issued' });
      expect(await statesOf(made.id)).toEqual(['lapsed', 'withdrawn']);
      await isSound();
    }
  });

  it('a bag that was issued, or expired, between offer and taking is refused by name', async () => {
    const made = await offered(2);
    const [first = '', second = ''] = made.unitIds;
    await emergency(first);
    expect(await refusals(take(made.id, made.unitIds))).toEqual(['redistribution.not_offered']);
    await city.owner`update blood_units set expires_at = city_now() - interval '1 minute' where id = ${second}`;
    expect(await refusals(take(made.id, [second]))).toEqual(['redistribution.gone']);
    await expireBags(city.runtime);
    expect((await read(made.id)).bags.map(({ lapseCode }) => lapseCode).sort()).toEqual(['expired', 'issued']);
  });
});

function emergency(unitId: string) {
  return execute(emergencyIssue, city.as(giver.technician), {
    patient: { kind: 'unidentified', sex: 'male', ageBand: 'over_50', label: '无名氏' },
    askedBy: '王医生',
    reason: '大出血',
    unitIds: [unitId],
  });
}

describe('what was taken', () => {
  it('is given to nobody in the ordinary way; an emergency takes it, and the taker is told', async () => {
    const made = await taken();
    const [first = '', second = ''] = made.bags;
    if (!first || !second) throw new Error('two bags were taken');
    const patient = await addPatient(city, giver.technician);
    const input = await issueInput(city, giver, patient, [first]);
    expect(await refusals(execute(registerIssue, city.as(giver.technician), input))).toContain(
      'issue.promised_elsewhere',
    );
    await emergency(first.id);
    await settleRedistributions(city.runtime);
    expect(await read(made.id, taker.technician)).toMatchObject({ state: 'taken', lostCount: 1 });
    const lost = (await read(made.id, taker.technician)).bags.find(({ unitId }) => unitId === first.id);
    expect(lost).toMatchObject({ state: 'lapsed', lapseCode: 'issued' });
    await withdraw(made.id, [second.id]);
    expect(await stateOf(second.id)).toMatchObject({ state: 'available' });
    expect(await read(made.id, taker.technician)).toMatchObject({ state: 'withdrawn', reason: '本院要用' });
    await isSound();
  });

  it('and is not sent within a day is on the shelf again, and is not proposed to that house again', async () => {
    const made = await taken(1);
    await city.wait(24.1);
    await settleRedistributions(city.runtime);
    expect(await read(made.id)).toMatchObject({ state: 'lapsed' });
    expect(await stateOf(made.unitIds[0] ?? '')).toMatchObject({ state: 'available' });
    await hearOf(city, clerk, giver, taker);
    await proposeRedistributions(city.runtime);
    expect(await morningOf(giver)).toMatchObject({ bags: [], untaken: 1 });
    await isSound();
  });

  it('is kept until the lorry that it goes with', async () => {
    const plan = await runRead(readPlan, city.as(clerk), {});
    const slots = [{ arrivesAt: '16:00', orderBy: '08:00', weekdays: [1, 2, 3, 4, 5, 6, 7] }];
    await execute(savePlan, city.as(clerk), { version: plan.version, slots });
    // Ordered for at nine, it comes on the next day at four.
    const made = await taken(1);
    await city.wait(24.1);
    await settleRedistributions(city.runtime);
    expect(await read(made.id)).toMatchObject({ state: 'taken' });
    await city.wait(7);
    await settleRedistributions(city.runtime);
    expect(await read(made.id)).toMatchObject({ state: 'lapsed' });
    await execute(savePlan, city.as(clerk), { version: plan.version + 1, slots: [] });
  });

  it('does not leave with a lorry that would bring it expired', async () => {
    const plan = await runRead(readPlan, city.as(clerk), {});
    const made = await taken(2);
    const [first, second] = made.bags;
    if (!first || !second) throw new Error('two bags were taken');
    await city.owner`update blood_units set expires_at = city_now() + interval '3 hours' where id = ${first.id}`;
    const slots = [{ arrivesAt: '16:00', orderBy: '12:00', weekdays: [1, 2, 3, 4, 5, 6, 7] }];
    await execute(savePlan, city.as(clerk), { version: plan.version, slots });
    expect(await refusals(transfer(made, [first, second]))).toEqual(['outbound.late_arrival']);
    await transfer(made, [second]);
    await execute(savePlan, city.as(clerk), { version: plan.version + 1, slots: [] });
  });

  it('goes back to its giver when its taker does not want it after all; what has left does not', async () => {
    const made = await taken(3);
    const [first, second, third] = made.bags;
    if (!first || !second || !third) throw new Error('three bags were taken');
    const decline = (unitIds: string[], actor = taker.technician) =>
      execute(declineBags, city.as(actor), { id: made.id, unitIds, reasonCode: 'no_space' as const });
    await transfer(made, [third]);
    expect(await refusals(decline([first.id, third.id]))).toEqual(['redistribution.not_declinable']);
    expect(await stateOf(first.id)).toEqual({ state: 'reserved', holder: 'H01' });
    expect(await refusals(decline([first.id], giver.technician))).toEqual(['not_found']);
    await decline([first.id]);
    expect(await stateOf(first.id)).toEqual({ state: 'available', holder: 'H01' });
    expect((await read(made.id)).bags.find(({ unitId }) => unitId === first.id)).toMatchObject({
      state: 'declined',
      declineCode: 'no_space',
    });
    // Two at once: sent or given back, never both.
    const both = await Promise.allSettled([decline([second.id]), transfer(made, [second])]);
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await isSound();
  });

  it('is processed by nobody', async () => {
    const made = await taken(1);
    expect(await refusals(processBags(city, giver, made.bags, { kind: 'split', parts: [100, 100] }))).toEqual([
      'processing.promised',
    ]);
  });

  it('leaves with a transfer of its own, is received, given to a patient there, and counts as saved', async () => {
    const made = await taken(2);
    const { bags, toOrgId } = await runRead(readLeaving, city.as(giver.technician), { id: made.id });
    expect([toOrgId, bags.map(({ id }) => id).sort()]).toEqual(['H02', [...made.unitIds].sort()]);
    expect(await refusals(transfer(made, made.bags, { redistributionId: undefined }))).toContain('outbound.reserved');
    expect(await refusals(transfer(made, made.bags, { toOrgId: 'H03' }))).toEqual(['outbound.other_taker']);
    const [first, second] = made.bags;
    if (!first || !second) throw new Error('two bags were taken');
    const one = await transfer(made, [first]);
    expect(await statesOf(made.id)).toEqual(['sent', 'taken']);
    expect(await refusals(transfer(made, [first]))).not.toEqual([]);
    const two = await transfer(made, [second]);
    expect(await read(made.id, taker.technician)).toMatchObject({ state: 'sent' });
    expect(await refusals(transfer(made, [second]))).toEqual(['outbound.none_taken']);

    const receipt = await receiveBags(city, taker, one.shipmentId ?? '', [first]);
    expect(await statesOf(made.id)).toEqual(['received', 'sent']);
    await receiveBags(city, taker, two.shipmentId ?? '', [{ ...second, outcome: 'refused' }]);
    expect(await read(made.id)).toMatchObject({ state: 'received' });
    expect((await read(made.id)).bags.find(({ unitId }) => unitId === second.id)).toMatchObject({
      state: 'lapsed',
      lapseCode: 'refused',
    });
    await execute(voidReceipt, city.as(taker.reviewer), { id: receipt.id, version: 1, reason: '收错了' });
    expect(await read(made.id)).toMatchObject({ state: 'sent', receivedAt: null });
    await receiveBags(city, taker, one.shipmentId ?? '', [first]);

    const patient = await addPatient(city, taker.technician);
    const issue = await issueBags(city, taker, patient, [first]);
    const figures = async (actor: UserActor) => {
      const now = await city.now();
      const day = new Date(now.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
      return runRead(redistributionStatistics, city.as(actor), { since: day, until: day });
    };
    expect(await figures(giver.technician)).toMatchObject([
      { orgId: 'H01', given: 1, givenSaved: 1, taken: 0, saved: 0 },
    ]);
    expect(await figures(taker.technician)).toMatchObject([{ orgId: 'H02', given: 0, taken: 1, saved: 1 }]);
    expect(await figures(third.technician)).toEqual([]);
    expect((await figures(official)).map(({ orgId, given, saved }) => [orgId, given, saved])).toEqual([
      ['H01', 1, 0],
      ['H02', 0, 1],
    ]);
    // The label is nobody's patient: what is taken back is not saved.
    await execute(voidIssue, city.as(taker.reviewer), { id: issue.id, version: 1, reason: '发错了' });
    expect(await figures(taker.technician)).toMatchObject([{ saved: 0 }]);
    await isSound();
  });

  it('is saved when a part of it is given to a patient, and has expired when it did so on hold', async () => {
    const made = await taken(3);
    const [first, second, third] = made.bags;
    if (!first || !second || !third) throw new Error('three bags were taken');
    const sent = await transfer(made, made.bags);
    // Before anybody received it.
    const urgent = await execute(emergencyIssue, city.as(taker.technician), {
      patient: { kind: 'unidentified', sex: 'male', ageBand: 'over_50', label: '无名氏' },
      askedBy: '王医生',
      reason: '大出血',
      unitIds: [third.id],
    });
    expect(urgent).toBeTruthy();
    await receiveBags(city, taker, sent.shipmentId ?? '', [first, second]);
    await settleRedistributions(city.runtime);
    const [{ outputs }, patient] = [
      await processBags(city, taker, [first], { kind: 'split', parts: [100, 100] }),
      await addPatient(city, taker.technician),
    ];
    const [half, other] = outputs;
    await issueBags(city, taker, patient, [{ ...first, id: half?.unitId ?? '' }]);
    // The other half was given by mistake, and is taken back: the first is with its patient all the same.
    const issue = await issueBags(city, taker, patient, [{ ...first, id: other?.unitId ?? '' }]);
    await execute(voidIssue, city.as(taker.reviewer), { id: issue.id, version: 1, reason: '发错了' });
    await execute(holdBags, city.as(taker.technician), { unitIds: [second.id], cause: 'appearance', words: '有凝块' });
    await city.wait(101);
    await expireBags(city.runtime);
    await settleRedistributions(city.runtime);
    const fates = (await read(made.id)).bags.map((bag) => [bag.unitId, bag.savedAt !== null, bag.expiredAt !== null]);
    expect(Object.fromEntries(fates.map(([id, ...fate]) => [id, fate]))).toEqual({
      [first.id]: [true, false],
      [second.id]: [false, true],
      [third.id]: [true, false],
    });
    await isSound();
  });

  it('a transfer that is called back ends it; what expires all the same is counted where it stood', async () => {
    const made = await taken(2);
    const [first, second] = made.bags;
    if (!first || !second) throw new Error('two bags were taken');
    const back = await transfer(made, [first]);
    await execute(voidOutbound, city.as(giver.reviewer), { id: back.id, version: 1, reason: '装错了' });
    expect((await read(made.id)).bags.find(({ unitId }) => unitId === first.id)).toMatchObject({
      state: 'lapsed',
      lapseCode: 'called_back',
    });
    const sent = await transfer(made, [second]);
    await receiveBags(city, taker, sent.shipmentId ?? '', [second]);
    await city.wait(101);
    await expireBags(city.runtime);
    const now = await city.now();
    const day = (ahead: number) => new Date(now.getTime() + ahead * 86_400_000).toISOString().slice(0, 10);
    const range = { since: day(-6), until: day(1) };
    const theirs = await runRead(redistributionStatistics, city.as(taker.technician), range);
    expect(theirs.reduce((sum, row) => sum + row.expired, 0)).toBe(1);
    const ours = await runRead(redistributionStatistics, city.as(giver.technician), range);
    expect(ours.reduce((sum, row) => sum + row.expired, 0)).toBe(1);
    await isSound();
  });
});

describe('consent by switch', () => {
  const set = async (house: string, told: object) => {
    const [org] = await city.owner<{ id: string; version: number }[]>`
      select record_id as id, version from organisations where id = ${house}`;
    if (!org) throw new Error(house);
    await execute(setSwitches, city.as(admin), { ...org, reason: '试用', ...told });
  };

  it('offers at once, and takes up to what the house could use', async () => {
    await set('H01', { offersShortDated: true });
    await set('H02', { takesShortDated: true });
    await stockBags(city, clerk, giver, [{ hours: 100 }, { hours: 100 }, { hours: 100 }]);
    // 1.5 U a day: three days and a sixth after the way use 4.75 U, two bags of three.
    await setDailyUse(city, 'H02', 150);
    await runRedistributions(city.runtime);
    const [record] = await city.owner<{ id: string; state: string; offered: number; taken: number; who: string }[]>`
      select id, state, offered_count as offered, taken_count as taken, answered_by as who from redistributions
      where org_id = 'H01' and day = city_today()`;
    expect(record).toMatchObject({ state: 'taken', offered: 2, taken: 2, who: 'redistributions' });
    expect(await runRead(readMorning, city.as(giver.technician), {})).toMatchObject({ bags: [] });
    await set('H01', { offersShortDated: null });
    await set('H02', { takesShortDated: null });
    await isSound();
  });

  it('takes no more than it could use now, whatever the morning said', async () => {
    await set('H02', { takesShortDated: true });
    const made = await proposed(2);
    await setDailyUse(city, 'H02', 70);
    await offerProposed(city, giver, made);
    expect(await takeBySwitch(city.runtime)).toBe(1);
    // 0.7 U a day: two units and a fifth, one bag.
    expect(await statesOf(made.id)).toEqual(['offered', 'taken']);
    await set('H02', { takesShortDated: null });
  });
});

it('whatever may befall a bag, no redistribution goes on with one that is not there', async () => {
  const open = await offered(4);
  const [a = '', b = '', c = '', d = ''] = open.unitIds;
  await take(open.id, [a, b]);
  const hold = (unitId: string) =>
    execute(holdBags, city.as(giver.technician), { unitIds: [unitId], cause: 'appearance' as const, words: '浑浊' });
  const send = (bag: Pick<Bag, 'id'>) =>
    execute(registerOutbound, city.as(giver.technician), {
      kind: 'return',
      reasonCode: 'near_expiry',
      words: '',
      toOrgId: 'S01',
      unitIds: [bag.id],
    });
  await hold(a);
  await emergency(b);
  await send({ id: c });
  await city.owner`update blood_units set expires_at = city_now() - interval '1 second' where id = ${d}`;
  await expireBags(city.runtime);
  await settleRedistributions(city.runtime);
  const { state, bags } = await read(open.id);
  expect(state).toBe('lapsed');
  expect(Object.fromEntries(bags.map((bag) => [bag.unitId, bag.lapseCode]))).toEqual({
    [a]: 'held',
    [b]: 'issued',
    [c]: 'moved',
    [d]: 'expired',
  });
  await isSound();
});

it('a taker writes its answer, and never whose a bag is, which one, or that it is kept', async () => {
  const made = await offered(1);
  const [other] = await stockBags(city, clerk, giver, [{ hours: 600, abo: 'AB' }]);
  const asTaker = (change: string) =>
    inScope(city.as(taker.technician), 'write', ({ q }) =>
      q.unsafe(`update redistribution_bags set ${change} where redistribution_id = '${made.id}'`),
    );
  for (const change of [`unit_id = '${other?.id}'`, `org_id = 'H03'`, `saved_at = city_now()`, `state = 'taken'`])
    await expect(asTaker(change)).rejects.toThrow();
  const asOwner = city.owner.unsafe(
    `update redistribution_bags set unit_id = '${other?.id}' where redistribution_id = '${made.id}'`,
  );
  await expect(asOwner).rejects.toThrow('as it was proposed');
});
