import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { receiptCovers } from '@/domain/bag-receipts/covers';
import type { ReceiptLine } from '@/domain/bag-receipts/schema';
import { encodeDonationNumber, encodeExpiry, encodeGroup, encodeProduct } from '@/domain/blood/barcodes/encode';
import { ownDraft } from '@/domain/own-draft';
import { shipmentRecord } from '@/domain/shipments/record';
import { execute } from '@/server/kernel/command';
import { draftOf, saveDraft } from '@/server/kernel/drafts';
import { AppError } from '@/server/kernel/errors';
import { historyOf } from '@/server/kernel/history';
import { previewImport } from '@/server/kernel/import-file';
import { runRead } from '@/server/kernel/read';
import { announceShipment, applyNoteImport, noteImporter } from '@/server/modules/bag-receipts/announce';
import { closeShort } from '@/server/modules/bag-receipts/close-short';
import { getReceipt } from '@/server/modules/bag-receipts/get';
import { awaitedShipments, openReceipt } from '@/server/modules/bag-receipts/open';
import { postReceipt } from '@/server/modules/bag-receipts/post';
import { voidReceipt } from '@/server/modules/bag-receipts/void';
import { voidIssue } from '@/server/modules/clinical-issues/void';
import { startProcessing } from '@/server/modules/processings/start';
import { voidShipment } from '@/server/modules/shipments/void';
import { holdBags } from '@/server/modules/stock/hold';
import { openCity, type Person, type TrialCity, trialProducts } from '../../support/city';
import {
  addPatient,
  type Bag,
  type House,
  issueBags,
  labelRead,
  nextDonationNo,
  processingInput,
  receiptInput,
  releaseBags,
  releaseHeld,
  shipBags,
  signIn,
} from '../../support/city-work';

let city: TrialCity;
let clerk: Person;
let house: House;
let elsewhere: Person;

beforeAll(async () => {
  city = await openCity();
  clerk = await city.enter('S01', '1001', ['station_clerk']);
  house = {
    technician: (await city.enter('H01', '1001', ['technician'], { title: '技师' })).actor,
    reviewer: (await city.enter('H01', '1002', ['reviewer', 'technician'], { title: '主管技师' })).actor,
    nurse: (await city.enter('H01', '3001', ['nurse'], { title: '护师' })).actor,
  };
  elsewhere = await city.enter('H02', '1001', ['technician']);
});
afterAll(async () => {
  expect(await city.reconcile()).toEqual([]);
  await city.close();
});

async function failureOf(work: Promise<unknown>): Promise<AppError> {
  const reason = await work.then(
    () => null,
    (error: unknown) => error,
  );
  if (reason instanceof AppError) return reason;
  throw new Error(`expected a refusal, got ${String(reason)}`);
}

const arrive = async (count: number) => {
  const bags = await releaseBags(
    city,
    clerk.actor,
    Array.from({ length: count }, () => ({})),
  );
  return { bags, shipmentId: await shipBags(city, clerk.actor, 'H01', bags) };
};
const codesOf = (bag: Bag, change: { abo?: 'A' | 'O' } = {}) => [
  encodeDonationNumber(bag.donationNo),
  encodeProduct(trialProducts[bag.product].productCode),
  encodeGroup({ abo: change.abo ?? 'O', rhd: 'positive' }),
  encodeExpiry(bag.expiresAt, 'Asia/Shanghai'),
];
const statesOf = async (bags: readonly Pick<Bag, 'id'>[]) =>
  (
    await city.owner<
      { state: string }[]
    >`select state from blood_units where id = any(${bags.map((bag) => bag.id)}) order by donation_no`
  ).map((row) => row.state);

/** The draft as the scan list sends it, signed by both. */
async function scanned(shipmentId: string, lines: ReceiptLine[], celsius = 4.2) {
  const draft = {
    shipmentId,
    arrivedAt: await city.now(),
    dutyMode: 'two_person' as const,
    temperatures: [{ boxNo: 1, temperatureClass: 'red_cells' as const, celsius }],
    lines,
  };
  const covers = receiptCovers(draft);
  return {
    ...draft,
    signatures: {
      receiver: await signIn(city, house.technician, house.technician, covers),
      reviewer: await signIn(city, house.technician, house.reviewer, covers),
    },
  };
}
const lineOf = (bag: Bag, change: Partial<ReceiptLine> = {}): ReceiptLine => ({
  unitId: bag.id,
  boxNo: 1,
  entry: 'scan',
  scans: codesOf(bag),
  exceptions: [],
  outcome: 'accepted',
  ...change,
});
const post = (input: unknown, key?: string) => execute(postReceipt, city.as(house.technician), input, key);

describe('receiving a shipment', () => {
  it('posts in parts at any time: what is not there stays expected', async () => {
    const { bags, shipmentId } = await arrive(3);
    const [first, second, third] = bags;
    if (!first || !second || !third) throw new Error('three bags');
    const part = await post(await scanned(shipmentId, [lineOf(first), lineOf(second)]));
    expect(part).toMatchObject({ accepted: 2, held: 0, open: 1 });
    expect(await statesOf(bags)).toEqual(['available', 'available', 'in_transit']);
    const noted = await runRead(openReceipt, city.as(house.technician), { shipmentId });
    const receipt = { no: part.no, receivedBy: '人H011001', holdReason: null, exceptions: [] };
    expect(Object.fromEntries(noted.bags.map((bag) => [bag.unitId, bag.receipt]))).toMatchObject({
      [first.id]: receipt,
      [second.id]: receipt,
      [third.id]: null,
    });
    const rest = await post(await scanned(shipmentId, [lineOf(third)]));
    expect(rest).toMatchObject({ accepted: 1, open: 0 });
    const awaited = await runRead(awaitedShipments, city.as(house.technician), {});
    expect(awaited.map((shipment) => shipment.id)).not.toContain(shipmentId);
    const detail = await runRead(getReceipt, city.as(house.technician), { id: part.id });
    expect(detail.signatures.map((signature) => signature.meaning)).toEqual(['received', 'reviewed']);
  });

  it('reads the codes again: another group on the bag cannot be accepted by any client', async () => {
    const { bags, shipmentId } = await arrive(1);
    const [bag] = bags;
    if (!bag) throw new Error('one bag');
    const wrong = lineOf(bag, { scans: codesOf(bag, { abo: 'A' }) });
    expect((await failureOf(post(await scanned(shipmentId, [wrong])))).violations).toMatchObject([
      { code: 'receipt.must_be_held', facts: { reason: 'group_mismatch' } },
    ]);
    await post(await scanned(shipmentId, [{ ...wrong, outcome: 'held', holdReason: 'group_mismatch' }]));
    expect(await statesOf(bags)).toEqual(['quarantined']);
  });

  it('holds only the class whose box is out of range', async () => {
    const { bags, shipmentId } = await arrive(1);
    const [bag] = bags;
    if (!bag) throw new Error('one bag');
    expect((await failureOf(post(await scanned(shipmentId, [lineOf(bag)], 12)))).violations[0]).toMatchObject({
      code: 'receipt.must_be_held',
      facts: { reason: 'temperature' },
    });
    await post(await scanned(shipmentId, [lineOf(bag, { outcome: 'held', holdReason: 'temperature' })], 12));
    expect(await releaseHeld(city, house.reviewer, house.technician, [bag.id])).toMatchObject({ released: 1 });
    expect(await statesOf(bags)).toEqual(['available']);
  });

  it('shows its whole story to both parties, and to nobody else', async () => {
    const { bags, shipmentId } = await arrive(1);
    const [bag] = bags;
    if (!bag) throw new Error('one bag');
    await post(await scanned(shipmentId, [lineOf(bag)]));
    for (const actor of [clerk.actor, house.technician]) {
      const story = await runRead(historyOf(shipmentRecord), city.as(actor), { id: shipmentId });
      expect(story.map((entry) => entry.action)).toEqual(['shipments.receive', 'shipments.ship']);
    }
    expect(await runRead(historyOf(shipmentRecord), city.as(elsewhere.actor), { id: shipmentId })).toEqual([]);
  });

  it('is signed by two people, over exactly what is posted', async () => {
    const { bags, shipmentId } = await arrive(2);
    const [first, second] = bags;
    if (!first || !second) throw new Error('two bags');
    const input = await scanned(shipmentId, [lineOf(first)]);
    expect((await failureOf(post({ ...input, lines: [lineOf(first), lineOf(second)] }))).violations[0]?.code).toBe(
      'signature.covers_other_content',
    );
    const alone = { ...input, signatures: { ...input.signatures, reviewer: input.signatures.receiver } };
    expect((await failureOf(post(alone))).violations[0]?.code).toBe('signature.same_person');
    expect(
      (await failureOf(post({ ...input, signatures: { receiver: input.signatures.receiver } }))).violations[0]?.code,
    ).toBe('signature.reviewer_missing');
    expect(await statesOf(bags)).toEqual(['in_transit', 'in_transit']);
  });

  it('is signed by the person signed in and by somebody of the blood bank, not by any badge of the house', async () => {
    const { bags, shipmentId } = await arrive(1);
    const [bag] = bags;
    if (!bag) throw new Error('one bag');
    const { signatures, ...draft } = await scanned(shipmentId, [lineOf(bag)]);
    const covers = receiptCovers(draft);
    const byNurse = await signIn(city, house.technician, house.nurse, covers);
    expect(
      (await failureOf(post({ ...draft, signatures: { ...signatures, reviewer: byNurse } }))).violations,
    ).toMatchObject([{ code: 'signature.not_entitled' }]);
    const swapped = { receiver: signatures.reviewer, reviewer: signatures.receiver };
    expect((await failureOf(post({ ...draft, signatures: swapped }))).violations).toMatchObject([
      { code: 'signature.receiver_not_acting' },
    ]);
    expect(await statesOf(bags)).toEqual(['in_transit']);
  });

  it('takes no bag without its codes and without a reason', async () => {
    const { bags, shipmentId } = await arrive(1);
    const [bag] = bags;
    if (!bag) throw new Error('one bag');
    const input = await scanned(shipmentId, [lineOf(bag)]);
    const bare = { ...lineOf(bag), entry: 'import', scans: [] };
    expect((await failureOf(post({ ...input, lines: [bare] }))).code).toBe('invalid_input');
  });

  it('by two people at once: each bag is received once, the slower one is told', async () => {
    const { bags, shipmentId } = await arrive(4);
    const inputs = await Promise.all(
      [0, 1].map(() =>
        scanned(
          shipmentId,
          bags.map((bag) => lineOf(bag)),
        ),
      ),
    );
    const results = await Promise.allSettled(inputs.map((input) => post(input)));
    expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected']);
    const [movements] = await city.owner<
      { n: number }[]
    >`select count(*)::int as n from stock_movements where kind = 'receive' and unit_id = any(${bags.map((bag) => bag.id)})`;
    expect(movements?.n).toBe(4);
  });

  it('with the same key twice has one effect and one answer', async () => {
    const { bags, shipmentId } = await arrive(1);
    const [bag] = bags;
    if (!bag) throw new Error('one bag');
    const input = await scanned(shipmentId, [lineOf(bag)]);
    const key = `receipt-${shipmentId}`;
    const [a, b] = [await post(input, key), await post(input, key)];
    expect(b).toEqual(a);
  });

  it('is not found by another hospital, and closed short sends what never came back to the station on hold', async () => {
    const { bags, shipmentId } = await arrive(2);
    const [first] = bags;
    if (!first) throw new Error('two bags');
    expect((await failureOf(runRead(openReceipt, city.as(elsewhere.actor), { shipmentId }))).code).toBe('not_found');
    expect(
      (await failureOf(execute(closeShort, city.as(elsewhere.actor), { shipmentId, reason: '没有到货' }))).code,
    ).toBe('not_found');
    await post(await scanned(shipmentId, [lineOf(first)]));
    expect(
      await execute(closeShort, city.as(house.technician), { shipmentId, reason: '少一袋，已电话告知血站' }),
    ).toEqual({ missing: 1 });
    expect(await statesOf(bags)).toEqual(['available', 'quarantined']);
    const [holder] = await city.owner<
      { holder: string }[]
    >`select holder_org_id as holder from blood_units where id = ${bags[1]?.id ?? ''}`;
    expect(holder?.holder).toBe('S01');
  });
});

describe('a mistaken receipt', () => {
  it('is voided while its bags are here; they are on their way again', async () => {
    const { bags, shipmentId } = await arrive(2);
    const receipt = await post(await receiptInput(city, house, shipmentId, bags));
    await execute(voidReceipt, city.as(house.reviewer), { id: receipt.id, version: 1, reason: '收错了单' });
    expect(await statesOf(bags)).toEqual(['in_transit', 'in_transit']);
    expect(
      (
        await failureOf(
          execute(voidReceipt, city.as(house.reviewer), { id: receipt.id, version: 2, reason: '收错了单' }),
        )
      ).violations[0]?.code,
    ).toBe('receipt.already_void');
    await post(await receiptInput(city, house, shipmentId, bags));
    expect(await statesOf(bags)).toEqual(['available', 'available']);
  });

  it('voided while one of its bags is irradiated: one of the two happens, whichever was first', async () => {
    for (let round = 0; round < 5; round++) {
      const { bags, shipmentId } = await arrive(1);
      const receipt = await post(await receiptInput(city, house, shipmentId, bags));
      const irradiation = await processingInput(city, house, bags, { kind: 'irradiate' });
      const both = await Promise.allSettled([
        execute(startProcessing, city.as(house.technician), irradiation),
        execute(voidReceipt, city.as(house.reviewer), { id: receipt.id, version: 1, reason: '收错了单' }),
      ]);
      expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    }
  });

  it('is not voided once a bag has been issued, and nothing moves', async () => {
    const { bags, shipmentId } = await arrive(2);
    const receipt = await post(await receiptInput(city, house, shipmentId, bags));
    const patientId = await addPatient(city, house.technician);
    const [first] = bags;
    if (!first) throw new Error('two bags');
    await issueBags(city, house, patientId, [first]);
    expect(
      (
        await failureOf(
          execute(voidReceipt, city.as(house.reviewer), { id: receipt.id, version: 1, reason: '收错了单' }),
        )
      ).violations,
    ).toMatchObject([{ code: 'unit.not_movable' }]);
    expect(await statesOf(bags)).toEqual(['issued', 'available']);
  });

  it('is not voided once a bag has been out and back: received anew it would stand on the shelf without a reviewer’s word', async () => {
    const { bags, shipmentId } = await arrive(1);
    const receipt = await post(await receiptInput(city, house, shipmentId, bags));
    const issued = await issueBags(city, house, await addPatient(city, house.technician), bags);
    await execute(voidIssue, city.as(house.reviewer), { id: issued.id, version: 1, reason: '发错了人' });
    const undo = () =>
      failureOf(execute(voidReceipt, city.as(house.reviewer), { id: receipt.id, version: 1, reason: '收错了单' }));
    expect((await undo()).violations).toMatchObject([{ code: 'unit.not_movable' }]);
    expect(await statesOf(bags)).toEqual(['quarantined']);
    const unitIds = bags.map((bag) => bag.id);
    const custody = { minutesOut: 10, place: '未出冷藏箱' };
    await releaseHeld(city, house.reviewer, house.technician, unitIds, { custody });
    expect((await undo()).violations).toMatchObject([{ code: 'unit.not_movable' }]);
    expect(await statesOf(bags)).toEqual(['available']);
  });

  it('is not voided once somebody took a bag off the shelf: received anew it would stand there without the word of two', async () => {
    const { bags, shipmentId } = await arrive(1);
    const receipt = await post(await receiptInput(city, house, shipmentId, bags));
    const unitIds = bags.map((bag) => bag.id);
    await execute(holdBags, city.as(house.technician), { unitIds, cause: 'appearance', words: '见凝块' });
    expect(
      (
        await failureOf(
          execute(voidReceipt, city.as(house.reviewer), { id: receipt.id, version: 1, reason: '收错了单' }),
        )
      ).violations,
    ).toMatchObject([{ code: 'unit.not_movable' }]);
    expect(await statesOf(bags)).toEqual(['quarantined']);
  });

  it('keeps the line of a bag that it refused and that went to another house, and its note keeps those that the sender took back', async () => {
    const { bags, shipmentId } = await arrive(2);
    const [refused] = bags as [Bag, Bag];
    const { id } = await execute(
      postReceipt,
      city.as(house.technician),
      await receiptInput(city, house, shipmentId, [{ ...refused, outcome: 'refused' }]),
    );
    const colleague = await city.enter('S01', '1002', ['station_clerk']);
    await releaseHeld(city, clerk.actor, colleague.actor, [refused.id], labelRead());
    await shipBags(city, clerk.actor, 'H02', [refused]);
    const receipt = await runRead(getReceipt, city.as(house.technician), { id });
    expect(receipt.lines).toMatchObject([
      { donationNo: refused.donationNo, outcome: 'refused', abo: 'O', unitState: null },
    ]);

    const back = await arrive(1);
    const read = (by: Person['actor']) => runRead(openReceipt, city.as(by), { shipmentId: back.shipmentId });
    const { version } = (await read(house.technician)).shipment;
    await execute(voidShipment, city.as(clerk.actor), { id: back.shipmentId, version, reason: '装错了车' });
    expect(await read(house.technician)).toMatchObject({
      shipment: { state: 'void', reason: '装错了车' },
      bags: [{ donationNo: back.bags[0]?.donationNo, state: 'packed' }],
    });
    expect((await failureOf(read(elsewhere.actor))).code).toBe('not_found');
  });

  it('is not voided by a technician', async () => {
    const { bags, shipmentId } = await arrive(1);
    const receipt = await post(await receiptInput(city, house, shipmentId, bags));
    expect(
      (
        await failureOf(
          execute(voidReceipt, city.as(house.technician), { id: receipt.id, version: 1, reason: '收错了单' }),
        )
      ).code,
    ).toBe('forbidden');
  });
});

describe('a delivery without a note', () => {
  const lineFor = (donationNo: string, expiresAt: Date, productCode = trialProducts.red.productCode) => ({
    donation: encodeDonationNumber(donationNo),
    productCode,
    abo: 'B' as const,
    rhd: 'positive' as const,
    expiresAt,
  });

  it('creates its shipment with the reason, and is then received like any other', async () => {
    const expiresAt = new Date((await city.now()).getTime() + 20 * 86_400_000);
    const { shipmentId, bagCount } = await execute(announceShipment, city.as(house.technician), {
      stationId: 'S01',
      reason: '血站停机',
      lines: [lineFor(nextDonationNo(), expiresAt), lineFor(nextDonationNo(), expiresAt)],
    });
    expect(bagCount).toBe(2);
    const { shipment, bags } = await runRead(openReceipt, city.as(house.technician), { shipmentId });
    expect(shipment).toMatchObject({ kind: 'unnoted', state: 'shipped' });
    const input = await receiptInput(
      city,
      house,
      shipmentId,
      bags.map((bag) => ({ id: bag.unitId, product: 'red' as const })),
    );
    expect(await post(input)).toMatchObject({ accepted: 2, open: 0 });
  });

  it('as a file takes the draft of the entry with it, for the next delivery begins empty', async () => {
    const [expires] = new Date((await city.now()).getTime() + 20 * 86_400_000).toISOString().split('T');
    const bytes = Buffer.from(
      `献血码,产品码,血型,失效时间\r\n${encodeDonationNumber(nextDonationNo())},${trialProducts.red.productCode},B+,${expires} 23:59`,
    );
    const entry = {
      id: crypto.randomUUID(),
      subjectId: ownDraft,
      body: { stationId: 'S01', reason: '血站停机' },
      version: 0,
    };
    await saveDraft(city.as(house.technician), 'bag-receipts', 'bag-receipts.draft', entry);
    const { importId, digest } = await previewImport(city.as(house.technician), noteImporter, {
      name: '发血单.csv',
      bytes,
    });
    await execute(applyNoteImport, city.as(house.technician), {
      importId,
      digest,
      stationId: 'S01',
      reason: '血站停机',
    });
    const draft = await runRead(draftOf('bag-receipts', 'bag-receipts.draft'), city.as(house.technician), {
      subjectId: ownDraft,
    });
    expect(draft).toBeNull();
  });

  it('refuses the recorded bag of 2016 for its unknown product, and names the line', async () => {
    const refused = await failureOf(
      execute(announceShipment, city.as(house.technician), {
        stationId: 'S01',
        reason: '血站停机',
        lines: [
          {
            donation: '=410301602203855',
            productCode: '=<E5445000',
            abo: 'A',
            rhd: 'positive',
            expiresAt: new Date('2016-04-22T01:50:00Z'),
          },
        ],
      }),
    );
    expect(refused.violations).toMatchObject([
      { code: 'label.product_unknown', path: 'lines.0.productCode', facts: { productCode: 'E5445000', line: 1 } },
    ]);
  });

  it('takes two bags of one donation with two groups, and only as held', async () => {
    const soon = new Date((await city.now()).getTime() + 20 * 86_400_000);
    const [both, good] = [nextDonationNo(), nextDonationNo()];
    const { shipmentId } = await execute(announceShipment, city.as(house.technician), {
      stationId: 'S01',
      reason: '血站停机',
      lines: [
        lineFor(good, soon),
        { ...lineFor(both, soon), abo: 'A' as const },
        { ...lineFor(both, soon), abo: 'B' as const, productCode: `${lineFor(both, soon).productCode.slice(0, 6)}A0` },
      ],
    });
    const { bags } = await runRead(openReceipt, city.as(house.technician), { shipmentId });
    expect(bags.map(({ donationNo, otherGroups }) => [donationNo, otherGroups])).toEqual([
      [good, []],
      [both, [{ abo: 'B', rhd: 'positive' }]],
      [both, [{ abo: 'A', rhd: 'positive' }]],
    ]);
    const arrived = bags.map((bag) => ({ id: bag.unitId, product: 'red' as const, outcome: 'accepted' as const }));
    expect((await failureOf(post(await receiptInput(city, house, shipmentId, arrived)))).violations).toMatchObject([
      { code: 'receipt.must_be_held', facts: { donationNo: both, reason: 'group_mismatch' } },
      { code: 'receipt.must_be_held', facts: { donationNo: both, reason: 'group_mismatch' } },
    ]);
  });

  it('takes what has just expired and what was collected when it cannot have been, and only as held', async () => {
    const now = await city.now();
    const soon = new Date(now.getTime() + 20 * 86_400_000);
    const [good, late, odd] = [nextDonationNo(), nextDonationNo(), nextDonationNo()];
    const { shipmentId, bagCount } = await execute(announceShipment, city.as(house.technician), {
      stationId: 'S01',
      reason: '血站停机',
      lines: [
        lineFor(good, soon),
        lineFor(late, new Date(now.getTime() - 60_000)),
        { ...lineFor(odd, soon), collectedAt: new Date(now.getTime() + 86_400_000) },
      ],
    });
    expect(bagCount).toBe(3);
    const { bags } = await runRead(openReceipt, city.as(house.technician), { shipmentId });
    const input = async (outcomes: Record<string, 'accepted' | 'held'>) =>
      receiptInput(
        city,
        house,
        shipmentId,
        bags.map((bag) => ({
          id: bag.unitId,
          product: 'red' as const,
          outcome: outcomes[bag.donationNo] ?? 'accepted',
        })),
      );
    expect((await failureOf(post(await input({})))).violations).toMatchObject([
      { code: 'receipt.must_be_held', facts: { donationNo: late, reason: 'expired' } },
      { code: 'receipt.must_be_held', facts: { donationNo: odd, reason: 'label' } },
    ]);
    expect(await post(await input({ [late]: 'held', [odd]: 'held' }))).toMatchObject({ accepted: 1, held: 2, open: 0 });
  });

  it('refuses a bag that the city knows already, and leaves nothing behind', async () => {
    const [bag] = await releaseBags(city, clerk.actor, [{}]);
    if (!bag) throw new Error('one bag');
    const expiresAt = new Date((await city.now()).getTime() + 20 * 86_400_000);
    const fresh = nextDonationNo();
    const refused = await failureOf(
      execute(announceShipment, city.as(house.technician), {
        stationId: 'S01',
        reason: '血站停机',
        lines: [lineFor(fresh, expiresAt), lineFor(bag.donationNo, expiresAt)],
      }),
    );
    expect(refused.violations).toMatchObject([
      {
        code: 'unit.already_known',
        facts: {
          donationNo: bag.donationNo,
          place: 'station',
          station: '试验血液中心',
          state: 'available',
          phone: 'none',
        },
      },
    ]);
    const [left] = await city.owner<
      { n: number }[]
    >`select count(*)::int as n from blood_units where donation_no = ${fresh}`;
    expect(left?.n).toBe(0);
  });
});
