import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ownDraft } from '@/domain/own-draft';
import { shipmentRecord } from '@/domain/shipments/record';
import { execute } from '@/server/kernel/command';
import { draftOf, saveDraft } from '@/server/kernel/drafts';
import { AppError } from '@/server/kernel/errors';
import { historyOf } from '@/server/kernel/history';
import { listOf } from '@/server/kernel/list';
import { runRead } from '@/server/kernel/read';
import { inScope } from '@/server/kernel/scope';
import { announceShipment } from '@/server/modules/bag-receipts/announce';
import { findBags } from '@/server/modules/shipments/find-bags';
import { getShipment } from '@/server/modules/shipments/get';
import { proposeLines } from '@/server/modules/shipments/propose-lines';
import { shipShipment } from '@/server/modules/shipments/ship';
import { voidShipment } from '@/server/modules/shipments/void';
import { releaseStock } from '@/server/modules/station-stock/release';
import { receiveUnits } from '@/server/modules/stock/receive';
import { makePerson, nextDonation, openTestCity, type TestCity } from '../../support/factories';

let city: TestCity;
const clerk = makePerson('S01', 'blood_station', ['station_clerk']);
const colleague = makePerson('S01', 'blood_station', ['station_clerk']);
const technician = makePerson('H01', 'hospital', ['technician']);
const elsewhere = makePerson('H02', 'hospital', ['technician']);

beforeAll(async () => {
  city = await openTestCity();
});
afterAll(() => city.close());

async function release(count: number, days = 20, abo: 'A' | 'B' = 'A'): Promise<string[]> {
  const now = Date.now();
  const { units } = await execute(releaseStock, city.as(clerk), {
    lines: Array.from({ length: count }, (_, index) => ({
      donation: nextDonation().typed,
      productCode: 'E0336V00',
      abo,
      rhd: 'positive',
      expiresAt: new Date(now + (days * 24 + index) * 3_600_000),
      entry: 'hand',
    })),
  });
  return units.map((unit) => unit.id);
}

const noteOf = (unitIds: readonly string[], toOrgId = 'H01') => ({
  toOrgId,
  boxes: [{ boxNo: 1, temperatureClass: 'red_cells' as const, packedAtCelsius: 4.2 }],
  lines: unitIds.map((unitId) => ({ unitId, boxNo: 1 })),
  carrier: '王师傅',
  carrierPhone: '13800000000',
});

async function cell(orgId: string) {
  const [row] = await city.owner<{ available: number; inTransit: number }[]>`
    select coalesce(sum(available_bags), 0)::int as available, coalesce(sum(in_transit_bags), 0)::int as "inTransit" from stock_cells where org_id = ${orgId}`;
  return row;
}

async function failureOf(work: Promise<unknown>): Promise<AppError> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof AppError) return error;
  throw new Error(`expected a refusal, got ${String(error)}`);
}

describe('a shipment', () => {
  it('moves its bags from the shelf of the station into 在途 of the hospital, and leaves an audit row', async () => {
    const unitIds = await release(3);
    const before = await cell('S01');
    const { id, no, bagCount } = await execute(shipShipment, city.as(clerk), noteOf(unitIds));
    expect(bagCount).toBe(3);
    expect(no).toMatch(/^\d{8}-\d{4}$/);
    expect(await cell('S01')).toEqual({ available: (before?.available ?? 0) - 3, inTransit: 0 });
    expect(await cell('H01')).toEqual({ available: 0, inTransit: 3 });
    const history = await runRead(historyOf(shipmentRecord), city.as(clerk), { id });
    expect(history).toMatchObject([{ action: 'shipments.ship', version: 1, actor: { name: clerk.name } }]);
    await execute(voidShipment, city.as(clerk), { id, version: 1, reason: '收货医院选错' });
  });

  it('is seen by both parties and by nobody else', async () => {
    const { id } = await execute(shipShipment, city.as(clerk), noteOf(await release(1)));
    const seen = await runRead(getShipment, city.as(technician), { id });
    expect(seen.bags).toHaveLength(1);
    expect(seen.bags[0]).toMatchObject({ component: 'rbc-suspended', state: 'expected' });
    expect((await failureOf(runRead(getShipment, city.as(elsewhere), { id }))).code).toBe('not_found');
    const theirs = await runRead(listOf(shipmentRecord), city.as(elsewhere), { side: 'party' });
    expect([...theirs.rows, ...theirs.waiting]).toEqual([]);
    const mine = await runRead(listOf(shipmentRecord), city.as(technician), { side: 'party' });
    expect(mine.waiting.map((row) => row.id)).toContain(id);
    expect(mine.organisations.S01?.zh).toBe('血液中心');
  });

  it('is refused by name for a bag that is not here, is on another note, or is expired', async () => {
    const [gone = ''] = await release(1);
    await execute(shipShipment, city.as(clerk), noteOf([gone]));
    const failure = await failureOf(execute(shipShipment, city.as(clerk), noteOf([gone])));
    expect(failure.violations).toMatchObject([{ code: 'unit.not_movable', path: 'lines.0.unitId' }]);

    const [late = ''] = await release(1, 1);
    await city.setClock('3 days');
    const expired = await failureOf(execute(shipShipment, city.as(clerk), noteOf([late])));
    await city.setClock('0');
    expect(expired.violations).toMatchObject([{ code: 'unit.expired' }]);

    const unknown = await failureOf(
      execute(shipShipment, city.as(clerk), noteOf(['7b3c1a5e-0000-4000-8000-000000000000'])),
    );
    expect(unknown.violations).toMatchObject([{ code: 'unit.unknown' }]);
  });

  it('goes to a hospital only', async () => {
    const unitIds = await release(1);
    for (const toOrgId of ['O01', 'S01', 'H99']) {
      const failure = await failureOf(execute(shipShipment, city.as(clerk), noteOf(unitIds, toOrgId)));
      expect(failure.violations).toMatchObject([{ code: 'shipment.receiver_unknown', path: 'toOrgId' }]);
    }
  });

  it('may not be made by a hospital', async () => {
    expect((await failureOf(execute(shipShipment, city.as(technician), noteOf(['x'])))).code).toBe('forbidden');
  });

  it('sent twice with one key is one shipment; the key with another body is refused', async () => {
    const [first = '', second = ''] = await release(2);
    const [a, b] = await Promise.all([
      execute(shipShipment, city.as(clerk), noteOf([first]), 'the-same-key'),
      execute(shipShipment, city.as(clerk), noteOf([first]), 'the-same-key'),
    ]);
    expect(a.id).toBe(b.id);
    const failure = await failureOf(execute(shipShipment, city.as(clerk), noteOf([second]), 'the-same-key'));
    expect(failure.code).toBe('key_reused');
    const [count] = await city.owner<{ n: number }[]>`
      select count(*)::int as n from shipment_bags where unit_id = ${first}`;
    expect(count?.n).toBe(1);
  });

  it('raced by eight clerks over the same twelve bags, each bag leaves once', async () => {
    const unitIds = await release(12);
    const results = await Promise.allSettled(
      Array.from({ length: 8 }, (_, at) =>
        execute(shipShipment, city.as(clerk), noteOf(unitIds.slice((at % 4) * 3, (at % 4) * 3 + 3))),
      ),
    );
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(4);
    const bags = await city.owner<{ unitId: string; n: number }[]>`
      select unit_id as "unitId", count(*)::int as n from shipment_bags where unit_id = any(${unitIds}) group by 1`;
    expect(bags).toHaveLength(12);
    expect(bags.every((bag) => bag.n === 1)).toBe(true);
    expect(await city.owner`select * from reconcile_stock()`).toEqual([]);
  });
});

describe('a voided shipment', () => {
  it('puts the bags back on the shelf and keeps its number', async () => {
    const unitIds = await release(2);
    const { id } = await execute(shipShipment, city.as(clerk), noteOf(unitIds));
    const done = await execute(voidShipment, city.as(clerk), { id, version: 1, reason: '装错箱' });
    expect(done).toMatchObject({ version: 2, bagCount: 2 });
    const again = await execute(shipShipment, city.as(clerk), noteOf(unitIds, 'H02'));
    expect(again.id).not.toBe(id);
    const { state, reason } = await runRead(getShipment, city.as(clerk), { id });
    expect({ state, reason }).toEqual({ state: 'void', reason: '装错箱' });
    const history = await runRead(historyOf(shipmentRecord), city.as(clerk), { id });
    expect(history[0]).toMatchObject({ action: 'shipments.void', reason: '装错箱', before: { state: 'shipped' } });
  });

  it('is nobody else’s to void, and not twice', async () => {
    const { id } = await execute(shipShipment, city.as(clerk), noteOf(await release(1)));
    expect((await failureOf(execute(voidShipment, city.as(technician), { id, version: 1, reason: '不要' }))).code).toBe(
      'forbidden',
    );
    const results = await Promise.allSettled(
      [1, 2].map(() => execute(voidShipment, city.as(clerk), { id, version: 1, reason: '两人同时作废' })),
    );
    expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected']);
    const second = await failureOf(execute(voidShipment, city.as(clerk), { id, version: 2, reason: '再作废' }));
    expect(second.violations).toMatchObject([{ code: 'shipment.already_void' }]);
  });

  it('is never a delivery that the receiver entered without a note', async () => {
    const now = Date.now();
    const line = {
      donation: nextDonation().typed,
      productCode: 'E0336V00',
      abo: 'O',
      rhd: 'negative',
      expiresAt: new Date(now + 20 * 24 * 3_600_000),
    };
    const { shipmentId } = await execute(announceShipment, city.as(technician), {
      stationId: 'S01',
      reason: '司机没有带单',
      lines: [line],
    });
    const before = await cell('S01');
    const undo = execute(voidShipment, city.as(clerk), { id: shipmentId, version: 1, reason: '不是我们发的' });
    expect((await failureOf(undo)).violations).toMatchObject([{ code: 'shipment.not_sent_here' }]);
    expect(await cell('S01')).toEqual(before);
  });

  it('raced against its receipt: one of the two wins and every bag is counted once', async () => {
    for (let round = 0; round < 6; round++) {
      const unitIds = await release(2);
      const { id } = await execute(shipShipment, city.as(clerk), noteOf(unitIds));
      const receive = inScope(city.as(technician), 'write', async (scope) => {
        const [row] = await scope.q`select state from shipments where id = ${id} for update`;
        if (row?.state !== 'shipped') throw new AppError('refused', [{ code: 'gone' }]);
        await receiveUnits(scope, {
          units: unitIds.map((unitId) => ({ unitId, outcome: 'accepted' as const })),
          module: 'bag-receipts',
          recordId: id,
        });
        await scope.q`update shipment_bags set state = 'received' where shipment_id = ${id}`;
        await scope.q`update shipments set state = 'received', received_count = 2, version = version + 1 where id = ${id}`;
        const change = {
          module: 'shipments',
          recordId: id,
          action: 'shipments.receive',
          version: 2,
          state: 'received',
          orgId: 'S01',
          before: null,
          after: null,
          rooms: [],
        };
        await scope.q`select commit_changes(${scope.q.json([change])}, null, null)`;
      });
      const results = await Promise.allSettled([
        execute(voidShipment, city.as(clerk), { id, version: 1, reason: '没有装车' }),
        receive,
      ]);
      expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
      const [row] = await city.owner<{ state: string }[]>`select state from shipments where id = ${id}`;
      const bags = await city.owner<{ state: string; holder: string }[]>`
        select distinct state, holder_org_id as holder from blood_units where id = any(${unitIds})`;
      expect(bags).toEqual([{ state: 'available', holder: row?.state === 'void' ? 'S01' : 'H01' }]);
    }
    expect(await city.owner`select * from reconcile_stock()`).toEqual([]);
  });
});

describe('packing', () => {
  it('proposes what expires first, says what is missing, and leaves out what is on the note', async () => {
    const late = await release(2, 30, 'B');
    const soon = await release(2, 2, 'B');
    const [first] = await runRead(proposeLines, city.as(clerk), {
      wishes: [{ component: 'rbc-suspended', abo: 'B', rhd: 'positive', bags: 2 }],
    });
    expect(first?.proposed.map((bag) => bag.id)).toEqual(soon);
    const [next, none] = await runRead(proposeLines, city.as(clerk), {
      wishes: [
        { component: 'rbc-suspended', abo: 'B', rhd: 'positive', bags: 500 },
        { component: 'rbc-suspended', abo: 'AB', rhd: 'negative', bags: 4 },
      ],
      without: soon,
    });
    const ids = next?.proposed.map((bag) => bag.id) ?? [];
    expect(ids).toEqual(expect.arrayContaining(late));
    expect(ids).not.toEqual(expect.arrayContaining(soon));
    expect(none).toMatchObject({ proposed: [], missing: 4 });
  });

  it('finds a scanned bag of the station, whatever state it is in', async () => {
    const [unitId = ''] = await release(1);
    const [row] = await city.owner<{ no: string }[]>`select donation_no as no from blood_units where id = ${unitId}`;
    const found = await runRead(findBags, city.as(clerk), { donationNo: row?.no ?? '' });
    expect(found).toMatchObject([{ id: unitId, state: 'available' }]);
  });

  it('is found again by its clerk without its address, until the note is sent; a colleague’s stays', async () => {
    const readOwn = (who: typeof clerk) =>
      runRead(draftOf('shipments', 'shipments.draft'), city.as(who), { subjectId: ownDraft });
    for (const who of [clerk, colleague])
      await saveDraft(city.as(who), 'shipments', 'shipments.draft', {
        id: randomUUID(),
        subjectId: ownDraft,
        version: 0,
        body: { carrier: who.name },
      });
    expect((await readOwn(clerk))?.body).toEqual({ carrier: clerk.name });
    await execute(shipShipment, city.as(clerk), noteOf(await release(1)));
    expect(await readOwn(clerk)).toBeNull();
    expect((await readOwn(colleague))?.body).toEqual({ carrier: colleague.name });
  });
});
