import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { receiptCovers } from '@/domain/bag-receipts/covers';
import { encodeDonationNumber, encodeExpiry, encodeGroup, encodeProduct } from '@/domain/blood/barcodes/encode';
import { readScan } from '@/domain/blood/barcodes/read-scan';
import { catalogue, type ExerciseCode, exerciseOf } from '@/domain/exercises/catalogue';
import { bagsInHand, type Material, type MaterialBag } from '@/domain/exercises/material';
import { progressOf } from '@/domain/exercises/progress';
import { practiceFacility } from '@/domain/practice';
import { findPerson } from '@/server/auth/badges';
import type { UserActor } from '@/server/kernel/actor';
import { execute } from '@/server/kernel/command';
import { AppError } from '@/server/kernel/errors';
import { runRead } from '@/server/kernel/read';
import { inScope } from '@/server/kernel/scope';
import { closeShort } from '@/server/modules/bag-receipts/close-short';
import { openReceipt } from '@/server/modules/bag-receipts/open';
import { postReceipt } from '@/server/modules/bag-receipts/post';
import { arriveDelivery } from '@/server/modules/blood-orders/arrive';
import { askCancel } from '@/server/modules/blood-orders/cancel';
import { emergencyIssue } from '@/server/modules/clinical-issues/emergency';
import { beginExercise } from '@/server/modules/exercises/begin';
import { finishExercise, giveUpExercise, startClock } from '@/server/modules/exercises/close';
import { exerciseSheet, listExercises, myExercises } from '@/server/modules/exercises/get';
import { signStocktake } from '@/server/modules/stocktakes/sign';
import { moveBags } from '@/server/modules/storage-places/move';
import { readTemperature } from '@/server/modules/storage-places/read-temperature';
import { partnerBadge } from '@/server/practice/actors';
import { supplyExercises } from '@/server/practice/supply';
import { openCity, type Person, type TrialCity } from '../../support/city';
import {
  type House,
  issueBags,
  openHouse,
  releaseBags,
  sendOut,
  shipBags,
  signIn,
  stockBags,
  stocktakeInput,
} from '../../support/city-work';
import { ordersOf, red } from '../../support/orders';

let city: TrialCity;
let house: House;
let other: House;
let clerk: UserActor;
let admin: UserActor;
let head: Person;
let nurse: Person;

const asked = ordersOf(() => ({ city, technician: house.technician, clerk }));

beforeAll(async () => {
  city = await openCity();
  await city.owner`update city set kind = 'practice'`;
  clerk = (await city.enter('S01', '1001', ['station_clerk'])).actor;
  house = await openHouse(city, 'H01');
  other = await openHouse(city, 'H02');
  head = await city.enter('H01', '9001', ['hospital_admin']);
  admin = head.actor;
  nurse = await city.enter('H01', '3002', ['nurse']);
});
/** What a test left open is given up by whose it is. */
afterEach(async () => {
  for (const by of [house.technician, clerk, nurse.actor]) {
    const open = (await mine(by)).round;
    if (open?.state === 'open') await execute(giveUpExercise, city.as(by), { id: open.id });
  }
});
afterAll(async () => {
  expect(await city?.reconcile()).toEqual([]);
  await city?.close();
});

const mine = (by: UserActor = house.technician) => runRead(myExercises, city.as(by), {});
const begin = (code: ExerciseCode, by: UserActor = house.technician, insteadOf: string | null = null, key?: string) =>
  execute(beginExercise, city.as(by), { code, insteadOf }, key);
const finish = (id: string, by: UserActor = house.technician) => execute(finishExercise, city.as(by), { id });

async function codesOf(work: Promise<unknown>): Promise<string[]> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof AppError)) throw new Error(`expected a refusal, got ${String(error)}`);
  return error.violations.length > 0 ? error.violations.map(({ code }) => code) : [error.code];
}

interface Round {
  readonly id: string;
  readonly material: Material;
}

/** Begun, and the city has brought what it needs. */
async function round(code: ExerciseCode, by: UserActor = house.technician): Promise<Round> {
  const open = (await mine(by)).round;
  const { id } = await begin(code, by, open?.state === 'open' ? open.id : null);
  await supplyExercises(city.runtime);
  const now = (await mine(by)).round;
  if (now?.id !== id || !now.material) throw new Error(`no material for ${code}: ${now?.reason}`);
  return { id, material: now.material };
}

async function stepsDone(by: UserActor = house.technician): Promise<string[]> {
  const { round: open } = await mine(by);
  const exercise = exerciseOf(open?.code ?? '');
  if (!open || !exercise) throw new Error('nothing is open');
  return progressOf(exercise, open.facts).steps.flatMap(({ step, doneAt }) => (doneAt ? [step.code] : []));
}

const partOf = ({ material }: Round, ...parts: MaterialBag['part'][]) =>
  material.bags.filter(({ part }) => parts.includes(part));
const asBag = (bag: MaterialBag) => ({
  id: bag.unitId ?? '',
  donationNo: bag.donationNo,
  product: 'red' as const,
  expiresAt: new Date(bag.expiresAt),
});

/** As the scan list of the receipt sends it: scanned, or chosen from the note. */
async function receive(
  shipmentId: string,
  bags: readonly MaterialBag[],
  byHand: readonly MaterialBag[] = [],
  outcome: { outcome: 'accepted' } | { outcome: 'held'; holdReason: 'label' } = { outcome: 'accepted' },
) {
  const draft = {
    shipmentId,
    arrivedAt: await city.now(),
    dutyMode: 'two_person' as const,
    temperatures: [{ boxNo: 1, temperatureClass: 'red_cells' as const, celsius: 4.2 }],
    lines: [...bags, ...byHand].map((bag) => ({
      unitId: bag.unitId ?? '',
      boxNo: 1,
      ...(byHand.includes(bag)
        ? { entry: 'hand' as const, entryReason: 'no_barcode' as const, scans: [] }
        : {
            entry: 'scan' as const,
            scans: [
              encodeDonationNumber(bag.donationNo),
              encodeProduct(bag.productCode),
              encodeGroup(bag),
              encodeExpiry(new Date(bag.expiresAt), 'Asia/Shanghai'),
            ],
          }),
      exceptions: [],
      ...outcome,
    })),
  };
  const covers = receiptCovers(draft);
  const signatures = {
    receiver: await signIn(city, house.technician, house.technician, covers),
    reviewer: await signIn(city, house.technician, house.reviewer, covers),
  };
  return execute(postReceipt, city.as(house.technician), { ...draft, signatures });
}

describe('an exercise', () => {
  it('is of the roles of whoever asks, with what was done of it', async () => {
    expect((await mine()).own.map(({ code }) => code)).toEqual([
      'receive',
      'receive-difference',
      'issue',
      'discard',
      'stocktake',
      'order',
      'emergency',
    ]);
    expect((await mine(clerk)).own.map(({ code }) => code)).toEqual(['supply']);
    expect((await mine(nurse.actor)).own.map(({ code }) => code)).toEqual(['emergency']);
    expect(await codesOf(begin('supply'))).toEqual(['exercise.not_of_your_roles']);
    expect(await codesOf(begin('emergency', admin))).toEqual(['forbidden']);
  });

  it('is open once: of two tabs at one time one begins', async () => {
    const answers = await Promise.allSettled([begin('discard'), begin('stocktake'), begin('issue')]);
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const answer of answers)
      if (answer.status === 'rejected')
        expect(['exercise.already_open', 'busy']).toContain(
          (answer.reason as AppError).violations[0]?.code ?? (answer.reason as AppError).code,
        );
    const [open] = await city.owner`select count(*)::int as open from exercises where state = 'open'`;
    expect(open).toEqual({ open: 1 });
  });

  it('gives up the one that was seen open for the next, and only that', async () => {
    const first = await begin('receive');
    expect(await codesOf(begin('discard'))).toEqual(['exercise.already_open']);
    const second = await begin('discard', house.technician, first.id);
    expect(await codesOf(begin('issue', house.technician, first.id))).toEqual(['exercise.already_open']);
    const rows =
      await city.owner`select id, state from exercises where id in (${first.id}, ${second.id}) order by began_at`;
    expect(rows).toEqual([
      { id: first.id, state: 'given_up' },
      { id: second.id, state: 'open' },
    ]);
  });

  it('sent twice under one key begins once', async () => {
    const first = await begin('receive', house.technician, null, 'key-of-a-round');
    expect(await begin('receive', house.technician, null, 'key-of-a-round')).toEqual(first);
  });

  it('brings bags that read as bags and bear a facility that is none', async () => {
    const { id, material } = await round('receive');
    expect(material.bags).toHaveLength(6);
    for (const bag of material.bags) {
      expect(bag.donationNo.startsWith(practiceFacility)).toBe(true);
      const scan = readScan(encodeDonationNumber(bag.donationNo), {
        now: await city.now(),
        timeZone: 'Asia/Shanghai',
        products: [],
      } as never);
      expect(scan).toMatchObject({ kind: 'donation-number', donationNo: bag.donationNo });
    }
    const sheet = await runRead(exerciseSheet, city.as(house.technician), { id });
    expect(bagsInHand(sheet.material)).toHaveLength(6);
    expect(await runRead(exerciseSheet, city.as(house.reviewer), { id })).toMatchObject({ material });
    expect(await codesOf(runRead(exerciseSheet, city.as(other.reviewer), { id }))).toEqual(['not_found']);
  });

  it('seats partners whose badges sign, and that have no account', async () => {
    await round('discard');
    const found = await inScope(city.as(house.technician), 'read', ({ q }) =>
      findPerson(q, 'H01', { badge: partnerBadge(city.runtime, 'H01', 'LX01') }),
    );
    expect(found).toMatchObject({
      staffNo: 'LXDABAN01',
      authUserId: null,
      roles: expect.arrayContaining(['reviewer']),
    });
  });

  it('is brought once, whatever asks twice', async () => {
    const { id } = await begin('receive');
    await supplyExercises(city.runtime);
    const before = (await mine()).round?.material;
    await supplyExercises(city.runtime);
    expect((await mine()).round).toMatchObject({ id, material: before });
  });

  it('says that nothing could be brought, and is given up after three attempts', async () => {
    await city.owner`update products set retired_at = city_now(), retired_reason = '停用' where component = 'rbc-suspended'`;
    const { id } = await begin('receive');
    await supplyExercises(city.runtime);
    expect((await mine()).round).toMatchObject({ id, state: 'open', reason: 'exercise.no_product' });
    await supplyExercises(city.runtime);
    await supplyExercises(city.runtime);
    expect((await mine()).round).toMatchObject({ id, state: 'given_up', reason: 'exercise.no_product' });
    await city.owner`update products set retired_at = null, retired_reason = null where component = 'rbc-suspended'`;
  });
});

describe('is finished by what happened', () => {
  it('入库: five scanned, the blurred one put on hold is as good', async () => {
    const open = await round('receive');
    const shipmentId = open.material.shipment?.id ?? '';
    await receive(shipmentId, partOf(open, 'plain'));
    await receive(shipmentId, [], partOf(open, 'damaged'), { outcome: 'held', holdReason: 'label' });
    expect(await stepsDone()).toEqual(['scan', 'type', 'post']);
    await finish(open.id);
  });

  it('入库: five scanned, the blurred one by hand', async () => {
    const open = await round('receive');
    const shipmentId = open.material.shipment?.id ?? '';
    expect(await stepsDone()).toEqual([]);
    expect(await codesOf(finish(open.id))).toEqual(['exercise.not_done']);
    await receive(shipmentId, partOf(open, 'plain'));
    expect(await stepsDone()).toEqual(['scan']);
    await receive(shipmentId, [], partOf(open, 'damaged'));
    expect(await stepsDone()).toEqual(['scan', 'type', 'post']);
    expect(await finish(open.id)).toEqual({ id: open.id, minutes: 1 });
    expect(await finish(open.id)).toEqual({ id: open.id, minutes: 1 });
    expect((await mine()).own.find(({ code }) => code === 'receive')).toMatchObject({ rounds: 2 });
  });

  it('入库有异: the five that came, and closed short', async () => {
    const open = await round('receive-difference');
    const shipmentId = open.material.shipment?.id ?? '';
    const { bags } = await runRead(openReceipt, city.as(house.technician), { shipmentId });
    expect(bags).toHaveLength(6);
    expect(bagsInHand(open.material)).toHaveLength(6);
    await receive(shipmentId, partOf(open, 'plain'));
    expect(await stepsDone()).toEqual(['present']);
    await execute(closeShort, city.as(house.technician), { shipmentId, reason: '箱里没有这一袋' });
    expect(await stepsDone()).toEqual(['present', 'close']);
    await finish(open.id);
  });

  it('入库有异: whoever forces the missing bag in cannot finish it', async () => {
    const open = await round('receive-difference');
    await receive(open.material.shipment?.id ?? '', partOf(open, 'plain'), partOf(open, 'missing'));
    const { round: now } = await mine();
    expect(now?.facts.forced).toBeInstanceOf(Date);
    expect(await codesOf(finish(open.id))).toEqual(['exercise.not_done']);
    await execute(giveUpExercise, city.as(house.technician), { id: open.id });
    expect((await mine()).round?.state).toBe('given_up');
  });

  it('出库: two of the group; the expired one is refused', async () => {
    const open = await round('issue');
    const patientId = open.material.patient?.id ?? '';
    const [expired] = partOf(open, 'expired').map(asBag);
    const [first, second] = partOf(open, 'plain').map(asBag);
    if (!expired || !first || !second) throw new Error('no bags');
    expect((await codesOf(issueBags(city, house, patientId, [expired]))).length).toBeGreaterThan(0);
    expect(await stepsDone()).toEqual([]);
    await issueBags(city, house, patientId, [first], 'LX1');
    expect(await stepsDone()).toEqual(['first']);
    await issueBags(city, house, patientId, [second], 'LX2');
    expect(await stepsDone()).toEqual(['first', 'second']);
    await finish(open.id);
  });

  it('报废: the expired one, for its date', async () => {
    const open = await round('discard');
    const [expired] = partOf(open, 'expired').map(asBag);
    if (!expired) throw new Error('no bag');
    await sendOut(city, house, [expired], { kind: 'discard', reasonCode: 'expired' });
    expect(await stepsDone()).toEqual(['discard']);
    await finish(open.id);
  });

  it('报废: not by what a colleague registered', async () => {
    const open = await round('discard');
    const [expired] = partOf(open, 'expired').map(asBag);
    if (!expired) throw new Error('no bag');
    await sendOut(city, { technician: house.reviewer, reviewer: house.technician }, [expired], {
      kind: 'discard',
      reasonCode: 'expired',
    });
    expect(await stepsDone()).toEqual([]);
    expect(await codesOf(finish(open.id))).toEqual(['exercise.not_done']);
  });

  it('盘点: one missing, one in the wrong place', async () => {
    const open = await round('stocktake');
    const { place } = open.material;
    if (!place) throw new Error('no place');
    const input = await stocktakeInput(
      city,
      house,
      place,
      partOf(open, 'plain', 'extra').map(asBag),
      partOf(open, 'missing').map(asBag),
    );
    await execute(signStocktake, city.as(house.technician), input);
    expect(await stepsDone()).toEqual(['missing', 'extra', 'sign']);
    await finish(open.id);
    // The fridge of a round that has ended is emptied for the next one: it holds eight, as the words say.
    const next = await round('stocktake');
    expect(next.material.place?.code).toBe(place.code);
    const [held] = await city.owner`
      select count(*)::int as count from blood_units where holder_org_id = 'H01' and storage_place = ${place.code} and state in ('available', 'quarantined')`;
    expect(held).toEqual({ count: 8 });
    // Of one that is open it is not.
    expect((await round('stocktake', house.reviewer)).material.place?.code).not.toBe(place.code);
    await execute(giveUpExercise, city.as(house.reviewer), { id: (await mine(house.reviewer)).round?.id ?? '' });
  });

  it('盘点: the extra one put here with the button of the screen', async () => {
    const open = await round('stocktake');
    const { place } = open.material;
    if (!place) throw new Error('no place');
    await execute(moveBags, city.as(house.technician), {
      placeId: place.id,
      unitIds: partOf(open, 'extra').map(({ unitId }) => unitId ?? ''),
    });
    const here = partOf(open, 'plain', 'extra').map(asBag);
    const missing = partOf(open, 'missing').map(asBag);
    const [overlooked, ...found] = here;
    if (!overlooked) throw new Error('no bag');
    // Counted badly: one that stands there was not scanned.
    await execute(
      signStocktake,
      city.as(house.technician),
      await stocktakeInput(city, house, place, found, [overlooked, ...missing]),
    );
    expect(await stepsDone()).toEqual(['missing', 'extra']);
    await execute(signStocktake, city.as(house.technician), await stocktakeInput(city, house, place, here, missing));
    expect(await stepsDone()).toEqual(['missing', 'extra', 'sign']);
    await finish(open.id);
  });

  it('预订: the station accepts and sends by itself, and it is received', async () => {
    const open = await round('order');
    await shipBags(city, clerk, 'H01', await releaseBags(city, clerk, [{}]));
    const orderId = await asked.order([red(800)]);
    const ordered = await asked.read(orderId);
    expect((await mine()).round?.ordered).toEqual({ no: ordered.no, notes: [] });
    expect(await stepsDone()).toEqual(['order']);
    await supplyExercises(city.runtime);
    expect(await stepsDone()).toEqual(['order']);
    await new Promise((resolve) => setTimeout(resolve, 4_100));
    await supplyExercises(city.runtime);
    expect(await stepsDone()).toEqual(['order', 'accepted']);
    await new Promise((resolve) => setTimeout(resolve, 4_100));
    await supplyExercises(city.runtime);
    expect(await stepsDone()).toEqual(['order', 'accepted', 'sent']);
    const { delivered } = await runRead(exerciseSheet, city.as(house.technician), { id: open.id });
    // Of this order alone: a note to the house that came meanwhile is nobody's of this round.
    expect(delivered).toHaveLength(4);
    const [note] = await city.owner<
      { id: string }[]
    >`select shipment_id as id from blood_order_deliveries order by begun_at desc limit 1`;
    const { bags } = await runRead(openReceipt, city.as(house.technician), { shipmentId: note?.id });
    await receive(
      note?.id ?? '',
      bags.map((bag) => ({ ...bag, expiresAt: bag.expiresAt.toISOString(), part: 'plain' }) as unknown as MaterialBag),
    );
    expect(await stepsDone()).toEqual(['order', 'accepted', 'sent', 'receive']);
    await finish(open.id);
  }, 30_000);

  it('单袋抢救: within the minute from the start of the clock', async () => {
    const { actor } = nurse;
    const open = await round('emergency', actor);
    const [bag] = open.material.bags;
    const issue = (unitId: string | null | undefined) =>
      execute(emergencyIssue, city.as(actor), {
        patient: { kind: 'unidentified', label: '', sex: 'male', ageBand: 'up_to_50' },
        askedBy: '急诊 李医生',
        reason: '失血性休克',
        unitIds: [unitId ?? ''],
      });
    await issue(bag?.unitId);
    expect(await stepsDone(actor)).toEqual([]);
    await execute(startClock, city.as(actor), { id: open.id });
    expect(await stepsDone(actor)).toEqual(['start']);
    // Not by a bag that is none of this round.
    const [stocked] = await stockBags(city, clerk, house, [{ abo: 'O', rhd: 'negative' }]);
    await issue(stocked?.id);
    expect(await stepsDone(actor)).toEqual(['start']);
    await issue(open.material.bags[1]?.unitId);
    expect(await stepsDone(actor)).toEqual(['start', 'issue', 'in-time']);
    await finish(open.id, actor);
  });

  it('预订: goes on with what a process that died left half picked, takes no bag of another round, and forgets a failure', async () => {
    const supplied = await round('supply', clerk);
    const open = await round('order');
    const orderId = await asked.order([red(800), red(400, { abo: 'A' })]);
    await asked.accept(orderId);
    await new Promise((resolve) => setTimeout(resolve, 4_100));
    await city.owner`update products set retired_at = city_now(), retired_reason = '停用' where component = 'rbc-suspended'`;
    await supplyExercises(city.runtime);
    expect((await mine()).round?.reason).toBe('exercise.order_stuck');
    await city.owner`update products set retired_at = null, retired_reason = null where component = 'rbc-suspended'`;
    const [own] = await releaseBags(city, clerk, [{ hours: 30 }]);
    if (!own) throw new Error('no bag');
    await asked.pick(orderId, [own], 1);
    await supplyExercises(city.runtime);
    expect(await stepsDone()).toEqual(['order', 'accepted', 'sent']);
    expect((await mine()).round?.reason).toBe('');
    const { delivered } = await runRead(exerciseSheet, city.as(house.technician), { id: open.id });
    expect(delivered).toHaveLength(6);
    const theirs = supplied.material.bags.map(({ donationNo }) => donationNo);
    expect(delivered.filter(({ donationNo }) => theirs.includes(donationNo))).toEqual([]);
  }, 30_000);

  it('拣血发血: what a hospital ordered leaves the station', async () => {
    const open = await round('supply', clerk);
    const orderId = open.material.order?.id ?? '';
    await asked.accept(orderId);
    expect(await stepsDone(clerk)).toEqual(['answer']);
    const bags = open.material.bags.map(asBag);
    const [o, a] = ['O', 'A'].map((abo) =>
      bags.filter(({ donationNo }) =>
        open.material.bags.some((bag) => bag.donationNo === donationNo && bag.abo === abo),
      ),
    );
    await asked.pick(orderId, (o ?? []).slice(0, 3), 1);
    expect(await stepsDone(clerk)).toEqual(['answer']);
    await asked.pick(orderId, (a ?? []).slice(0, 2), 2);
    expect(await stepsDone(clerk)).toEqual(['answer', 'pick']);
    await asked.pack(orderId, [...(o ?? []).slice(0, 3), ...(a ?? []).slice(0, 2)]);
    expect(await stepsDone(clerk)).toEqual(['answer', 'pick', 'pack']);
    await asked.send(orderId);
    expect(await stepsDone(clerk)).toEqual(['answer', 'pick', 'pack', 'send']);
    await finish(open.id, clerk);
  });

  it('is finished, not given up, by whoever begins the next', async () => {
    const open = await round('discard');
    const [expired] = partOf(open, 'expired').map(asBag);
    if (!expired) throw new Error('no bag');
    await sendOut(city, house, [expired], { kind: 'discard', reasonCode: 'expired' });
    const next = await begin('receive', house.technician, open.id);
    expect(next.id).not.toBe(open.id);
    const [row] = await city.owner`select state, minutes from exercises where id = ${open.id}`;
    expect(row).toEqual({ state: 'finished', minutes: 1 });
  });

  it('covers the whole catalogue', () => {
    expect(catalogue).toHaveLength(8);
  });
});

describe('what cannot be finished any more', () => {
  const stuck = async (by: UserActor = house.technician) => {
    const { round: open } = await mine(by);
    const exercise = exerciseOf(open?.code ?? '');
    if (!open || !exercise) throw new Error('nothing is open');
    return progressOf(exercise, open.facts).isStuck;
  };

  it('a note that was closed short, or received otherwise than asked', async () => {
    const open = await round('receive');
    const shipmentId = open.material.shipment?.id ?? '';
    expect(await stuck()).toBe(false);
    await receive(shipmentId, partOf(open, 'plain'));
    expect(await stuck()).toBe(false);
    await execute(closeShort, city.as(house.technician), { shipmentId, reason: '不收这一袋' });
    expect(await stuck()).toBe(true);
    expect(await codesOf(finish(open.id))).toEqual(['exercise.not_done']);
  });

  it('a bag that somebody else discarded', async () => {
    const open = await round('discard');
    expect(await stuck()).toBe(false);
    const colleagues = { technician: house.reviewer, reviewer: house.technician };
    await sendOut(city, colleagues, partOf(open, 'expired').map(asBag), { kind: 'discard', reasonCode: 'expired' });
    expect(await stuck()).toBe(true);
  });
});

describe('the notes of a round that was given up', () => {
  const stateOf = async (id: string | undefined) =>
    (await city.owner<{ state: string }[]>`select state from shipments where id = ${id ?? null}`)[0]?.state;

  it('are taken back by the city, of one half received the rest is closed short', async () => {
    const first = await round('receive');
    expect(await stateOf(first.material.shipment?.id)).toBe('shipped');
    const second = await round('receive-difference');
    expect(await stateOf(first.material.shipment?.id)).toBe('void');
    expect(await stateOf(second.material.shipment?.id)).toBe('shipped');
    await receive(second.material.shipment?.id ?? '', partOf(second, 'plain').slice(0, 2));
    await execute(giveUpExercise, city.as(house.technician), { id: second.id });
    await supplyExercises(city.runtime);
    expect(await stateOf(second.material.shipment?.id)).toBe('closed_short');
  });
});

describe('the orders of a round of 拣血发血 that was given up', () => {
  const orderOf = async (id: string) =>
    (
      await city.owner<
        { state: string; owed: number }[]
      >`select state, owed_lines as owed from blood_orders where id = ${id}`
    )[0];
  const givenUp = async ({ id }: Round) => {
    await execute(giveUpExercise, city.as(clerk), { id });
    await supplyExercises(city.runtime);
  };
  const states = async ({ material }: Round) => [
    ...new Set(
      (
        await city.owner<{ state: string }[]>`
          select state from blood_units where id = any(${material.bags.map(({ unitId }) => unitId)}) and holder_org_id = 'S01' order by state`
      ).map(({ state }) => state),
    ),
  ];
  /** How far somebody got with it. */
  const deeds: readonly (readonly [
    string,
    string,
    (id: string, bags: ReturnType<typeof asBag>[]) => Promise<unknown>,
  ])[] = [
    ['answered by nobody', 'cancelled', async () => {}],
    ['accepted', 'cancelled', (id) => asked.accept(id)],
    [
      'partly picked, and asked to be called off',
      'cancelled',
      async (id, bags) => {
        await asked.accept(id);
        await asked.pick(id, bags.slice(0, 2));
        const { version } = await asked.read(id);
        await execute(askCancel, city.as(house.technician), { id, version, reason: '不要了' });
      },
    ],
    [
      'packed',
      'cancelled',
      async (id, bags) => {
        await asked.accept(id);
        await asked.pick(id, bags.slice(0, 2));
        await asked.pack(id, bags.slice(0, 2));
      },
    ],
    [
      'sent in part, and the next part picked',
      'cancelled',
      async (id, bags) => {
        await asked.accept(id);
        await asked.deliver(id, bags.slice(0, 1));
        await asked.pick(id, bags.slice(1, 2));
      },
    ],
    [
      'at the door of the hospital in part',
      'closed_short',
      async (id, bags) => {
        await asked.accept(id);
        await asked.deliver(id, bags.slice(0, 1));
        const [delivery] = (await asked.read(id)).deliveries;
        await execute(arriveDelivery, city.as(house.technician), { orderId: id, deliveryId: delivery?.id });
      },
    ],
  ];

  it.each(deeds)('%s: is %s, and nothing of it stays picked or on its way', async (_, state, deed) => {
    const open = await round('supply', clerk);
    const orderId = open.material.order?.id ?? '';
    await deed(orderId, open.material.bags.filter(({ abo }) => abo === 'O').map(asBag));
    await givenUp(open);
    expect(await orderOf(orderId)).toEqual({ state, owed: 0 });
    expect(await states(open)).toEqual(state === 'closed_short' ? ['available', 'quarantined'] : ['available']);
  });

  it('is called off by whoever begins anew, and one that was left before this release too, with its note', async () => {
    const [first, note] = [await round('supply', clerk), await round('receive')];
    await execute(giveUpExercise, city.as(house.technician), { id: note.id });
    await begin('supply', clerk, first.id);
    // As long ago as a round may be that an older release has left.
    await city.owner.begin(async (tx) => {
      await tx`alter table exercises disable trigger user`;
      await tx`update exercises set given_up_at = began_at - interval '3 days' where id in (${first.id}, ${note.id})`;
      await tx`alter table exercises enable trigger user`;
    });
    await supplyExercises(city.runtime);
    expect(await orderOf(first.material.order?.id ?? '')).toEqual({ state: 'cancelled', owed: 0 });
    const [left] = await city.owner`select state from shipments where id = ${note.material.shipment?.id ?? null}`;
    expect(left).toEqual({ state: 'void' });
  });

  it('that was given up while its material was brought leaves nothing either', async () => {
    const { id } = await begin('supply', clerk);
    const waiters = async () => {
      const [row] = await city.owner<{ count: number }[]>`
        select count(distinct l.pid)::int as count from pg_locks l join pg_stat_activity a using (pid) where not l.granted and a.datname = current_database()`;
      return row?.count ?? 0;
    };
    const until = async (count: number) => {
      for (let tried = 0; (await waiters()) < count && tried < 200; tried++)
        await new Promise((resolve) => setTimeout(resolve, 20));
      expect(await waiters()).toBeGreaterThanOrEqual(count);
    };
    const work: Promise<unknown>[] = [];
    await city.owner.begin(async (tx) => {
      await tx`select 1 from exercises where id = ${id} for update`;
      work.push(execute(giveUpExercise, city.as(clerk), { id }));
      await until(1);
      work.push(supplyExercises(city.runtime));
      await until(2);
    });
    await Promise.all(work);
    const [left] = await city.owner`
      select state, material from exercises where id = ${id}`;
    expect(left).toEqual({ state: 'given_up', material: null });
    const open = await city.owner`
      select no from blood_orders where party_org_id = 'S01' and created_by like 'LX00 %' and state not in ('cancelled', 'closed_short', 'completed', 'rejected')
        and not exists (select 1 from exercises e where e.material #>> '{order,id}' = blood_orders.id::text)`;
    expect(open).toEqual([]);
  });
});

describe('places and people of practice', () => {
  async function tooWarm(codes: readonly string[]) {
    const places = await city.owner<{ id: string }[]>`
      select id from storage_places where org_id = 'H01' and code = any(${codes as string[]})`;
    expect(places).toHaveLength(codes.length);
    for (const { id } of places)
      await execute(readTemperature, city.as(house.technician), { placeId: id, celsius: 12, again: 12 });
  }

  it('registers another place where the last reading of the ordinary one is out of range, and counts in no such fridge', async () => {
    const placeOf = async (bag: MaterialBag | undefined) =>
      (
        await city.owner<{ place: string }[]>`
          select storage_place as place from blood_units where id = ${bag?.unitId ?? null}`
      )[0]?.place;
    const ordinary = await placeOf(partOf(await round('discard'), 'plain')[0]);
    const counted = (await round('stocktake')).material.place?.code;
    await tooWarm([ordinary ?? '', counted ?? '']);
    const now = await placeOf(partOf(await round('discard'), 'plain')[0]);
    expect([ordinary, now]).toEqual(['LXR', 'LXR2']);
    expect(await placeOf(partOf(await round('discard'), 'plain')[0])).toBe('LXR2');
    expect((await round('stocktake')).material.place?.code).not.toBe(counted);
  });

  it('leaves somebody of the house who has the staff number of a partner', async () => {
    const third = await openHouse(city, 'H03');
    await city.owner`insert into people (org_id, staff_no, name, search) values ('H03', 'LXDABAN01', '真人', '真人')`;
    const { id } = await begin('discard', third.technician);
    await supplyExercises(city.runtime);
    expect((await mine(third.technician)).round).toMatchObject({ id, material: null, reason: 'internal' });
    const [person] =
      await city.owner`select name, badge_hash as badge from people where org_id = 'H03' and staff_no = 'LXDABAN01'`;
    expect(person).toEqual({ name: '真人', badge: null });
    await execute(giveUpExercise, city.as(third.technician), { id });
  });
});

describe('whose it is', () => {
  it('heads of the house see who did what, of no other house', async () => {
    const rows = async (by: UserActor) => {
      const page = await runRead(listExercises, city.as(by), {});
      return [...page.waiting, ...page.rows];
    };
    const ours = await rows(admin);
    expect(ours.length).toBeGreaterThan(5);
    expect(ours.some((row) => row.state === 'finished' && row.personName === '1001 人H011001')).toBe(true);
    expect(await rows(other.reviewer)).toEqual([]);
    expect(await codesOf(rows(house.technician))).toEqual(['forbidden']);
  });

  it('is nobody else’s to finish, to give up or to clock', async () => {
    const open = await round('receive');
    for (const command of [finishExercise, giveUpExercise, startClock])
      for (const by of [house.reviewer, other.technician])
        expect(await codesOf(execute(command, city.as(by), { id: open.id }))).toEqual(['not_found']);
  });
});

describe('outside of the practice city', () => {
  it('is refused, and the database would not take it', async () => {
    const open = await begin('receive');
    const exported = async () =>
      (await fetch(`${city.url}/api/export/exercises`, { headers: { cookie: head.cookie } })).status;
    expect(await exported()).toBe(200);
    await city.owner`update city set kind = 'test'`;
    try {
      expect(await codesOf(mine())).toEqual(['exercise.only_in_practice']);
      expect(await codesOf(begin('discard', house.technician, open.id))).toEqual(['exercise.only_in_practice']);
      for (const command of [finishExercise, giveUpExercise, startClock])
        expect(await codesOf(execute(command, city.as(house.technician), { id: open.id }))).toEqual([
          'exercise.only_in_practice',
        ]);
      expect(await codesOf(runRead(listExercises, city.as(admin), {}))).toEqual(['exercise.only_in_practice']);
      expect(await exported()).not.toBe(200);
      await supplyExercises(city.runtime);
      expect((await city.owner`select material from exercises where id = ${open.id}`)[0]?.material).toBeNull();
      await expect(
        city.owner`insert into exercises (org_id, person_id, person_name, code) values ('H01', gen_random_uuid(), 'x', 'receive')`,
      ).rejects.toThrow(/practice city/);
    } finally {
      await city.owner`update city set kind = 'practice'`;
    }
  });
});
