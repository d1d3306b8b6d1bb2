import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reviewRecord } from '@/domain/certificate-reviews/record';
import type { RegisterReviewInput } from '@/domain/certificate-reviews/schema';
import type { UserActor } from '@/server/kernel/actor';
import { execute } from '@/server/kernel/command';
import { AppError } from '@/server/kernel/errors';
import { listOf } from '@/server/kernel/list';
import { runRead } from '@/server/kernel/read';
import { approveReview, rejectReview } from '@/server/modules/certificate-reviews/decide';
import { getReview } from '@/server/modules/certificate-reviews/get';
import { reviewHistory } from '@/server/modules/certificate-reviews/history';
import { modifyReview } from '@/server/modules/certificate-reviews/modify';
import { registerReview } from '@/server/modules/certificate-reviews/register';
import { removeDraft } from '@/server/modules/certificate-reviews/remove-draft';
import { revealReviewIdentity } from '@/server/modules/certificate-reviews/reveal-identity';
import { voidReview } from '@/server/modules/certificate-reviews/void';
import { makePerson, openTestCity, type TestCity } from '../../support/factories';
import { nextIdentityNo, reviewInput } from '../../support/reviews';

let city: TestCity;
const technician = makePerson('H01', 'hospital', ['technician']);
const reviewer = makePerson('H01', 'hospital', ['reviewer', 'technician'], '1002');
const physician = makePerson('H01', 'hospital', ['physician'], '2001');
const elsewhere = makePerson('H02', 'hospital', ['technician', 'reviewer']);
const office = makePerson('O01', 'blood_office', ['office_reviewer']);
const second = makePerson('O01', 'blood_office', ['office_reviewer'], '1002');
const clerk = makePerson('O01', 'blood_office', ['office_clerk'], '1003');
const official = makePerson('O01', 'blood_office', ['official'], '2001');
const station = makePerson('S01', 'blood_station', ['station_clerk']);

beforeAll(async () => {
  city = await openTestCity();
  await city.owner`insert into organisations (id, kind, name, short_name, search, district, sort_order) values ('O02', 'blood_office', '试验区血办', '区血办', '', '徐汇', 6)`;
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

type Wish = Partial<RegisterReviewInput>;
const register = (who: UserActor, change: Wish = {}, key?: string) =>
  execute(registerReview, city.as(who), reviewInput({ ...change }) as RegisterReviewInput, key);
const get = (who: UserActor, id: string) => runRead(getReview, city.as(who), { id });
const approve = (
  who: UserActor,
  seen: { id: string; version: number },
  entitledMl: number | null = 400,
  remark = '按证件',
) => execute(approveReview, city.as(who), { id: seen.id, version: seen.version, entitledMl, remark });
const reject = (who: UserActor, seen: { id: string; version: number }, change = {}) =>
  execute(rejectReview, city.as(who), {
    id: seen.id,
    version: seen.version,
    refusal: 'papers' as const,
    missing: ['relation_proof' as const, 'household_register' as const],
    remark: '补户口簿',
    ...change,
  });
const listed = async (who: UserActor, side: 'owner' | 'party' = 'owner') => {
  const page = await runRead(listOf(reviewRecord), city.as(who), { side, limit: 200 });
  return { waiting: page.waiting.map(({ id }) => id), ids: [...page.waiting, ...page.rows].map(({ id }) => id) };
};

describe('a case', () => {
  it('is registered with a number and a clock, and both parties see it, identity numbers masked', async () => {
    const identityNo = nextIdentityNo();
    const { id, no, state } = await register(technician, { identityNo });
    expect([no, state]).toEqual([expect.stringMatching(/^\d{8}-\d{4}$/), 'submitted']);
    const seen = await get(office, id);
    expect(seen).toMatchObject({
      patientName: '李桂芳',
      identityNo: `${identityNo.slice(0, 3)}***********${identityNo.slice(-4)}`,
    });
    expect(seen.dueAt).toBeInstanceOf(Date);
    const history = await runRead(reviewHistory, city.as(office), { id });
    expect(history.map(({ action }) => action)).toEqual(['certificate-reviews.register']);
    expect(JSON.stringify([seen, history, await listed(office, 'party')])).not.toContain(identityNo);
    const [row] = await city.owner`select * from certificate_reviews where id = ${id}`;
    expect(JSON.stringify(row)).not.toContain(identityNo);
  });

  it('is no physician’s and no nurse’s to register, and no clerk’s to answer', async () => {
    expect((await failureOf(register(physician))).code).toBe('forbidden');
    expect((await failureOf(register(office))).code).toBe('forbidden');
    const made = await register(technician);
    for (const who of [clerk, official, technician, reviewer])
      expect((await failureOf(approve(who, made))).code).toBe('forbidden');
  });

  it('of another hospital, for a district’s office and for the station does not exist', async () => {
    const made = await register(technician);
    const district: UserActor = { ...office, orgId: 'O02', district: '徐汇' };
    for (const who of [elsewhere, district]) {
      expect((await failureOf(get(who, made.id))).code).toBe('not_found');
      expect(await runRead(reviewHistory, city.as(who), { id: made.id })).toEqual([]);
      expect((await listed(who)).ids).not.toContain(made.id);
    }
    expect((await failureOf(get(station, made.id))).code).toBe('forbidden');
    expect((await failureOf(get(official, made.id))).code).toBe('forbidden');
    expect((await failureOf(approve(district, made))).code).toBe('not_found');
    expect((await failureOf(execute(voidReview, city.as(elsewhere), { ...seenOf(made), reason: '误登记' }))).code).toBe(
      'not_found',
    );
    expect((await failureOf(modify(elsewhere, made))).code).toBe('not_found');
  });

  it('sent twice under one key is one case', async () => {
    const key = randomUUID();
    const input = reviewInput() as RegisterReviewInput;
    const [first, again] = [
      await execute(registerReview, city.as(technician), input, key),
      await execute(registerReview, city.as(technician), input, key),
    ];
    expect(again).toEqual(first);
    expect(
      (await failureOf(execute(registerReview, city.as(technician), { ...input, diagnosis: '别的' }, key))).code,
    ).toBe('key_reused');
  });

  it('names everything that is wrong, on its field', async () => {
    const failure = await failureOf(
      register(technician, { identityNo: '310101197001010011', diagnosis: '', isInformed: false }),
    );
    expect(failure.violations.map(({ path, code }) => [path, code])).toEqual([
      ['identityNo', 'review.identity_check'],
      ['diagnosis', 'review.diagnosis_missing'],
      ['isInformed', 'review.not_informed'],
    ]);
  });
});

const seenOf = ({ id, version }: { id: string; version: number }) => ({ id, version });
const modify = (who: UserActor, seen: { id: string; version: number }, change: Wish = {}) => {
  const { identityNo: _, donorIdentityNo: __, ...fields } = reviewInput() as RegisterReviewInput;
  return execute(modifyReview, city.as(who), { ...fields, ...seenOf(seen), ...change });
};

describe('a draft', () => {
  it('is its hospital’s alone, half filled in, without a number, and its number comes when it is submitted', async () => {
    const made = await register(technician, { isSubmitted: false, identityNo: '31010', diagnosis: '', donorName: '' });
    expect(made).toMatchObject({ no: null, state: 'draft' });
    expect((await get(technician, made.id)).identityNo).not.toBeNull();
    expect((await failureOf(get(office, made.id))).code).toBe('not_found');
    expect((await listed(office, 'party')).ids).not.toContain(made.id);
    expect(await runRead(reviewHistory, city.as(office), { id: made.id })).toEqual([]);
    const [told] =
      await city.owner`select 1 from outbox where envelope->>'recordId' = ${made.id} and 'org:O01' = any(rooms)
      union all select 1 from feed where envelope->>'recordId' = ${made.id} and 'org:O01' = any(rooms)`;
    expect(told).toBeUndefined();
    expect(await codesOf(modify(technician, made))).toEqual(['review.identity_length']);
    const sent = await modify(technician, made, { identityNo: nextIdentityNo(), donorIdentityNo: nextIdentityNo() });
    expect(sent).toMatchObject({ no: expect.stringMatching(/^\d{8}-/), state: 'submitted', version: 2 });
    expect((await get(office, made.id)).state).toBe('submitted');
  });

  it('is deleted, and what was submitted is not', async () => {
    const draft = await register(technician, { isSubmitted: false });
    expect((await failureOf(execute(removeDraft, city.as(elsewhere), seenOf(draft)))).code).toBe('not_found');
    await execute(removeDraft, city.as(technician), seenOf(draft));
    expect((await failureOf(get(technician, draft.id))).code).toBe('not_found');
    const [audited] =
      await city.owner`select 1 from audit_log where record_id = ${draft.id} and action = 'certificate-reviews.remove-draft'`;
    expect(audited).toBeDefined();
    const sent = await register(technician);
    expect(await codesOf(execute(removeDraft, city.as(technician), seenOf(sent)))).toEqual(['review.no_draft']);
    expect(await codesOf(modify(technician, sent, { isSubmitted: false }))).toEqual(['review.was_submitted']);
  });
});

describe('one person', () => {
  it('has one case before the office in the whole city, and the refusal names the hospital', async () => {
    const identityNo = nextIdentityNo();
    const first = await register(technician, { identityNo });
    const failure = await failureOf(register(elsewhere, { identityNo }));
    expect(failure.violations).toEqual([
      { code: 'review.pending_elsewhere', path: 'identityNo', facts: { hospital: '试验第一医院' } },
    ]);
    expect(await codesOf(register(technician, { identityNo }))).toEqual(['review.pending_here']);
    const drafted = await register(elsewhere, { identityNo, isSubmitted: false });
    expect(await codesOf(modify(elsewhere, drafted))).toEqual(['review.pending_elsewhere']);
    await approve(office, first);
    expect((await register(elsewhere, { identityNo })).state).toBe('submitted');
    // The old number of 15 digits is the same person.
    const old = `${identityNo.slice(0, 6)}${identityNo.slice(8, 17)}`;
    expect(await codesOf(register(technician, { identityNo: old }))).toEqual(['review.pending_elsewhere']);
  });

  it('brought by two hospitals at once has one', async () => {
    for (let round = 0; round < 5; round++) {
      const identityNo = nextIdentityNo();
      const results = await Promise.allSettled(
        [technician, elsewhere, reviewer, elsewhere].map((who) => register(who, { identityNo })),
      );
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      for (const result of results)
        if (result.status === 'rejected')
          expect((result.reason as AppError).violations[0]?.code).toMatch(/^review\.pending_/);
    }
  });

  it('sent back does not stand in another hospital’s way, and comes again only when nobody else waits', async () => {
    const identityNo = nextIdentityNo();
    const first = await register(technician, { identityNo });
    const back = await reject(office, first);
    const other = await register(elsewhere, { identityNo });
    expect(await codesOf(modify(technician, back))).toEqual(['review.pending_elsewhere']);
    await execute(voidReview, city.as(elsewhere), { ...seenOf(other), reason: '误登记' });
    expect((await modify(technician, back)).state).toBe('resubmitted');
  });

  it('by the index alone is refused too, were the question not asked', async () => {
    const { id } = await register(technician);
    const copy = city.owner`
      insert into certificate_reviews (no, org_id, party_org_id, profile, state, case_type, patient_name, identity_type, identity_index, diagnosis, blood_use,
        is_supplementary, is_informed, donor_name, donor_identity_type, certificate_no, submitted_at, created_by)
      select 'x', 'H02', party_org_id, profile, state, case_type, patient_name, identity_type, identity_index, diagnosis, blood_use,
        is_supplementary, is_informed, donor_name, donor_identity_type, certificate_no, submitted_at, created_by from certificate_reviews where id = ${id}`;
    await expect(copy).rejects.toMatchObject({ code: '23505' });
  });
});

describe('the office', () => {
  it('sends back what is missing by name; the hospital mends it under its number and it comes again', async () => {
    const made = await register(technician);
    expect(await codesOf(reject(office, made, { missing: [] }))).toEqual(['review.missing_unnamed']);
    const back = await reject(office, made);
    expect((await listed(technician)).waiting).toContain(made.id);
    expect(await get(technician, made.id)).toMatchObject({
      state: 'rejected',
      refusal: 'papers',
      missing: ['relation_proof', 'household_register'],
      remark: '补户口簿',
    });
    expect(await codesOf(approve(office, back))).toEqual(['review.not_pending']);
    const again = await modify(technician, back);
    expect(again).toMatchObject({ no: made.no, state: 'resubmitted' });
    await approve(office, again);
    expect(await get(technician, made.id)).toMatchObject({
      state: 'approved',
      entitledMl: 400,
      article: 'sh2021_family',
      refusal: null,
      missing: [],
    });
    const actions = (await runRead(reviewHistory, city.as(technician), { id: made.id })).map(({ action }) =>
      action.slice(20),
    );
    expect(actions).toEqual(['approve', 'modify', 'reject', 'register']);
  });

  it('says how much is free when no donation is known, and why when it says otherwise than the rule', async () => {
    const made = await register(technician);
    expect(await codesOf(approve(office, made, null))).toEqual(['review.volume_missing']);
    expect(await codesOf(approve(office, made, 400, ''))).toEqual(['review.volume_needs_remark']);
    expect((await approve(office, made, 400, '按献血证')).state).toBe('approved');
  });

  it('answers once, however many answer at the same moment', async () => {
    const made = await register(technician);
    const results = await Promise.allSettled([approve(office, made), reject(second, made), approve(second, made)]);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const result of results)
      if (result.status === 'rejected') expect((result.reason as AppError).code).toBe('conflict');
  });

  it('answers what it looked at: a version that the hospital changed meanwhile is a conflict with what stands, masked', async () => {
    const made = await register(technician);
    await modify(technician, made, { diagnosis: '髋臼骨折' });
    const failure = await failureOf(approve(office, made));
    expect(failure.code).toBe('conflict');
    expect(failure.theirs).toMatchObject({ diagnosis: '髋臼骨折', identityNo: expect.stringContaining('***') });
    expect(JSON.stringify(failure.theirs)).not.toContain('Cipher');
  });

  it('where it has two pairs of eyes approves by two different people', async () => {
    await city.owner`update organisations set settings = settings || '{"needsTwoReviewers": true}' where id = 'O01'`;
    const made = await register(technician);
    const first = await approve(office, made);
    expect(first.state).toBe('first_approved');
    expect(await codesOf(approve(office, first))).toEqual(['review.second_is_first']);
    expect(await codesOf(modify(technician, first))).toEqual(['review.not_modifiable']);
    const done = await approve(second, first, null, '');
    expect(done.state).toBe('approved');
    expect(await get(technician, made.id)).toMatchObject({
      entitledMl: 400,
      firstApprovedBy: '1001 人1001',
      decidedBy: '1002 人1002',
    });
    const other = await register(technician);
    const back = await reject(second, await approve(office, other));
    const again = await modify(technician, back);
    // From the beginning: nobody has approved what is new.
    expect((await approve(office, again)).state).toBe('first_approved');
    await city.owner`update organisations set settings = settings - 'needsTwoReviewers' where id = 'O01'`;
  });

  it('sees its queue by what is due first', async () => {
    await city.setClock('-3 days');
    const early = await register(technician);
    await city.setClock('0');
    const late = await register(technician);
    const { waiting } = await listed(office, 'party');
    expect(waiting.indexOf(early.id)).toBeLessThan(waiting.indexOf(late.id));
    expect(waiting.indexOf(early.id)).toBeGreaterThanOrEqual(0);
  });
});

describe('a void', () => {
  it('is the hospital’s with a reason, in any state but a draft’s, and final', async () => {
    const made = await register(technician);
    const done = await approve(office, made);
    expect(
      (await failureOf(execute(voidReview, city.as(technician), { ...seenOf(done), reason: '误登记' }))).code,
    ).toBe('forbidden');
    expect((await failureOf(execute(voidReview, city.as(reviewer), { ...seenOf(made), reason: '误登记' }))).code).toBe(
      'conflict',
    );
    const gone = await execute(voidReview, city.as(reviewer), { ...seenOf(done), reason: '误登记' });
    expect(await get(office, made.id)).toMatchObject({ state: 'void', reason: '误登记', no: made.no });
    expect(await codesOf(execute(voidReview, city.as(reviewer), { ...seenOf(gone), reason: '再来' }))).toEqual([
      'review.already_void',
    ]);
    expect(await codesOf(modify(technician, gone))).toEqual(['review.not_modifiable']);
  });
});

describe('a whole identity number', () => {
  it('is shown to either party for a reason that both read in the history', async () => {
    const identityNo = nextIdentityNo();
    const donorIdentityNo = nextIdentityNo();
    const { id } = await register(technician, { identityNo, donorIdentityNo });
    const reveal = (who: UserActor, whose: 'patient' | 'donor') =>
      execute(revealReviewIdentity, city.as(who), { id, whose, reason: '核对身份证原件' });
    expect(await reveal(clerk, 'patient')).toEqual({ identityNo });
    expect(await reveal(technician, 'donor')).toEqual({ identityNo: donorIdentityNo });
    expect((await failureOf(reveal(elsewhere, 'patient'))).code).toBe('not_found');
    const looks = (await runRead(reviewHistory, city.as(technician), { id })).filter(({ action }) =>
      action.endsWith('reveal-identity'),
    );
    expect(looks.map(({ reason }) => reason)).toEqual(['核对身份证原件', '核对身份证原件']);
    expect(JSON.stringify(looks)).not.toContain(identityNo);
  });
});

describe('by direct SQL', () => {
  it('neither party makes the case another’s', async () => {
    const { id } = await register(technician);
    const move = (role: string, orgId: string, text: string) =>
      city.runtime.sql.begin(async (tx) => {
        await tx`select set_config('app.org', ${orgId}, true), set_config('app.actor', '{}', true), set_config('role', ${role}, true)`;
        await tx.unsafe(text, [id]);
      });
    for (const [role, orgId] of [
      ['scope_city', 'O01'],
      ['scope_org', 'H01'],
    ] as const)
      for (const column of ['org_id', 'party_org_id'])
        await expect(
          move(role, orgId, `update certificate_reviews set ${column} = 'H02' where id = $1`),
        ).rejects.toMatchObject({ code: '42501' });
    await expect(
      move('scope_city', 'O01', `update certificate_reviews set state = 'draft' where id = $1`),
    ).rejects.toMatchObject({ code: '42501' });
  });
});
