import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { releaseHoldCovers } from '@/domain/stock/holds';
import type { UserActor } from '@/server/kernel/actor';
import { execute } from '@/server/kernel/command';
import { AppError } from '@/server/kernel/errors';
import { runRead } from '@/server/kernel/read';
import { announceShipment } from '@/server/modules/bag-receipts/announce';
import { closeShort } from '@/server/modules/bag-receipts/close-short';
import { postReceipt } from '@/server/modules/bag-receipts/post';
import { reserveBags } from '@/server/modules/clinical-issues/reserve';
import { voidIssue } from '@/server/modules/clinical-issues/void';
import { holdBags } from '@/server/modules/stock/hold';
import { readHolds } from '@/server/modules/stock/holds';
import { releaseHold } from '@/server/modules/stock/release-hold';
import { openCity, type Person, type TrialCity, trialProducts } from '../../support/city';
import {
  addPatient,
  type Bag,
  type House,
  issueBags,
  labelRead,
  receiptInput,
  receiveBags,
  releaseBags,
  releaseHeld,
  releaseHoldInputOf,
  reservationInput,
  shipBags,
  signIn,
  stockBags,
} from '../../support/city-work';

let city: TrialCity;
let clerk: Person;
let secondClerk: Person;
let house: House;
let elsewhere: Person;

beforeAll(async () => {
  city = await openCity();
  clerk = await city.enter('S01', '1001', ['station_clerk']);
  secondClerk = await city.enter('S01', '1002', ['station_clerk']);
  house = {
    technician: (await city.enter('H01', '1001', ['technician'], { title: '技师' })).actor,
    reviewer: (await city.enter('H01', '1002', ['reviewer', 'technician'], { title: '主管技师' })).actor,
    nurse: (await city.enter('H01', '3001', ['nurse'], { title: '护师' })).actor,
  };
  elsewhere = await city.enter('H02', '1001', ['technician', 'reviewer']);
  await city.owner`update organisations set duty_phone = '021-62758899' where id = 'S01'`;
  await city.owner`update organisations set settings = '{"singleDutyFrom": "00:00", "singleDutyUntil": "00:00"}'`;
});
afterAll(async () => {
  expect(await city.reconcile()).toEqual([]);
  await city.close();
});

async function violationsOf(work: Promise<unknown>) {
  const reason = await work.then(
    () => null,
    (error: unknown) => error,
  );
  if (!(reason instanceof AppError)) throw new Error(`expected a refusal, got ${String(reason)}`);
  return reason.violations.length > 0 ? reason.violations.map(({ code }) => code) : [reason.code as string];
}
const ids = (bags: readonly Pick<Bag, 'id'>[]) => bags.map(({ id }) => id);
const shelf = (count = 1) =>
  stockBags(
    city,
    clerk.actor,
    house,
    Array.from({ length: count }, () => ({})),
  );
const hold = (by: UserActor, unitIds: string[], cause = 'appearance', words = '血浆见凝块') =>
  execute(holdBags, city.as(by), { unitIds, cause, words });
const stateOf = async (unitId: string) =>
  (
    await city.owner<{ state: string; reason: string | null; holder: string }[]>`
      select state, hold_reason as reason, holder_org_id as holder from blood_units where id = ${unitId}`
  )[0];
/** Held on the shelf for a reason that no verb gives by itself yet. */
async function heldFor(reason: string): Promise<string> {
  const [bag = ''] = ids(await shelf());
  await hold(house.technician, [bag]);
  await city.owner`update blood_units set hold_reason = ${reason} where id = ${bag}`;
  return bag;
}

describe('a bag on the shelf that must not be given', () => {
  it('is taken off by one person at once, with why and in whose words', async () => {
    const unitIds = ids(await shelf(2));
    expect(await hold(house.technician, unitIds, 'temperature', '2 号冰箱停机')).toMatchObject({ held: 2 });
    for (const id of unitIds) expect(await stateOf(id)).toMatchObject({ state: 'quarantined', reason: 'temperature' });
    const { bags } = await runRead(readHolds, city.as(house.reviewer), { unitIds });
    expect(bags).toMatchObject([
      { holdReason: 'temperature', words: '2 号冰箱停机', heldBy: expect.stringContaining('1001') },
      { holdReason: 'temperature', words: '2 号冰箱停机' },
    ]);
    const patient = await addPatient(city, house.technician);
    expect(await violationsOf(issueBags(city, house, patient, [{ id: unitIds[0] ?? '', product: 'red' }]))).toEqual([
      'unit.on_hold',
    ]);
  });

  it('also when it is reserved: the reservation ends with the reason, in the trail', async () => {
    const bags = await shelf();
    const [bag = ''] = ids(bags);
    const patient = await addPatient(city, house.technician);
    await execute(reserveBags, city.as(house.technician), await reservationInput(city, house, patient, bags));
    expect(await hold(house.technician, [bag])).toMatchObject({ held: 1, endedReservations: 1 });
    const [reservation] = await city.owner<{ id: string; reason: string; ended: boolean }[]>`
      select id, end_reason as reason, ended_at is not null as ended from reservations where unit_id = ${bag}`;
    expect(reservation).toMatchObject({ reason: 'held', ended: true });
    const [trail] = await city.owner<{ payload: string }[]>`
      select payload from audit_log where record_id = ${reservation?.id ?? ''} and action = 'clinical-issues.reservation-ended'`;
    expect(JSON.parse(trail?.payload ?? '{}')).toMatchObject({ state: 'held', reason: '血浆见凝块' });
  });

  it('by two at once is held once, and the slower one is told', async () => {
    const unitIds = ids(await shelf(3));
    const results = await Promise.allSettled([
      hold(house.technician, unitIds),
      hold(house.reviewer, [...unitIds].reverse(), 'label'),
    ]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const [row] = await city.owner<{ n: number }[]>`
      select count(*)::int as n from stock_movements where kind = 'hold' and unit_id = any(${unitIds})`;
    expect(row?.n).toBe(3);
  });

  it('or is being issued: one of the two wins, never both', async () => {
    const bags = await shelf();
    const [bag = ''] = ids(bags);
    const patient = await addPatient(city, house.technician);
    const results = await Promise.allSettled([issueBags(city, house, patient, bags), hold(house.technician, [bag])]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(['issued', 'quarantined']).toContain((await stateOf(bag))?.state);
  });

  it('is not another house’s, not issued, not for a nurse; all of the list or nothing', async () => {
    const [mine = '', given = ''] = ids(await shelf(2));
    expect(await violationsOf(hold(elsewhere.actor, [mine]))).toEqual(['unit.unknown']);
    await issueBags(city, house, await addPatient(city, house.technician), [{ id: given, product: 'red' }]);
    expect(await violationsOf(hold(house.technician, [mine, given]))).toEqual(['unit.not_movable']);
    expect(await violationsOf(hold(house.nurse, [mine]))).toEqual(['forbidden']);
    expect(await violationsOf(hold(house.technician, [mine], 'station_notice', ''))).toEqual(['hold.words_missing']);
    expect(await stateOf(mine)).toMatchObject({ state: 'available' });
  });
});

describe('a held bag comes back to the shelf', () => {
  it('by two people of the house, over exactly these bags and this ground', async () => {
    const [bag = '', other = ''] = ids(await shelf(2));
    await hold(house.technician, [bag, other], 'temperature', '');
    const input = await releaseHoldInputOf(city, house.reviewer, house.technician, [bag]);
    const alone = await releaseHoldInputOf(city, house.reviewer, house.reviewer, [bag]);
    const byNurse = await releaseHoldInputOf(city, house.reviewer, house.nurse, [bag]);
    const release = (body: unknown, by = house.reviewer) => execute(releaseHold, city.as(by), body);
    expect(await violationsOf(release(alone))).toEqual(['signature.same_person']);
    expect(await violationsOf(release(byNurse))).toEqual(['signature.not_entitled']);
    expect(await violationsOf(release({ ...input, reason: '别的理由' }))).toEqual(['signature.covers_other_content']);
    expect(await violationsOf(release({ ...input, bags: [...input.bags, { unitId: other }] }))).toEqual([
      'signature.covers_other_content',
    ]);
    expect(await violationsOf(release(input, house.technician))).toEqual(['forbidden']);
    expect(await stateOf(bag)).toMatchObject({ state: 'quarantined' });

    const { recordId } = await execute(releaseHold, city.as(house.reviewer), input);
    expect(await stateOf(bag)).toMatchObject({ state: 'available', reason: null });
    const signers = await city.owner<{ meaning: string; name: string }[]>`
      select meaning, signer_name as name from signatures where record_id = ${recordId} order by meaning`;
    expect(signers).toEqual([
      { meaning: 'hold_released', name: house.reviewer.name },
      { meaning: 'hold_released_second', name: house.technician.name },
    ]);
    expect(
      await violationsOf(release(await releaseHoldInputOf(city, house.reviewer, house.technician, [bag]))),
    ).toEqual(['unit.not_movable']);
  });

  it('never from a recall; from another group only with a recheck that agrees', async () => {
    const recalled = await heldFor('recall');
    expect(await violationsOf(releaseHeld(city, house.reviewer, house.technician, [recalled], labelRead()))).toEqual([
      'hold.never_released',
    ]);
    const mismatched = await heldFor('group_mismatch');
    const release = (ground = {}) => releaseHeld(city, house.reviewer, house.technician, [mismatched], ground);
    expect(await violationsOf(release())).toEqual(['hold.recheck_missing']);
    expect(await violationsOf(release(labelRead('A')))).toEqual(['hold.group_differs']);
    await release(labelRead());
    const [kept] = await city.owner<{ recheck: object }[]>`
      select recheck from bag_holds where unit_id = ${mismatched} and kind = 'release'`;
    expect(kept?.recheck).toMatchObject({ abo: 'O', isLabelGood: true, words: '重读标签，与记录一致' });
  });

  it('after a voided issue only within 30 minutes, with where it stood', async () => {
    const bags = await shelf();
    const [bag = ''] = ids(bags);
    const issued = await issueBags(city, house, await addPatient(city, house.technician), bags);
    await execute(voidIssue, city.as(house.reviewer), { id: issued.id, version: 1, reason: '发错了人' });
    const out = (minutesOut: number) => ({ custody: { minutesOut, place: '取血窗口' } });
    const release = (ground = {}) => releaseHeld(city, house.reviewer, house.technician, [bag], ground);
    expect((await runRead(readHolds, city.as(house.reviewer), { unitIds: [bag] })).bags[0]?.words).toBe('发错了人');
    expect(await violationsOf(release())).toEqual(['hold.custody_missing']);
    expect(await violationsOf(release(out(31)))).toEqual(['hold.too_long_out']);
    await release(out(30));
    expect(await stateOf(bag)).toMatchObject({ state: 'available' });
  });

  it('not when it has expired, whoever signs', async () => {
    const [bag] = await stockBags(city, clerk.actor, house, [{ hours: 1 }]);
    await hold(house.technician, [bag?.id ?? '']);
    await city.wait(2);
    expect(await violationsOf(releaseHeld(city, house.reviewer, house.technician, [bag?.id ?? '']))).toEqual([
      'unit.expired',
    ]);
  });

  it('by two at once comes back once', async () => {
    const [bag = ''] = ids(await shelf());
    await hold(house.technician, [bag], 'temperature', '');
    const inputs = await Promise.all(
      [0, 1].map(() => releaseHoldInputOf(city, house.reviewer, house.technician, [bag])),
    );
    const results = await Promise.allSettled(
      inputs.map((input) => execute(releaseHold, city.as(house.reviewer), input)),
    );
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('of another house is not there', async () => {
    const [bag = ''] = ids(await shelf());
    await hold(house.technician, [bag], 'temperature', '');
    const bags = [{ unitId: bag }];
    const token = await signIn(
      city,
      elsewhere.actor,
      elsewhere.actor,
      releaseHoldCovers({ bags, reason: '核对后可用' }),
    );
    expect(
      await violationsOf(
        execute(releaseHold, city.as(elsewhere.actor), { bags, reason: '核对后可用', second: { by: 'token', token } }),
      ),
    ).toEqual(['signature.same_person']);
    expect((await runRead(readHolds, city.as(elsewhere.actor), { unitIds: [bag] })).bags).toEqual([]);
  });
});

describe('a box that comes after the note was closed short', () => {
  const lineOf = (bag: Bag) => ({
    donation: bag.donationNo,
    labelScheme: 'isbt128' as const,
    productCode: trialProducts[bag.product].productCode,
    abo: 'O' as const,
    rhd: 'positive' as const,
    expiresAt: bag.expiresAt,
    entry: 'import' as const,
  });
  const refusalOf = async (work: Promise<unknown>) => {
    const error = await work.then(
      () => null,
      (reason: unknown) => reason,
    );
    if (error instanceof AppError) return error.violations[0];
    throw new Error('not refused');
  };

  it('is told to whom it belongs now, and comes in by a new note once two of the station released it', async () => {
    const bags = await releaseBags(city, clerk.actor, [{}]);
    const [bag] = bags;
    if (!bag) throw new Error('one bag');
    const shipmentId = await shipBags(city, clerk.actor, 'H01', bags);
    await execute(closeShort, city.as(house.technician), { shipmentId, reason: '少一箱，已电话告知' });

    const late = await receiptInput(city, house, shipmentId, bags);
    expect(await refusalOf(execute(postReceipt, city.as(house.technician), late))).toEqual({
      code: 'receipt.shipment_not_awaited',
      facts: { state: 'closed_short', station: '试验血液中心', phone: '021-62758899' },
    });
    const announce = execute(announceShipment, city.as(house.technician), {
      stationId: 'S01',
      reason: '晚到一箱',
      lines: [lineOf(bag)],
    });
    expect(await refusalOf(announce)).toMatchObject({
      code: 'unit.already_known',
      facts: { place: 'station', station: '试验血液中心', phone: '021-62758899', state: 'quarantined' },
    });

    const { bags: held } = await runRead(readHolds, city.as(clerk.actor), { unitIds: [bag.id] });
    expect(held).toMatchObject([{ holdReason: 'not_delivered', words: '少一箱，已电话告知' }]);
    expect(await violationsOf(releaseHeld(city, clerk.actor, clerk.actor, [bag.id]))).toEqual([
      'signature.same_person',
    ]);
    await releaseHeld(city, clerk.actor, secondClerk.actor, [bag.id]);
    const again = await shipBags(city, clerk.actor, 'H01', bags);
    expect(
      await refusalOf(
        execute(announceShipment, city.as(house.technician), {
          stationId: 'S01',
          reason: '晚到一箱',
          lines: [lineOf(bag)],
        }),
      ),
    ).toMatchObject({ facts: { place: 'awaited', state: 'in_transit', no: expect.stringMatching(/^\d{8}-/) } });
    await receiveBags(city, house, again, bags);
    expect(await stateOf(bag.id)).toMatchObject({ state: 'available', holder: 'H01' });
    expect(
      await refusalOf(
        execute(announceShipment, city.as(house.technician), {
          stationId: 'S01',
          reason: '晚到一箱',
          lines: [lineOf(bag)],
        }),
      ),
    ).toMatchObject({ facts: { place: 'here', state: 'available' } });
    // Another hospital learns that it is elsewhere and whom to call, and not where.
    expect(
      await refusalOf(
        execute(announceShipment, city.as(elsewhere.actor), { stationId: 'S01', reason: '送错', lines: [lineOf(bag)] }),
      ),
    ).toMatchObject({
      facts: { place: 'elsewhere', state: 'unknown', station: '试验血液中心', phone: '021-62758899' },
    });
  });

  it('or was refused at the door goes back to the station’s shelf by two clerks', async () => {
    const bags = await releaseBags(city, clerk.actor, [{}]);
    const [bag] = bags;
    if (!bag) throw new Error('one bag');
    const shipmentId = await shipBags(city, clerk.actor, 'H01', bags);
    await receiveBags(city, house, shipmentId, [{ ...bag, outcome: 'refused' }]);
    expect(await stateOf(bag.id)).toMatchObject({ state: 'quarantined', reason: 'label', holder: 'S01' });
    expect(await violationsOf(releaseHeld(city, clerk.actor, secondClerk.actor, [bag.id]))).toEqual([
      'hold.recheck_missing',
    ]);
    await releaseHeld(city, clerk.actor, secondClerk.actor, [bag.id], labelRead());
    expect(await stateOf(bag.id)).toMatchObject({ state: 'available', holder: 'S01' });
  });
});
