import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RegisterReviewInput } from '@/domain/certificate-reviews/schema';
import type { UserActor } from '@/server/kernel/actor';
import { execute } from '@/server/kernel/command';
import { AppError } from '@/server/kernel/errors';
import { runRead } from '@/server/kernel/read';
import { approveReview } from '@/server/modules/certificate-reviews/decide';
import { getReview } from '@/server/modules/certificate-reviews/get';
import { registerReview } from '@/server/modules/certificate-reviews/register';
import { relieveFees, voidRelief } from '@/server/modules/certificate-reviews/reliefs';
import { reviewStatistics } from '@/server/modules/certificate-reviews/statistics';
import { voidReview } from '@/server/modules/certificate-reviews/void';
import { makePerson, openTestCity, type TestCity } from '../../support/factories';
import { reviewInput } from '../../support/reviews';

let city: TestCity;
const technician = makePerson('H01', 'hospital', ['technician']);
const reviewer = makePerson('H01', 'hospital', ['reviewer'], '1002');
const elsewhere = makePerson('H02', 'hospital', ['technician']);
const office = makePerson('O01', 'blood_office', ['office_reviewer']);
const clerk = makePerson('O01', 'blood_office', ['office_clerk'], '1003');
const official = makePerson('O01', 'blood_office', ['official'], '2001');

beforeAll(async () => {
  city = await openTestCity();
});
afterAll(() => city.close());

async function failureOf(work: Promise<unknown>): Promise<AppError> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof AppError) return error;
  throw new Error(`expected a refusal, got ${String(error)}`);
}
const codesOf = async (work: Promise<unknown>) => (await failureOf(work)).violations.map(({ code }) => code);

type Seen = { id: string; version: number };
const register = (who = technician) => execute(registerReview, city.as(who), reviewInput() as RegisterReviewInput);
const approved = async (entitledMl = 800): Promise<Seen> => {
  const made = await register();
  return execute(approveReview, city.as(office), { id: made.id, version: made.version, entitledMl, remark: '按证件' });
};
let serial = 0;
const invoice = () => `03100${String(++serial).padStart(6, '0')}`;
const relieve = (who: UserActor, { id, version }: Seen, change: object = {}, key?: string) =>
  execute(
    relieveFees,
    city.as(who),
    { id, version, volumeMl: 400, amountCents: 44_000, invoiceNo: invoice(), way: 'direct' as const, ...change },
    key,
  );
const get = (id: string) => runRead(getReview, city.as(technician), { id });

describe('用血减免', () => {
  it('is recorded by either party on an approved case, and both read it', async () => {
    const seen = await approved();
    const first = await relieve(technician, seen);
    const second = await relieve(clerk, { id: seen.id, version: first.version }, { way: 'afterwards' });
    const { reliefs, leftMl, version } = await get(seen.id);
    expect(reliefs.map(({ donorName, relation, amountCents, way }) => [donorName, relation, amountCents, way])).toEqual(
      [
        ['王建国', 'parent', 44_000, 'direct'],
        ['王建国', 'parent', 44_000, 'afterwards'],
      ],
    );
    expect([leftMl, version]).toEqual([0, second.version]);
    expect((await failureOf(relieve(elsewhere, seen))).code).toBe('not_found');
    expect((await failureOf(relieve(official, seen))).code).toBe('forbidden');
    expect((await failureOf(relieve(technician, seen))).code).toBe('conflict');
  });

  it('is given on nothing that waits, and never of more than the case is worth', async () => {
    const waiting = await register();
    expect(await codesOf(relieve(technician, waiting))).toEqual(['review.not_approved']);
    const seen = await approved(500);
    expect(await codesOf(relieve(technician, seen, { volumeMl: 501 }))).toEqual(['review.relief_exceeds']);
    const { version } = await relieve(technician, seen);
    const failure = await failureOf(relieve(technician, { id: seen.id, version }, { volumeMl: 101 }));
    expect(failure.violations).toMatchObject([{ path: 'volumeMl', facts: { left: 100 } }]);
    await relieve(technician, { id: seen.id, version }, { volumeMl: 100 });
  });

  it('by many at the same moment stays within it', async () => {
    const seen = await approved(800);
    const results = await Promise.allSettled([
      ...Array.from({ length: 4 }, () => relieve(technician, seen)),
      ...Array.from({ length: 4 }, () => relieve(clerk, seen)),
    ]);
    // What was looked at is relieved once; the others look again.
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (let round = 0; round < 4; round++) {
      const { version } = await get(seen.id);
      await Promise.allSettled([
        relieve(technician, { id: seen.id, version }),
        relieve(clerk, { id: seen.id, version }),
      ]);
    }
    const [sum] =
      await city.owner`select sum(volume_ml)::int as ml from fee_reliefs where review_id = ${seen.id} and state = 'active'`;
    expect(sum?.ml).toBe(800);
  });

  it('stands once per invoice of the hospital, also when two cases ask at once', async () => {
    const invoiceNo = invoice();
    const cases = [await approved(), await approved(), await approved()];
    const results = await Promise.allSettled(cases.map((seen) => relieve(technician, seen, { invoiceNo })));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const result of results)
      if (result.status === 'rejected')
        expect((result.reason as AppError).violations).toMatchObject([
          { code: 'review.invoice_taken', path: 'invoiceNo' },
        ]);
  });

  it('sent twice under one key is one', async () => {
    const seen = await approved();
    const key = randomUUID();
    const input = { invoiceNo: invoice() };
    const first = await relieve(technician, seen, input, key);
    expect(await relieve(technician, seen, input, key)).toEqual(first);
    expect((await get(seen.id)).reliefs).toHaveLength(1);
  });

  it('is voided with a reason, gives volume and invoice back, and stands in the way of voiding the case until then', async () => {
    const seen = await approved(400);
    const invoiceNo = invoice();
    const { id: reliefId, version } = await relieve(technician, seen, { invoiceNo });
    const voidCase = (at: number) =>
      execute(voidReview, city.as(reviewer), { id: seen.id, version: at, reason: '误登记' });
    expect(await codesOf(voidCase(version))).toEqual(['review.has_reliefs']);
    const undo = (who: UserActor, at: number) =>
      execute(voidRelief, city.as(who), { id: seen.id, version: at, reliefId, reason: '发票开错' });
    expect((await failureOf(undo(elsewhere, version))).code).toBe('not_found');
    const gone = await undo(clerk, version);
    expect(await codesOf(undo(technician, gone.version))).toEqual(['review.relief_void']);
    const again = await relieve(technician, { id: seen.id, version: gone.version }, { invoiceNo });
    const { reliefs, leftMl } = await get(seen.id);
    expect(reliefs.map(({ state, reason }) => [state, reason])).toEqual([
      ['void', '发票开错'],
      ['active', null],
    ]);
    expect(leftMl).toBe(0);
    await execute(voidRelief, city.as(technician), {
      id: seen.id,
      version: again.version,
      reliefId: again.id,
      reason: '退回',
    });
    expect((await voidCase(again.version + 1)).state).toBe('void');
  });
});

describe('the figures of an office', () => {
  it('count what came in the days asked for, by hospital, and name nobody', async () => {
    await city.setClock('400 days');
    const [{ today }] = (await city.owner`select city_today()::text as today`) as unknown as [{ today: string }];
    const seen = await approved(800);
    await relieve(technician, seen);
    await register();
    await register(elsewhere);
    const period = { since: today, until: today };
    const figures = await runRead(reviewStatistics, city.as(official), period);
    expect(figures.houses).toMatchObject([
      {
        orgId: 'H01',
        submitted: 2,
        pending: 1,
        approved: 1,
        rejected: 0,
        late: 0,
        reliefs: 1,
        reliefMl: 400,
        reliefCents: 44_000,
      },
      { orgId: 'H02', submitted: 1, pending: 1, approved: 0, reliefs: 0, reliefMl: 0, reliefCents: 0 },
    ]);
    expect(figures.cases).toEqual([{ caseType: '2', count: 3 }]);
    expect(JSON.stringify(figures)).not.toContain('李桂芳');
    await city.setClock('420 days');
    expect((await runRead(reviewStatistics, city.as(official), period)).houses.map(({ late }) => late)).toEqual([1, 1]);
    expect(
      (await runRead(reviewStatistics, city.as(office), { since: '2020-01-01', until: '2020-12-31' })).houses,
    ).toEqual([]);
    expect((await failureOf(runRead(reviewStatistics, city.as(technician), period))).code).toBe('forbidden');
  });
});
