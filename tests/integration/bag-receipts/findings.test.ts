import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Finding } from '@/domain/bag-receipts/findings';
import { shipmentRecord } from '@/domain/shipments/record';
import { execute } from '@/server/kernel/command';
import { draftOf, saveDraft } from '@/server/kernel/drafts';
import { AppError } from '@/server/kernel/errors';
import { historyOf } from '@/server/kernel/history';
import { runRead } from '@/server/kernel/read';
import { closeShort } from '@/server/modules/bag-receipts/close-short';
import { dealWithFinding, keepLostFindings, listLostFindings } from '@/server/modules/bag-receipts/findings';
import { openReceipt } from '@/server/modules/bag-receipts/open';
import { postReceipt } from '@/server/modules/bag-receipts/post';
import { voidReceipt } from '@/server/modules/bag-receipts/void';
import { voidShipment } from '@/server/modules/shipments/void';
import { appRouter } from '@/server/router';
import { openCity, type Person, type TrialCity } from '../../support/city';
import {
  type Bag,
  enterSheet,
  type House,
  type Outcome,
  openHouse,
  paperLine,
  receiptInput,
  receiveBags,
  releaseBags,
  shipBags,
} from '../../support/city-work';

let city: TrialCity;
let clerk: Person;
let house: House;
let elsewhere: House;

beforeAll(async () => {
  city = await openCity();
  clerk = await city.enter('S01', '1001', ['station_clerk']);
  house = await openHouse(city, 'H01');
  elsewhere = await openHouse(city, 'H02');
});
afterAll(async () => {
  expect(await city.reconcile()).toEqual([]);
  await city.close();
});

const foundAt = '2026-11-23T06:00:00.000Z';
const leakOn = (bag: Pick<Bag, 'id'>, change: Partial<Finding> = {}): Finding => ({
  unitId: bag.id,
  outcome: 'held',
  reason: 'appearance',
  exceptions: ['sealing'],
  foundAt,
  ...change,
});

/** A note under way, and what the open list at one PC had found on bags of it, as its draft keeps it. */
async function noteWith(count: number, findingsOf: (bags: readonly Bag[]) => readonly Finding[], listId?: string) {
  const bags = await releaseBags(
    city,
    clerk.actor,
    Array.from({ length: count }, () => ({})),
  );
  const shipmentId = await shipBags(city, clerk.actor, 'H01', bags);
  await saveDraft(city.as(house.technician), 'bag-receipts', 'bag-receipts.draft', {
    id: crypto.randomUUID(),
    subjectId: shipmentId,
    version: 0,
    body: { lines: [], findings: findingsOf(bags), ...(listId ? { listId } : {}) },
  });
  return { bags, shipmentId };
}
/** A saving of the draft that lands now. */
async function saveFindings(shipmentId: string, findings: readonly Finding[]) {
  const request = city.as(house.technician);
  const draft = await runRead(draftOf('bag-receipts', 'bag-receipts.draft'), request, { subjectId: shipmentId });
  if (!draft) throw new Error('the note has a draft');
  await saveDraft(request, 'bag-receipts', 'bag-receipts.draft', {
    id: draft.id,
    subjectId: shipmentId,
    version: draft.version,
    body: { lines: [], findings },
  });
}
const pick = (bags: readonly Bag[], index = 0): Bag => {
  const bag = bags[index];
  if (!bag) throw new Error(`no bag ${index}`);
  return bag;
};
const open = (shipmentId: string, by = house.reviewer) => runRead(openReceipt, city.as(by), { shipmentId });
const told = async (shipmentId: string, by = house.reviewer) =>
  (await open(shipmentId, by)).findings.filter(({ dealtAt }) => dealtAt === null);
const receive = (shipmentId: string, bags: readonly Bag[], outcome: Outcome = 'accepted') =>
  receiveBags(
    city,
    house,
    shipmentId,
    bags.map((bag) => ({ ...bag, outcome })),
  );
const receiveFrom = async (listId: string, shipmentId: string, bags: readonly Bag[]) =>
  execute(postReceipt, city.as(house.technician), {
    ...(await receiptInput(city, house, shipmentId, bags)),
    listId,
  });
let revisions = 0;
const tell = (listId: string, shipmentId: string, findings: readonly Finding[], revision = ++revisions) =>
  execute(keepLostFindings, city.as(house.technician), { shipmentId, listId, revision, findings });
const codeOf = async (work: Promise<unknown>) => {
  const error = await work.catch((thrown: unknown) => thrown);
  return error instanceof AppError ? error.code : error;
};
const waiting = async (by = house.technician) =>
  (await runRead(listLostFindings, city.as(by), {})).map(({ shipmentId, bags }) => [shipmentId, bags]);

describe('what an open list had found, and who settled the bag did not write', () => {
  it('is told of a bag that was accepted, also when the note ends and its draft with it, and whoever opens it', async () => {
    const { bags, shipmentId } = await noteWith(2, ([first, second]) => [
      leakOn(first as Bag),
      leakOn(second as Bag, { outcome: 'stopped', reason: 'group_mismatch', exceptions: [] }),
    ]);
    await receive(shipmentId, [pick(bags)]);
    expect(await told(shipmentId)).toMatchObject([leakOn(pick(bags))]);
    await receive(shipmentId, [pick(bags, 1)]);
    expect(
      await runRead(draftOf('bag-receipts', 'bag-receipts.draft'), city.as(house.technician), {
        subjectId: shipmentId,
      }),
    ).toBeNull();
    for (const by of [house.technician, house.reviewer])
      expect(await told(shipmentId, by)).toMatchObject([
        { unitId: pick(bags, 1).id, outcome: 'stopped', reason: 'group_mismatch' },
        leakOn(pick(bags)),
      ]);
    expect(await waiting()).toContainEqual([shipmentId, 2]);
    expect(await waiting(elsewhere.technician)).toEqual([]);
  });

  it('is told of a bag that is held for another reason, and not of one held for the same', async () => {
    const { bags, shipmentId } = await noteWith(2, ([first, second]) => [
      leakOn(first as Bag),
      leakOn(second as Bag, { exceptions: [] }),
    ]);
    await receive(shipmentId, [pick(bags)], 'held');
    const [{ receipt } = { receipt: null }] = (await open(shipmentId)).bags;
    const reason = receipt?.holdReason as Finding['reason'];
    expect(reason).not.toBe('appearance');
    expect(await told(shipmentId)).toMatchObject([leakOn(pick(bags))]);

    const same = await noteWith(1, ([only]) => [leakOn(only as Bag, { reason, exceptions: [] })]);
    await receive(same.shipmentId, same.bags, 'held');
    expect(await told(same.shipmentId)).toEqual([]);
  });

  it('is told of a note that was closed short, and of a bag that came in by a paper form', async () => {
    const short = await noteWith(1, ([only]) => [leakOn(only as Bag)]);
    const input = { shipmentId: short.shipmentId, reason: '车上没有' };
    await execute(closeShort, city.as(house.technician), input);
    expect(await told(short.shipmentId)).toMatchObject([leakOn(pick(short.bags))]);

    const paper = await noteWith(1, ([only]) => [leakOn(only as Bag)]);
    await enterSheet(city, house.technician, [await paperLine(city, pick(paper.bags), { kind: 'received' })]);
    expect((await open(paper.shipmentId)).bags.map(({ state }) => state)).not.toContain('expected');
    expect(await told(paper.shipmentId)).toMatchObject([leakOn(pick(paper.bags))]);
  });

  it('comes again with a void of the receipt that had said it, whoever had found it', async () => {
    const { bags, shipmentId } = await noteWith(2, ([first]) => [
      leakOn(first as Bag, { reason: 'label', exceptions: [] }),
    ]);
    const { id } = await receive(shipmentId, bags, 'held');
    expect(await told(shipmentId)).toEqual([]);
    await execute(voidReceipt, city.as(house.reviewer), { id, version: 1, reason: '收错了单' });
    const again = await told(shipmentId);
    expect(again).toMatchObject([
      { outcome: 'held', reason: 'label' },
      { outcome: 'held', reason: 'label' },
    ]);
    expect(again.map(({ unitId }) => unitId).sort()).toEqual(bags.map((bag) => bag.id).sort());
    expect(await waiting()).toContainEqual([shipmentId, 2]);
    const accepted = await receive(shipmentId, [pick(bags)]);
    await receive(shipmentId, [pick(bags, 1)], 'held');
    expect((await told(shipmentId)).map(({ unitId }) => unitId)).toEqual([pick(bags).id]);
    // Nothing was found by a receipt that accepted.
    await execute(voidReceipt, city.as(house.reviewer), { id: accepted.id, version: 1, reason: '又收错了' });
    expect(await told(shipmentId)).toHaveLength(1);
  });

  it('comes again also when the list that posted it had told it before, word for word', async () => {
    const mine = crypto.randomUUID();
    const { bags, shipmentId } = await noteWith(1, () => []);
    await tell(mine, shipmentId, [leakOn(pick(bags), { reason: 'label', exceptions: [] })]);
    const input = await receiptInput(city, house, shipmentId, [{ ...pick(bags), outcome: 'held' }]);
    const { id } = await execute(postReceipt, city.as(house.technician), {
      ...input,
      lines: input.lines.map((line) => ({ ...line, scannedAt: new Date(foundAt) })),
      listId: mine,
    });
    expect(await told(shipmentId)).toEqual([]);
    await execute(voidReceipt, city.as(house.reviewer), { id, version: 1, reason: '收错了单' });
    expect(await told(shipmentId)).toMatchObject([{ unitId: pick(bags).id, reason: 'label' }]);
  });

  it('is not forgotten in the draft of the list that posted it corrected, before that could save it', async () => {
    const mine = crypto.randomUUID();
    const { bags, shipmentId } = await noteWith(
      2,
      ([first, second]) => [leakOn(first as Bag), leakOn(second as Bag)],
      mine,
    );
    await receiveFrom(mine, shipmentId, [pick(bags)]);
    expect(await open(shipmentId)).toMatchObject({ hasForgotten: false, findings: [] });
    // What stands on the list is still the draft's to say.
    await receive(shipmentId, [pick(bags, 1)]);
    expect(await told(shipmentId)).toMatchObject([leakOn(pick(bags, 1))]);
  });

  it('is no more the list’s to take back once the bag is off it', async () => {
    const mine = crypto.randomUUID();
    const { bags, shipmentId } = await noteWith(2, () => []);
    await tell(
      mine,
      shipmentId,
      bags.map((bag) => leakOn(bag)),
    );
    const { id } = await receive(shipmentId, bags);
    await execute(voidReceipt, city.as(house.reviewer), { id, version: 1, reason: '收错了单' });
    expect((await open(shipmentId)).bags.map(({ state }) => state)).toEqual(['expected', 'expected']);
    expect(await tell(mine, shipmentId, [])).toEqual({ kept: 0, withdrawn: 0 });
    expect(await told(shipmentId)).toHaveLength(2);
  });

  it('is told of a note that its sender took back, until a list has given it to the server and somebody has found the bag', async () => {
    const { bags, shipmentId } = await noteWith(1, ([only]) => [leakOn(only as Bag)]);
    expect((await waiting()).map(([id]) => id)).not.toContain(shipmentId);
    const [{ version } = { version: 0 }] = await city.owner<{ version: number }[]>`
      select version from shipments where id = ${shipmentId}`;
    await execute(voidShipment, city.as(clerk.actor), { id: shipmentId, version, reason: '装错了车' });
    expect(await waiting()).toContainEqual([shipmentId, 1]);
    expect(await waiting(elsewhere.technician)).toEqual([]);
    expect(await told(shipmentId)).toEqual([]);
    expect((await open(shipmentId)).hasForgotten).toBe(true);
    // Whatever the list that is opened makes of it by now.
    await tell(crypto.randomUUID(), shipmentId, [leakOn(pick(bags), { reason: 'expired' })]);
    expect((await open(shipmentId)).hasForgotten).toBe(false);
    expect(await waiting()).toContainEqual([shipmentId, 1]);
    const both = await told(shipmentId);
    expect(both.map(({ reason }) => reason).sort()).toEqual(['appearance', 'expired']);
    const [other, finding] = both;
    await execute(dealWithFinding, city.as(house.reviewer), { shipmentId, findingId: other?.id ?? '' });
    await execute(dealWithFinding, city.as(house.reviewer), { shipmentId, findingId: finding?.id ?? '' });
    expect((await waiting()).map(([id]) => id)).not.toContain(shipmentId);
  });

  it('is not lost with the draft when the last bag is settled, of a bag that had left before by a way that reads no draft', async () => {
    const { bags, shipmentId } = await noteWith(2, () => []);
    const [left, last] = [pick(bags), pick(bags, 1)];
    await receive(shipmentId, [left]);
    // A saving that was on its way meanwhile.
    await saveFindings(shipmentId, [leakOn(left)]);
    expect((await open(shipmentId)).hasForgotten).toBe(true);
    await receive(shipmentId, [last]);
    expect((await open(shipmentId)).bags.map(({ state }) => state)).not.toContain('expected');
    expect(await told(shipmentId)).toMatchObject([leakOn(left)]);
    expect(await waiting()).toContainEqual([shipmentId, 1]);
  });

  it('that is sent again, and changes nothing, leaves the note as it was: its sender may still take it back', async () => {
    const { bags, shipmentId } = await noteWith(1, () => []);
    const versionNow = async () => {
      const [note] = await city.owner<{ version: number }[]>`select version from shipments where id = ${shipmentId}`;
      return note?.version ?? 0;
    };
    const list = crypto.randomUUID();
    expect(await tell(list, shipmentId, [leakOn(pick(bags))])).toEqual({ kept: 1, withdrawn: 0 });
    const version = await versionNow();
    expect(await tell(list, shipmentId, [leakOn(pick(bags))])).toEqual({ kept: 0, withdrawn: 0 });
    await execute(voidShipment, city.as(clerk.actor), { id: shipmentId, version, reason: '装错了车' });
  });

  it('stays when the receipt is voided, for the bag comes in again', async () => {
    const { bags, shipmentId } = await noteWith(1, ([only]) => [leakOn(only as Bag)]);
    const { id } = await receive(shipmentId, bags);
    await execute(voidReceipt, city.as(house.reviewer), { id, version: 1, reason: '收错了单' });
    expect((await open(shipmentId)).bags.map(({ state }) => state)).toEqual(['expected']);
    expect(await told(shipmentId)).toMatchObject([leakOn(pick(bags))]);
  });
});

describe('what only a list knew, because no draft kept it', () => {
  it('is kept once, however often it is sent, and only of bags of the note', async () => {
    const { bags, shipmentId } = await noteWith(1, ([only]) => [leakOn(only as Bag)]);
    const foreign = await noteWith(1, () => []);
    await receive(shipmentId, bags);
    const keep = (findings: readonly Finding[]) => tell(crypto.randomUUID(), shipmentId, findings);
    expect(await keep([leakOn(pick(bags))])).toMatchObject({ kept: 0 });
    expect(await keep([leakOn(pick(bags), { exceptions: ['volume'] }), leakOn(pick(foreign.bags))])).toMatchObject({
      kept: 1,
    });
    expect(await told(shipmentId)).toHaveLength(2);
  });

  it('is told while the bag is still awaited, and no more once it is held for that very finding', async () => {
    const { bags, shipmentId } = await noteWith(2, () => []);
    const findings = bags.map((bag) => leakOn(bag, { reason: 'label', exceptions: [] }));
    await tell(crypto.randomUUID(), shipmentId, findings);
    expect(await told(shipmentId)).toHaveLength(2);
    await receive(shipmentId, [pick(bags)], 'held');
    await receive(shipmentId, [pick(bags, 1)]);
    expect(await told(shipmentId)).toMatchObject([{ unitId: pick(bags, 1).id }]);
    // Of a bag that is held for it already nothing is lost.
    const late = findings.map((one) => ({ ...one, foundAt: '2026-11-23T07:00:00.000Z' }));
    expect(await tell(crypto.randomUUID(), shipmentId, late)).toMatchObject({ kept: 1 });
    expect((await told(shipmentId)).map(({ unitId }) => unitId)).toEqual([pick(bags, 1).id, pick(bags, 1).id]);
  });
});

describe('what a list had found itself', () => {
  it('raises nothing when the list settles the bag: what it says no more was corrected on it', async () => {
    const mine = crypto.randomUUID();
    const { bags, shipmentId } = await noteWith(2, ([first]) => [leakOn(first as Bag)], mine);
    await tell(mine, shipmentId, [leakOn(pick(bags, 1))]);
    await receiveFrom(mine, shipmentId, bags);
    expect(await told(shipmentId)).toEqual([]);

    const theirs = await noteWith(2, ([first]) => [leakOn(first as Bag)], crypto.randomUUID());
    await tell(crypto.randomUUID(), theirs.shipmentId, [leakOn(pick(theirs.bags, 1))]);
    await receiveFrom(mine, theirs.shipmentId, theirs.bags);
    expect(await told(theirs.shipmentId)).toHaveLength(2);
  });

  it('is taken back by that list alone, while the bag is awaited, and can be found again', async () => {
    const mine = crypto.randomUUID();
    const { bags, shipmentId } = await noteWith(2, () => []);
    const found = bags.map((bag) => leakOn(bag));
    expect(await tell(mine, shipmentId, found)).toEqual({ kept: 2, withdrawn: 0 });
    expect(await tell(crypto.randomUUID(), shipmentId, [])).toEqual({ kept: 0, withdrawn: 0 });
    expect(await tell(mine, shipmentId, [])).toEqual({ kept: 0, withdrawn: 2 });
    expect((await open(shipmentId)).findings).toEqual([]);
    expect(await tell(mine, shipmentId, found)).toEqual({ kept: 2, withdrawn: 0 });
    expect(await told(shipmentId)).toHaveLength(2);
    await receive(shipmentId, [pick(bags)]);
    expect(await tell(mine, shipmentId, [])).toEqual({ kept: 0, withdrawn: 1 });
    expect((await told(shipmentId)).map(({ unitId }) => unitId)).toEqual([pick(bags).id]);
  });
});

describe('a word of a list that comes late', () => {
  it('takes nothing back that was said after it', async () => {
    const mine = crypto.randomUUID();
    const { bags, shipmentId } = await noteWith(2, () => []);
    const [first, second] = [leakOn(pick(bags)), leakOn(pick(bags, 1))];
    await tell(mine, shipmentId, [second], 2);
    await tell(mine, shipmentId, [first], 1);
    expect(await told(shipmentId)).toMatchObject([second, first]);
    await tell(mine, shipmentId, [first, second], 4);
    await tell(mine, shipmentId, [], 3);
    expect(await told(shipmentId)).toHaveLength(2);
    await tell(mine, shipmentId, [second], 5);
    expect(await told(shipmentId)).toMatchObject([second]);
    // Nor does it bring back what was taken back after it.
    expect(await tell(mine, shipmentId, [first, second], 4)).toEqual({ kept: 0, withdrawn: 0 });
    expect(await told(shipmentId)).toMatchObject([second]);
    expect(await tell(mine, shipmentId, [first, second], 6)).toEqual({ kept: 1, withdrawn: 0 });
  });
});

describe('a draft that is refused, for another PC writes it', () => {
  it('leaves what it had found, for whoever sent it may have left', async () => {
    const { bags, shipmentId } = await noteWith(1, () => []);
    const caller = appRouter.createCaller(city.as(house.technician));
    const body = { lines: [], listId: crypto.randomUUID(), findings: [leakOn(pick(bags))] };
    const refused = caller.bagReceipts.saveDraft({ id: crypto.randomUUID(), subjectId: shipmentId, version: 0, body });
    await expect(refused).rejects.toThrow();
    expect(await told(shipmentId)).toMatchObject([leakOn(pick(bags))]);
  });
});

describe('a person who found the bag', () => {
  it('says so once, by name in the history of the note, and nobody is told any more', async () => {
    const { bags, shipmentId } = await noteWith(1, ([only]) => [leakOn(only as Bag)]);
    await receive(shipmentId, bags);
    const [finding] = await told(shipmentId);
    const input = { shipmentId, findingId: finding?.id ?? '' };
    expect(await codeOf(execute(dealWithFinding, city.as(elsewhere.technician), input))).toBe('not_found');
    await execute(dealWithFinding, city.as(house.reviewer), input);
    expect(await told(shipmentId)).toEqual([]);
    expect((await waiting()).map(([id]) => id)).not.toContain(shipmentId);
    expect(await codeOf(execute(dealWithFinding, city.as(house.technician), input))).toBe('conflict');
    const [latest] = await runRead(historyOf(shipmentRecord), city.as(house.technician), { id: shipmentId });
    expect(latest?.action).toBe('shipments.deal-with-finding');
    // A PC that was away and comes back with it raises nothing anew.
    expect(await tell(crypto.randomUUID(), shipmentId, [leakOn(pick(bags))])).toMatchObject({ kept: 0 });
    expect(await told(shipmentId)).toEqual([]);
  });
});
