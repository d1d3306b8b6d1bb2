import type { TransactionSql } from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeDonationNumber } from '@/domain/blood/barcodes/encode';
import { relabellingRecord } from '@/domain/station-stock/record';
import { findDrift } from '@/server/audit/find-drift';
import type { UserActor } from '@/server/kernel/actor';
import { execute } from '@/server/kernel/command';
import { draftOf, saveDraft } from '@/server/kernel/drafts';
import { AppError } from '@/server/kernel/errors';
import { historyOf } from '@/server/kernel/history';
import { listOf } from '@/server/kernel/list';
import { runRead } from '@/server/kernel/read';
import { inScope } from '@/server/kernel/scope';
import { announceShipment } from '@/server/modules/bag-receipts/announce';
import { findBagsToRelabel } from '@/server/modules/relabellings/find-bags';
import { getRelabelling } from '@/server/modules/relabellings/get';
import { readNewLabels } from '@/server/modules/relabellings/new-labels';
import { postRelabelling } from '@/server/modules/relabellings/post';
import { releaseStock } from '@/server/modules/station-stock/release';
import { holdBags } from '@/server/modules/stock/hold';
import { listUnits } from '@/server/modules/stock/list-units';
import { listMovements } from '@/server/modules/stock/movements';
import { post } from '@/server/modules/stock/post';
import { findUnits } from '@/server/modules/units/find';
import { readRelabelled } from '@/server/modules/units/relabelled';
import { traceUnit } from '@/server/modules/units/trace';
import { openCity, type TrialCity } from '../../support/city';
import {
  type Bag,
  enterSheet,
  type House,
  nextDonationNo,
  openHouse,
  paperLine,
  processBags,
  type RelabelWish,
  receiveBags,
  relabelBags,
  relabelInputOf,
  releaseBags,
  shipBags,
} from '../../support/city-work';
import { countedByTwo, openTrial, readGoLive, shelfLine } from '../../support/go-lives';

let city: TrialCity;
let clerk: UserActor;
let checker: UserActor;
let house: House;
let fresh: House;

beforeAll(async () => {
  city = await openCity();
  await city.owner`
    insert into organisations (id, kind, name, short_name, search, sort_order) values ('S02', 'blood_station', '试验第二血站', '第二血站', 's02', 9)`;
  clerk = (await city.enter('S01', '1001', ['station_clerk'], { name: '沈一鸣' })).actor;
  checker = (await city.enter('S01', '1002', ['station_clerk'], { name: '顾小满' })).actor;
  house = await openHouse(city, 'H01');
  fresh = await openHouse(city, 'H03');
}, 120_000);
afterAll(async () => {
  expect(await city?.reconcile()).toEqual([]);
  if (city) expect(await findDrift(city.owner)).toEqual([]);
  await city?.close();
});

async function some(count: number, wish: Parameters<typeof releaseBags>[2][number] = {}): Promise<Bag[]> {
  return releaseBags(
    city,
    clerk,
    Array.from({ length: count }, () => wish),
  );
}
async function one(wish: Parameters<typeof releaseBags>[2][number] = {}): Promise<Bag> {
  const [bag] = await some(1, wish);
  if (!bag) throw new Error('one bag');
  return bag;
}
const violationsOf = (work: Promise<unknown>) =>
  work.then(
    () => [],
    (error: unknown) => {
      if (error instanceof AppError) return [...error.violations];
      throw error;
    },
  );
const codesOf = async (work: Promise<unknown>) => (await violationsOf(work)).map(({ code }) => code);
const relabel = async (...wishes: RelabelWish[]) =>
  execute(postRelabelling, city.as(clerk), await relabelInputOf(city, clerk, checker, wishes));
const unitOf = async ({ id }: Pick<Bag, 'id'>) => {
  const [row] = await city.owner<
    { donationNo: string; productCode: string; state: string; version: number; movements: number }[]
  >`
    select u.donation_no as "donationNo", u.product_code as "productCode", u.state, u.version,
      (select count(*)::int from stock_movements m where m.unit_id = u.id) as movements from blood_units u where u.id = ${id}`;
  if (!row) throw new Error('no bag');
  return row;
};
const asOld = ({ donationNo }: Bag) => ({ donationNo, productCode: 'E0336V00' });

describe('a bag that takes another label', () => {
  it('bears the new one where it stood, signed by two, and no movement is written', async () => {
    const [bag, held] = await some(2);
    if (!bag || !held) throw new Error('two bags');
    await execute(holdBags, city.as(clerk), { unitIds: [held.id], cause: 'label', words: '' });
    const before = [await unitOf(bag), await unitOf(held)];
    const [to, toHeld] = [nextDonationNo(), nextDonationNo()];
    const { id, no, bagCount } = await relabel({ bag, to }, { bag: held, to: toHeld });
    expect(bagCount).toBe(2);
    expect([await unitOf(bag), await unitOf(held)]).toEqual([
      { ...before[0], donationNo: to, version: (before[0]?.version ?? 0) + 1 },
      { ...before[1], donationNo: toHeld, state: 'quarantined', version: (before[1]?.version ?? 0) + 1 },
    ]);
    const seen = await runRead(getRelabelling, city.as(clerk), { id });
    expect(seen).toMatchObject({
      no,
      reason: '标签打印错误',
      relabelledBy: '1001 沈一鸣',
      checkedBy: '1002 顾小满',
      lines: [
        { oldDonationNo: bag.donationNo, newDonationNo: to },
        { oldDonationNo: held.donationNo, newDonationNo: toHeld },
      ],
    });
    const signed = await city.owner<{ meaning: string; name: string }[]>`
      select meaning, signer_name as name from signatures where record_id = ${id} order by meaning`;
    expect(signed).toMatchObject([
      { meaning: 'relabelled', name: '沈一鸣' },
      { meaning: 'relabelled_second', name: '顾小满' },
    ]);
    const [row] = (await runRead(listOf(relabellingRecord), city.as(clerk), { filters: { labels: to } })).rows;
    expect(row).toMatchObject({ no, oldLabel: `${bag.donationNo} E0336V00 +1`, newLabel: `${to} E0336V00 +1` });
    const [entry] = await runRead(historyOf(relabellingRecord), city.as(clerk), { id });
    expect(entry).toMatchObject({
      action: 'relabellings.post',
      reason: '标签打印错误',
      before: { bags: [{ label: `${bag.donationNo} E0336V00` }, {}] },
      after: { bags: [{ label: `${to} E0336V00` }, {}] },
    });
  });

  it('is told by its trace with both labels, who and why, to the station, its hospital and the offices', async () => {
    const bag = await one();
    const to = nextDonationNo();
    await relabelBags(city, clerk, checker, { bag, to });
    const shipmentId = await shipBags(city, clerk, 'H01', [bag]);
    await receiveBags(city, house, shipmentId, [bag]);
    const official = (await city.enter('O01', '1001', ['official'])).actor;
    for (const viewer of [clerk, house.technician, official]) {
      const trace = await runRead(traceUnit, city.as(viewer), { id: bag.id });
      const step = trace.steps.find(({ kind }) => kind === 'relabel');
      expect(step).toMatchObject({
        actor: '1001 沈一鸣',
        actorOrgId: 'S01',
        labels: { old: { donationNo: bag.donationNo }, taken: { donationNo: to } },
        record: { words: '标签打印错误', checkedBy: '1002 顾小满' },
      });
      expect([viewer.orgId, step?.record?.id !== null]).toEqual([viewer.orgId, viewer === clerk]);
      expect(trace.bag?.donationNo).toBe(to);
    }
    const kinds = (await runRead(traceUnit, city.as(clerk), { id: bag.id })).steps.map(({ kind }) => kind);
    expect(kinds.slice(0, 4)).toEqual(['collect', 'release', 'relabel', 'ship']);
    const stranger = (await openHouse(city, 'H02')).technician;
    await expect(runRead(traceUnit, city.as(stranger), { id: bag.id })).rejects.toMatchObject({ code: 'not_found' });
    const hidden = await city.owner.begin(async (tx) => {
      await tx`set local role scope_org`;
      await tx`select set_config('app.org', 'H02', true)`;
      return tx`select 1 from relabelling_lines where unit_id = ${bag.id} union all select 1 from relabellings_of(${bag.id})`;
    });
    expect(hidden).toHaveLength(0);
  });

  it('is found by either label, and every desk is answered the old one with the new', async () => {
    const bag = await one();
    const to = nextDonationNo();
    await relabelBags(city, clerk, checker, { bag, to });
    for (const text of [bag.donationNo, to])
      expect((await runRead(findUnits, city.as(clerk), { text })).map(({ id }) => id)).toEqual([bag.id]);
    expect(await runRead(findBagsToRelabel, city.as(clerk), asOld(bag))).toEqual([]);
    for (const actor of [clerk, house.technician, house.nurse])
      expect(await runRead(readRelabelled, city.as(actor), asOld(bag))).toMatchObject([
        {
          donationNo: bag.donationNo,
          productCode: 'E0336V00',
          now: { donationNo: to, productCode: 'E0336V00' },
          day: expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/),
        },
      ]);
    expect(await runRead(readRelabelled, city.as(clerk), { donationNo: to })).toEqual([]);
    expect(
      await runRead(readRelabelled, city.as(clerk), { donationNo: bag.donationNo, productCode: 'E0701V00' }),
    ).toEqual([]);
  });

  it('is listed by its old label too, as the old one, where the lists are by donation number', async () => {
    const bag = await one();
    const to = nextDonationNo();
    await relabelBags(city, clerk, checker, { bag, to });
    const bags = (donationNo: string, actor = clerk) =>
      runRead(listUnits, city.as(actor), { filters: { donationNo } }).then(({ rows }) => rows);
    const ledger = (donationNo: string, actor = clerk) =>
      runRead(listMovements, city.as(actor), { donationNo }).then(({ rows }) => rows);
    const [spaced, old] = [bag.donationNo.replace(/^(.{5})/, '$1 '), bag.donationNo];
    expect(await bags(spaced)).toMatchObject([{ id: bag.id, donationNo: to, oldLabel: old }]);
    expect(await bags(to)).toMatchObject([{ id: bag.id, donationNo: to, oldLabel: null }]);
    expect(await ledger(old)).toMatchObject([{ unitId: bag.id, donationNo: to, oldLabel: old, kind: 'release' }]);
    expect(await ledger(to)).toMatchObject([{ unitId: bag.id, oldLabel: null }]);
    // The last digits are looked for among the labels of now alone, and no other house finds it by either.
    expect((await bags(old.slice(-8))).map(({ id }) => id)).not.toContain(bag.id);
    for (const no of [old, to]) {
      expect(await bags(no, house.technician)).toEqual([]);
      expect(await ledger(no, house.technician)).toEqual([]);
    }
    const shipmentId = await shipBags(city, clerk, 'H01', [bag]);
    await receiveBags(city, house, shipmentId, [bag]);
    expect(await bags(old, house.technician)).toMatchObject([{ id: bag.id, oldLabel: old }]);
    expect((await ledger(old, house.technician)).map(({ unitId }) => unitId)).toContain(bag.id);
  });

  it('may be relabelled again, also back to a label that was its own', async () => {
    const bag = await one();
    const to = nextDonationNo();
    await relabelBags(city, clerk, checker, { bag, to });
    await relabelBags(city, clerk, checker, { bag: { ...bag, donationNo: to }, to: bag.donationNo });
    expect((await unitOf(bag)).donationNo).toBe(bag.donationNo);
    expect(await runRead(readRelabelled, city.as(clerk), asOld(bag))).toEqual([]);
    expect(await runRead(readRelabelled, city.as(clerk), { donationNo: to })).toMatchObject([
      { now: { donationNo: bag.donationNo } },
    ]);
  });

  it('that expired meanwhile takes one all the same: that it expired is a fact', async () => {
    const bag = await one({ hours: 1 });
    await city.wait(2);
    const to = nextDonationNo();
    await relabelBags(city, clerk, checker, { bag, to });
    expect((await unitOf(bag)).donationNo).toBe(to);
  });
});

describe('refused', () => {
  it('with every fault of every line at once, and nothing is written', async () => {
    const [bag, other] = await some(2);
    if (!bag || !other) throw new Error('two bags');
    const violations = await violationsOf(
      relabel({ bag, label: { abo: 'A', productCode: 'E0701V00' } }, { bag: other, to: bag.donationNo }),
    );
    expect(violations.map(({ path, code }) => `${path} ${code}`)).toEqual([
      'lines.0.label.group relabel.group_differs',
      'lines.0.label.productCode relabel.product_differs',
      'lines.1.label.donation relabel.label_taken',
    ]);
    expect((await unitOf(other)).donationNo).toBe(other.donationNo);
  });

  it('without a second person, with the same one twice, or signed for other labels', async () => {
    const bag = await one();
    const input = await relabelInputOf(city, clerk, checker, [{ bag }]);
    const send = (body: unknown) => execute(postRelabelling, city.as(clerk), body);
    expect(await codesOf(send({ ...input, second: undefined }))).toEqual(['signature.second_missing']);
    expect(await codesOf(send(await relabelInputOf(city, clerk, clerk, [{ bag }])))).toEqual(['signature.same_person']);
    const [line] = input.lines;
    const another = { ...line, label: { ...line?.label, donation: encodeDonationNumber(nextDonationNo()) } };
    expect(await codesOf(send({ ...input, lines: [another] }))).toEqual(['signature.covers_other_content']);
    expect(await codesOf(send({ ...input, reason: '别的原因' }))).toEqual(['signature.covers_other_content']);
  });

  it('what is on its way, kept, in hospital or another station’s', async () => {
    const [sent, kept, bag] = await some(3);
    if (!sent || !kept || !bag) throw new Error('three bags');
    await shipBags(city, clerk, 'H01', [sent]);
    await inScope(city.as(clerk), 'write', (scope) =>
      post(scope, { kind: 'reserve', unitIds: [kept.id], module: 'blood-orders', recordId: 'x' }),
    );
    expect(await codesOf(relabel({ bag: sent }))).toEqual(['relabel.under_way']);
    expect(await codesOf(relabel({ bag: kept }))).toEqual(['relabel.reserved']);
    const stranger = (await city.enter('S02', '1001', ['station_clerk'])).actor;
    const second = (await city.enter('S02', '1002', ['station_clerk'])).actor;
    expect(
      await codesOf(
        execute(postRelabelling, city.as(stranger), await relabelInputOf(city, stranger, second, [{ bag }])),
      ),
    ).toEqual(['relabel.elsewhere']);
    await expect(
      execute(postRelabelling, city.as(house.technician), await relabelInputOf(city, clerk, checker, [{ bag }])),
    ).rejects.toMatchObject({ code: 'forbidden' });
    const { id } = await relabel({ bag });
    await expect(runRead(getRelabelling, city.as(stranger), { id })).rejects.toMatchObject({ code: 'not_found' });
    expect((await runRead(listOf(relabellingRecord), city.as(stranger), {})).rows).toEqual([]);
    await inScope(city.as(clerk), 'write', (scope) =>
      post(scope, { kind: 'unreserve', unitIds: [kept.id], module: 'blood-orders', recordId: 'x' }),
    );
  });

  it('garbage', async () => {
    const bag = await one();
    const input = await relabelInputOf(city, clerk, checker, [{ bag }]);
    const send = (body: unknown) => execute(postRelabelling, city.as(clerk), body);
    for (const body of [
      {},
      { ...input, lines: [] },
      { ...input, reason: ' ' },
      { ...input, lines: [{ ...input.lines[0], unitId: 'x' }] },
      { ...input, more: 1 },
    ])
      await expect(send(body)).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(send({ ...input, second: { by: 'token', token: 'no-token-at-all' } })).rejects.toMatchObject({
      violations: [{ code: 'signature.invalid' }],
    });
  });
});

describe('a new label that was read whole, before anybody signs', () => {
  const ask = async (actor: UserActor, ...wishes: RelabelWish[]) => {
    const { lines } = await relabelInputOf(city, clerk, checker, wishes);
    return runRead(readNewLabels, city.as(actor), { lines: lines.map(({ unitId, label }) => ({ unitId, label })) });
  };

  it('is free, or another bag’s now or once: which, only of this station’s own bags', async () => {
    const [bag, other, sent] = await some(3);
    if (!bag || !other || !sent) throw new Error('three bags');
    const [moved, back] = [nextDonationNo(), nextDonationNo()];
    await relabelBags(city, clerk, checker, { bag: other, to: moved });
    await relabelBags(city, clerk, checker, { bag, to: back });
    const shipmentId = await shipBags(city, clerk, 'H01', [sent]);
    await receiveBags(city, house, shipmentId, [sent]);
    const taken = await Promise.all(
      [nextDonationNo(), bag.donationNo, back, moved, other.donationNo, sent.donationNo].map(
        async (to) => (await ask(clerk, { bag: { ...bag, donationNo: back }, to }))[0]?.taken,
      ),
    );
    const now = { donationNo: moved, productCode: 'E0336V00' };
    expect(taken).toEqual([null, null, null, { now }, { now }, { now: null }]);
    await expect(ask(house.technician, { bag })).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('cannot be read: nothing is said of it, and garbage is no question', async () => {
    const bag = await one();
    expect(await ask(clerk, { bag, label: { productCode: 'E9999V00' } })).toEqual([]);
    for (const input of [{}, { lines: [] }, { lines: [{ unitId: 'x' }] }])
      await expect(runRead(readNewLabels, city.as(clerk), input)).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('names a donation that has other bags: they are told with their groups, signed, and asked for again', async () => {
    const [sister, away, bag, wrong] = await some(4);
    if (!sister || !away || !bag || !wrong) throw new Error('four bags');
    const to = sister.donationNo;
    await relabelBags(city, clerk, checker, { bag: away, to, label: { productCode: 'E0336VA0' } });
    const shipmentId = await shipBags(city, clerk, 'H01', [away]);
    await receiveBags(city, house, shipmentId, [away]);
    const [facts] = await ask(clerk, { bag, to, label: { productCode: 'E0336VB0' } });
    expect(facts).toEqual({
      unitId: bag.id,
      taken: null,
      sisters: [
        { productCode: 'E0336V00', abo: 'O', rhd: 'positive', isHere: true },
        { productCode: 'E0336VA0', abo: 'O', rhd: 'positive', isHere: false },
      ],
    });
    const input = await relabelInputOf(city, clerk, checker, [{ bag, to, label: { productCode: 'E0336VB0' } }]);
    const send = (body: unknown) => execute(postRelabelling, city.as(clerk), body);
    const [line] = input.lines;
    expect(await codesOf(send({ ...input, lines: [{ ...line, sisters: [] }] }))).toEqual([
      'signature.covers_other_content',
    ]);
    // Signed, and meanwhile another bag takes a label of the donation.
    await relabelBags(city, clerk, checker, { bag: wrong, to, label: { productCode: 'E0336VC0' } });
    expect(await violationsOf(send(input))).toMatchObject([
      { code: 'relabel.sisters_changed', path: 'lines.0.sisters', facts: { donationNo: to, count: 3 } },
    ]);
    const id = await relabelBags(city, clerk, checker, { bag, to, label: { productCode: 'E0336VB0' } });
    const [entry] = await runRead(historyOf(relabellingRecord), city.as(clerk), { id });
    expect(entry?.after).toMatchObject({
      bags: [{ beside: 'E0336V00 O positive, E0336VA0 O positive, E0336VC0 O positive' }],
    });
  });

  it('whose donation stands here with another group is stuck all the same: a wrong label is put right so', async () => {
    const [mislabelled, bag] = await some(2, { abo: 'A' });
    const right = await one({ abo: 'B' });
    if (!mislabelled || !bag) throw new Error('two bags');
    const label = { abo: 'B' as const, productCode: 'E0336VA0' };
    const [facts] = await ask(clerk, { bag: right, to: mislabelled.donationNo, label });
    expect(facts?.sisters).toMatchObject([{ abo: 'A' }]);
    await relabelBags(city, clerk, checker, { bag: right, to: mislabelled.donationNo, label });
    expect(await unitOf(right)).toMatchObject({ donationNo: mislabelled.donationNo });
    // Two groups in one list are no mistake of the past.
    expect(
      await codesOf(
        relabel(
          { bag, to: right.donationNo, label: { abo: 'A', productCode: 'E0336VA0' } },
          { bag: await one(), to: right.donationNo, label: { productCode: 'E0336VB0' } },
        ),
      ),
    ).toContain('unit.group_disagrees');
  });
});

describe('at the same time', () => {
  it('two clerks give one bag two labels: it takes one', async () => {
    const bag = await one();
    const inputs = await Promise.all([1, 2].map(() => relabelInputOf(city, clerk, checker, [{ bag }])));
    const results = await Promise.allSettled(inputs.map((input) => execute(postRelabelling, city.as(clerk), input)));
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const [lost] = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as AppError] : []));
    expect(lost?.violations).toMatchObject([{ code: 'relabel.relabelled_since' }]);
  });

  it('two bags take one label: one does', async () => {
    const [first, second] = await some(2);
    if (!first || !second) throw new Error('two bags');
    const to = nextDonationNo();
    const inputs = await Promise.all([first, second].map((bag) => relabelInputOf(city, clerk, checker, [{ bag, to }])));
    const results = await Promise.allSettled(inputs.map((input) => execute(postRelabelling, city.as(clerk), input)));
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const [bears] = await city.owner`select count(*)::int as n from blood_units where donation_no = ${to}`;
    expect(bears).toEqual({ n: 1 });
  });

  it('a label is released and stuck on another bag in one breath: one of the two has it', async () => {
    for (let round = 0; round < 5; round++) {
      const bag = await one();
      const to = nextDonationNo();
      const input = await relabelInputOf(city, clerk, checker, [{ bag, to }]);
      const line = {
        donation: encodeDonationNumber(to),
        productCode: 'E0336V00',
        abo: 'O',
        rhd: 'positive',
        expiresAt: bag.expiresAt,
      };
      const results = await Promise.allSettled([
        execute(postRelabelling, city.as(clerk), input),
        execute(releaseStock, city.as(checker), { lines: [line] }),
      ]);
      expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      for (const result of results)
        if (result.status === 'rejected')
          expect((result.reason as AppError).violations.map(({ code }) => code)).toEqual([
            expect.stringMatching(/^(relabel\.label_taken|relabel\.sisters_changed|unit\.already_known)$/),
          ]);
    }
  });

  it('the same request sent twice is one relabelling', async () => {
    const bag = await one();
    const input = await relabelInputOf(city, clerk, checker, [{ bag }]);
    const key = crypto.randomUUID();
    const [first, second] = [
      await execute(postRelabelling, city.as(clerk), input, key),
      await execute(postRelabelling, city.as(clerk), input, key),
    ];
    expect(second).toEqual(first);
    const [lines] = await city.owner`select count(*)::int as n from relabelling_lines where unit_id = ${bag.id}`;
    expect(lines).toEqual({ n: 1 });
  });
});

describe('a label that a bag once bore', () => {
  let bag: Bag;
  let to: string;
  beforeAll(async () => {
    bag = await one();
    to = nextDonationNo();
    await relabelBags(city, clerk, checker, { bag, to });
  });
  const told = () => ({
    code: 'unit.relabelled',
    facts: { donationNo: bag.donationNo, newDonationNo: to, newProductCode: 'E0336V00' },
  });
  const line = () => ({
    donation: encodeDonationNumber(bag.donationNo),
    productCode: 'E0336V00',
    abo: 'O',
    rhd: 'positive',
    expiresAt: bag.expiresAt,
  });

  it('is not released again, and the answer names the label of now', async () => {
    expect(await violationsOf(execute(releaseStock, city.as(clerk), { lines: [line()] }))).toMatchObject([told()]);
  });

  it('is not announced without a note', async () => {
    const input = { stationId: 'S01', reason: '无单', lines: [line()] };
    expect(await violationsOf(execute(announceShipment, city.as(house.technician), input))).toMatchObject([told()]);
  });

  it('is not entered from paper: the sheet is written with the label that the bag bears', async () => {
    const paper = await paperLine(city, bag, { kind: 'received' });
    expect(await violationsOf(enterSheet(city, house.technician, [paper]))).toMatchObject([told()]);
  });

  it('is at a station for whoever counts it in for the first time, and begins no bag', async () => {
    const counted = await shelfLine(city, { donationNo: bag.donationNo, expiresAt: bag.expiresAt });
    const id = await openTrial(city, fresh, [await shelfLine(city)]);
    await countedByTwo(city, fresh, id, [counted]);
    const { rows } = await readGoLive(city, fresh.technician, id);
    expect(rows).toMatchObject([{ outcome: 'station', bag: { donationNo: bag.donationNo } }]);
  });

  it('is given to no part of a bag that is divided', async () => {
    const [parent, other] = await some(2);
    if (!parent || !other) throw new Error('two bags');
    const half = { ...other, donationNo: parent.donationNo, productCode: 'E0336VA0' };
    await relabelBags(city, clerk, checker, {
      bag: other,
      to: parent.donationNo,
      label: { productCode: half.productCode },
    });
    await relabelBags(city, clerk, checker, { bag: half, to: other.donationNo });
    const shipmentId = await shipBags(city, clerk, 'H01', [parent]);
    await receiveBags(city, house, shipmentId, [parent]);
    await processBags(city, house, [parent], { kind: 'split', parts: [100, 100] });
    const codes = await city.owner<{ code: string }[]>`
      select product_code as code from blood_units where donation_no = ${parent.donationNo} and id <> ${parent.id} order by 1`;
    expect(codes.map(({ code }) => code)).not.toContain('E0336VA0');
    expect(codes.length).toBeGreaterThan(1);
  });
});

describe('the database itself', () => {
  const asStation = (change: (tx: TransactionSql) => Promise<unknown>) =>
    city.owner
      .begin(async (tx) => {
        await tx`set local role scope_org`;
        await tx`select set_config('app.org', 'S01', true)`;
        await change(tx);
      })
      .then(
        () => null,
        (error: { code?: string }) => error.code ?? 'failed',
      );

  it('lets no label be changed but by a relabelling', async () => {
    const bag = await one();
    const to = nextDonationNo();
    expect(
      await asStation(async (tx) => {
        await tx`insert into unit_labels (unit_id, label_scheme, issuer, label, product_code, org_id) values (${bag.id}, 'isbt128', '31000', ${to}, 'E0336V00', 'S01')`;
        await tx`update blood_units set donation_no = ${to} where id = ${bag.id}`;
      }),
    ).toBe('XM009');
    expect((await unitOf(bag)).donationNo).toBe(bag.donationNo);
  });

  /** As every process of the release before wrote a bag: its label without scheme and issuer. */
  const asBefore = (tx: TransactionSql, donationNo: string, expiresAt: Date) => tx`
    with made as (
      insert into blood_units (label_scheme, issuer, donation_no, product_code, component, abo, rhd, amount, expires_at, source_org_id, holder_org_id, state, last_kind)
      values ('isbt128', '31000', ${donationNo}, 'E0336V00', 'rbc-suspended', 'O', 'positive', 200, ${expiresAt}, 'S01', 'S01', 'available', 'release')
      on conflict (label_scheme, issuer, donation_no, product_code) do nothing
      returning *
    ), labelled as (
      insert into unit_labels (unit_id, label, product_code, org_id) select m.id, m.donation_no, m.product_code, 'S01' from made m
    ), moved as (
      insert into stock_movements (unit_id, kind, from_bucket, to_org, to_bucket, component, abo, rhd, amount, module, record_id, actor_org_id, actor, occurred_at)
      select m.id, 'release', 'supply', 'S01', 'available', m.component, m.abo, m.rhd, m.amount, 'station-stock', 'before', 'S01', '1001 沈一鸣', city_now() from made m
    )
    select id from made`;

  it('takes a bag from a process of the release before, and fills in what its label lacks', async () => {
    const [donationNo, { expiresAt }] = [nextDonationNo(), await one()];
    expect(await asStation((tx) => asBefore(tx, donationNo, expiresAt))).toBeNull();
    const labels = await city.owner`
      select l.label_scheme as scheme, l.issuer from unit_labels l join blood_units u on u.id = l.unit_id where u.donation_no = ${donationNo}`;
    expect(labels).toEqual([{ scheme: 'isbt128', issuer: '31000' }]);
  });

  it('fills in nothing of a bag that the writer does not see', async () => {
    const bag = await one();
    const asHospital = city.owner.begin(async (tx) => {
      await tx`set local role scope_org`;
      await tx`select set_config('app.org', 'H02', true)`;
      await tx`insert into unit_labels (unit_id, label, product_code, org_id) values (${bag.id}, ${nextDonationNo()}, 'E0336V00', 'H02')`;
    });
    await expect(asHospital).rejects.toMatchObject({ code: '23502' });
  });

  it('lets no bag bear a label that is not its own, and no label be taken off a bag', async () => {
    const [bag, other] = await some(2);
    if (!bag || !other) throw new Error('two bags');
    const lines = await city.owner`select 1 from unit_labels where unit_id = ${bag.id}`;
    expect(lines).toHaveLength(1);
    expect(
      await asStation(
        (tx) =>
          tx`insert into unit_labels (unit_id, label_scheme, issuer, label, product_code, org_id) values (${bag.id}, 'isbt128', '31000', ${other.donationNo}, 'E0336V00', 'S01')`,
      ),
    ).toBe('23505');
    await expect(city.owner`delete from unit_labels where unit_id = ${bag.id}`).rejects.toMatchObject({
      code: 'XM002',
    });
    await expect(city.owner`update unit_labels set label = 'x' where unit_id = ${bag.id}`).rejects.toMatchObject({
      code: 'XM002',
    });
  });

  it('keeps every relabelling as it was written, and wants its audit row', async () => {
    const bag = await one();
    const id = await relabelBags(city, clerk, checker, { bag });
    await expect(city.owner`update relabellings set reason = 'x' where id = ${id}`).rejects.toMatchObject({
      code: 'XM002',
    });
    await expect(city.owner`delete from relabelling_lines where relabelling_id = ${id}`).rejects.toMatchObject({
      code: 'XM002',
    });
    expect(
      await asStation(
        (tx) =>
          tx`insert into relabellings (no, org_id, bag_count, reason, relabelled_by, checked_by, old_label, new_label, labels) values ('x', 'S01', 1, '没有写', 'a', 'b', '', '', '')`,
      ),
    ).toBe('XM001');
  });
});

describe('the draft', () => {
  it('is one of a person, and gone when it was posted', async () => {
    const bag = await one();
    const subjectId = 'mine';
    const draft = { id: crypto.randomUUID(), subjectId, version: 0, body: { reason: '打印错误', scans: {} } };
    await saveDraft(city.as(clerk), 'relabellings', 'relabellings.post', draft);
    const read = draftOf('relabellings', 'relabellings.post');
    expect(await runRead(read, city.as(clerk), { subjectId })).toMatchObject({ body: { reason: '打印错误' } });
    expect(await runRead(read, city.as(checker), { subjectId })).toBeNull();
    await relabel({ bag });
    expect(await runRead(read, city.as(clerk), { subjectId })).toBeNull();
  });
});
