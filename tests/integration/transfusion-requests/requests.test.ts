import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { coversOfStep } from '@/domain/transfusion-requests/covers';
import { requestRecord } from '@/domain/transfusion-requests/record';
import type { RegisterRequestInput } from '@/domain/transfusion-requests/schema';
import { waitsForRoles } from '@/domain/transfusion-requests/waits';
import type { UserActor } from '@/server/kernel/actor';
import { execute } from '@/server/kernel/command';
import { historyOf } from '@/server/kernel/history';
import { listOf } from '@/server/kernel/list';
import { runRead } from '@/server/kernel/read';
import { correctIssue } from '@/server/modules/clinical-issues/correct';
import { emergencyIssue } from '@/server/modules/clinical-issues/emergency';
import { listRequests } from '@/server/modules/clinical-issues/request';
import { voidIssue } from '@/server/modules/clinical-issues/void';
import { lookAround } from '@/server/modules/transfusion-requests/around';
import { approveHere, approveRequest, returnRequest } from '@/server/modules/transfusion-requests/decide';
import { acceptRequest, refuseRequest } from '@/server/modules/transfusion-requests/department';
import { getRequest } from '@/server/modules/transfusion-requests/get';
import { modifyRequest } from '@/server/modules/transfusion-requests/modify';
import { printRequest } from '@/server/modules/transfusion-requests/print';
import { registerRequest } from '@/server/modules/transfusion-requests/register';
import { removeRequestDraft } from '@/server/modules/transfusion-requests/remove-draft';
import { submitRequest } from '@/server/modules/transfusion-requests/submit';
import { supplyPapers } from '@/server/modules/transfusion-requests/supply-papers';
import { voidRequest } from '@/server/modules/transfusion-requests/void';
import { requestInput } from '../../support/requests';
import { type IssueCity, openIssueCity, refusals } from '../clinical-issues/issue-city';

let city: IssueCity;
let today: string;
let junior: UserActor;
let senior: UserActor;
let otherSenior: UserActor;
let head: UserActor;
let office: UserActor;
let elsewhere: UserActor;

beforeAll(async () => {
  city = await openIssueCity();
  const [row] = await city.owner<{ today: string }[]>`select city_today()::text as today`;
  today = row?.today ?? '';
  junior = await city.enrol('2009', ['physician'], 'H01', '住院医师');
  senior = await city.enrol('2101', ['senior_physician'], 'H01', '副主任医师');
  otherSenior = await city.enrol('2102', ['senior_physician'], 'H01', '主任医师');
  head = await city.enrol('2201', ['department_director'], 'H01', '科主任');
  office = await city.enrol('2301', ['medical_affairs'], 'H01', '医务科科长');
  elsewhere = await city.enrol('2101', ['senior_physician', 'physician', 'reviewer'], 'H02', '主任医师');
});
afterAll(() => city.close());

interface Seen {
  readonly id: string;
  readonly version: number;
}
const units = (amount: number): Partial<RegisterRequestInput> => ({
  lines: [{ component: 'rbc-suspended', amount, modifiers: [] }],
});
const register = (patientId: string, change: Partial<RegisterRequestInput> = {}, by = city.physician, key?: string) =>
  execute(registerRequest, city.as(by), requestInput(patientId, today, change), key);
const approve = (who: UserActor, { id, version }: Seen, more: { opinion?: string; signature?: string } = {}) =>
  execute(approveRequest, city.as(who), { id, version, ...more });
const sendBack = (who: UserActor, { id, version }: Seen) =>
  execute(returnRequest, city.as(who), { id, version, reason: '检验结果不全' });
const accept = ({ id, version }: Seen, who = city.technician) => execute(acceptRequest, city.as(who), { id, version });
const get = (id: string, who = city.technician) => runRead(getRequest, city.as(who), { id });
const list = async (who: UserActor, filters: Record<string, string> = {}) => {
  const page = await runRead(listOf(requestRecord), city.as(who), { filters, limit: 200 });
  return [...page.waiting, ...page.rows].map(({ id }) => id);
};
async function accepted(patientId: string, change: Partial<RegisterRequestInput> = {}) {
  return accept(await approve(senior, await register(patientId, change)));
}

describe('a request', () => {
  it('goes to its approver with a number, the group of the register and its row', async () => {
    const patientId = await city.addPatient({ abo: 'B', rhd: 'negative' });
    const { id, no, state } = await register(patientId);
    expect([no, state]).toEqual([expect.stringMatching(/^\d{8}-\d{4}$/), 'submitted']);
    expect(await get(id)).toMatchObject({
      abo: 'B',
      rhd: 'negative',
      countedMl: 400,
      windowMl: 400,
      approvalRow: 1,
      waitingStep: 'senior',
      waitsFor: 'senior',
      appliedBy: '2001 人2001',
    });
  });
  it('keeps the title of its applicant: of the directory, and where that says none what he chose', async () => {
    const known = await register(await city.addPatient(), { applicantTitle: 'chief' });
    expect((await get(known.id)).applicantTitle).toBe('attending');
    const nameless = await city.enrol('2010', ['physician'], 'H01', '返聘专家');
    const patientId = await city.addPatient();
    expect(await refusals(register(patientId, {}, nameless))).toEqual(['request.title_unknown']);
    const around = (who: UserActor) => runRead(lookAround, city.as(who), { patientId });
    expect([(await around(nameless)).isTitleAsked, (await around(city.physician)).isTitleAsked]).toEqual([true, false]);
    const chosen = await register(patientId, { applicantTitle: 'associate_chief' }, nameless);
    expect((await get(chosen.id)).applicantTitle).toBe('associate_chief');
  });
  it('is the same request when it is sent twice', async () => {
    const patientId = await city.addPatient();
    const key = randomUUID();
    const first = await register(patientId, {}, city.physician, key);
    expect(await register(patientId, {}, city.physician, key)).toEqual(first);
    expect(await list(city.technician, { patient: first.no ?? '' })).toEqual([]);
    expect((await list(city.technician, { no: first.no ?? 'none' })).length).toBe(1);
  });
  it('is refused with everything that is missing, and kept as a draft all the same', async () => {
    const patientId = await city.addPatient({ abo: 'unknown', rhd: 'unknown', determinations: 0 });
    const change = { isConsented: false, isAssessed: false, lines: [], purpose: '', plannedOn: '2020-01-01' };
    expect(await refusals(register(patientId, change, junior))).toEqual([
      'request.purpose_missing',
      'request.consent_missing',
      'request.assessment_missing',
      'request.group_missing',
      'request.title_too_low',
      'request.planned_before_applied',
      'request.lines_missing',
    ]);
    const draft = await register(patientId, { ...change, isSubmitted: false }, junior);
    expect(draft).toMatchObject({ no: null, state: 'draft' });
  });
  it('of a patient of another house, or of nobody, does not exist', async () => {
    const patientId = await city.addPatient({}, city.otherTechnician);
    expect(await refusals(register(patientId))).toEqual(['not_found']);
    expect(await refusals(register(randomUUID()))).toEqual(['not_found']);
  });
  it('takes no garbage', async () => {
    const patientId = await city.addPatient();
    for (const change of [
      { sickType: '7' },
      { lines: [{ component: 'rbc-suspended', amount: 0, modifiers: [] }] },
      { lines: [{ component: 'rbc-suspended', amount: 1.5, modifiers: [] }] },
      { plannedOn: '2026-02-30' },
      { labs: [{ item: 'hb', value: '' }] },
      { abo: 'A' },
    ])
      expect(await refusals(register(patientId, change as never))).not.toEqual([]);
  });
  it('masks an identity number that was typed into a text', async () => {
    const { id } = await register(await city.addPatient(), { diagnosis: '股骨骨折 11010519491231002X' });
    expect((await get(id)).diagnosis).not.toContain('19491231');
  });
});

describe('approval', () => {
  it('below 800 ml is signed by a superior, and then waits for the transfusion department', async () => {
    const asked = await register(await city.addPatient(), units(398));
    const signed = await approve(senior, asked, { opinion: '同意' });
    expect(signed).toMatchObject({ state: 'approved', step: 'senior' });
    const seen = await get(asked.id);
    expect(seen.steps).toMatchObject([
      {
        step: 'senior',
        decision: 'approved',
        opinion: '同意',
        signerName: '2101 人2101',
        signerTitle: '副主任医师',
        method: 'session',
      },
    ]);
    expect(seen.waitsFor).toBe('lab');
    expect(await accept(signed)).toMatchObject({ state: 'accepted' });
  });
  it('of exactly 800 ml needs superior and head, in this order', async () => {
    const asked = await register(await city.addPatient(), units(400));
    expect(await refusals(approve(office, asked))).toEqual(['request.not_your_step']);
    const first = await approve(senior, asked);
    expect(first.state).toBe('senior_approved');
    expect(await refusals(approve(otherSenior, first))).toEqual(['request.not_your_step']);
    expect((await approve(head, first)).state).toBe('approved');
  });
  it('of exactly 1600 ml needs head and medical office', async () => {
    const asked = await register(await city.addPatient(), units(800));
    expect(await refusals(approve(senior, asked))).toEqual(['request.not_your_step']);
    const first = await approve(head, asked);
    expect(first.state).toBe('director_approved');
    expect((await approve(office, first)).state).toBe('approved');
  });
  it('is never that of whoever asked, nor twice of one person', async () => {
    const own = await register(await city.addPatient(), {}, senior);
    expect(await refusals(approve(senior, own))).toEqual(['request.own_request']);
    expect((await approve(otherSenior, own)).state).toBe('approved');
    const second = await register(await city.addPatient(), units(400));
    const first = await approve(head, second);
    expect(await refusals(approve(head, first))).toEqual(['request.signed_before']);
  });
  it('is signed by a badge at another’s screen, over what it was looked at', async () => {
    const asked = await register(await city.addPatient());
    const covers = coversOfStep({ requestId: asked.id, version: asked.version });
    const signature = await city.sign(head, senior, covers);
    const stale = await city.sign(head, senior, coversOfStep({ requestId: asked.id, version: 99 }));
    expect(await refusals(approve(head, asked, { signature: stale }))).toEqual(['signature.covers_other_content']);
    const words = await city.sign(head, senior, { ...(covers as object), opinion: '同意' });
    expect(await refusals(approve(head, asked, { signature: words }))).toEqual(['signature.covers_other_content']);
    await approve(head, asked, { signature });
    expect((await get(asked.id)).steps).toMatchObject([{ signerName: '2101 人2101', method: 'badge' }]);
    const signatures = await city.owner`select meaning, method from signatures where record_id = ${asked.id}`;
    expect([...signatures]).toEqual([{ meaning: 'approved_senior', method: 'badge' }]);
  });
  it('is signed at the screen of a nurse, who may not herself and signs nothing', async () => {
    const nurse = await city.enrol('3009', ['nurse'], 'H01', '护师');
    const asked = await register(await city.addPatient());
    const here = (signature: string) =>
      execute(approveHere, city.as(nurse), { id: asked.id, version: asked.version, opinion: '同意', signature });
    const covers = coversOfStep({ requestId: asked.id, version: asked.version, opinion: '同意' });
    expect(await refusals(approve(nurse, asked))).toEqual(['forbidden']);
    expect(await refusals(here(await city.sign(nurse, nurse, covers)))).toEqual(['request.not_your_step']);
    expect(await refusals(here(await city.sign(nurse, city.physician, covers)))).toEqual([
      'request.not_your_step',
      'request.own_request',
    ]);
    const both = await Promise.allSettled(
      [await city.sign(nurse, senior, covers), await city.sign(nurse, otherSenior, covers)].map(here),
    );
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const told = await get(asked.id);
    expect([told.state, told.steps.length, told.steps[0]?.method]).toEqual(['approved', 1, 'badge']);
  });
  it('of two at once is one', async () => {
    const asked = await register(await city.addPatient());
    const answers = await Promise.allSettled([approve(senior, asked), approve(otherSenior, asked)]);
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect((await get(asked.id)).steps).toHaveLength(1);
  });
  it('of what was changed meanwhile is a conflict, and of another house does not exist', async () => {
    const asked = await register(await city.addPatient());
    expect(await refusals(approve(senior, { ...asked, version: 9 }))).toEqual(['changed_meanwhile']);
    expect(await refusals(approve(elsewhere, asked))).toEqual(['not_found']);
    expect(await refusals(get(asked.id, elsewhere))).toEqual(['not_found']);
    expect(await list(elsewhere)).toEqual([]);
    expect(await refusals(approve(city.physician, asked))).toEqual(['forbidden']);
    expect(await refusals(accept(asked, city.nurse))).toEqual(['forbidden']);
  });
  it('is sent back with a reason, mended, sent again under its number, and signed anew', async () => {
    const asked = await register(await city.addPatient(), units(400));
    const first = await approve(senior, asked);
    const back = await sendBack(head, first);
    expect(back.state).toBe('returned');
    expect(await refusals(approve(head, back))).toEqual(['request.not_waiting']);
    expect((await get(asked.id)).reason).toBe('检验结果不全');
    const { patientId: _, ...fields } = requestInput('', today, units(400));
    const kept = await execute(modifyRequest, city.as(city.physician), {
      ...fields,
      ...seen(back),
      isSubmitted: false,
    });
    expect(kept.state).toBe('returned');
    const again = await execute(submitRequest, city.as(city.physician), seen(kept));
    expect([again.no, again.state]).toEqual([asked.no, 'submitted']);
    const now = await get(asked.id);
    expect([now.waitingStep, now.round, now.reason, now.steps.length]).toEqual(['senior', 2, null, 2]);
    expect((await approve(senior, again)).state).toBe('senior_approved');
  });
});

const seen = ({ id, version }: Seen) => ({ id, version });

describe('the window', () => {
  it('sums earlier requests, and raises what is not taken up yet: one that was approved goes to the head too', async () => {
    const patientId = await city.addPatient();
    const first = await approve(senior, await register(patientId, units(200)));
    expect(first.state).toBe('approved');
    const second = await register(patientId, units(200));
    expect(second.raised).toBe(1);
    expect(await get(second.id)).toMatchObject({ windowMl: 800, approvalRow: 2 });
    const raised = await get(first.id);
    expect(raised).toMatchObject({ state: 'senior_approved', approvalRow: 2, windowMl: 800, waitsFor: 'director' });
    expect(await refusals(accept(raised))).toEqual(['request.not_approved']);
    expect((await approve(head, raised)).state).toBe('approved');
    const history = await runRead(historyOf(requestRecord), city.as(city.technician), { id: first.id });
    expect(history.map(({ action }) => action)).toContain('transfusion-requests.raise');
  });
  it('leaves what was taken up, and forgets what was voided', async () => {
    const patientId = await city.addPatient();
    const first = await accepted(patientId, units(200));
    const second = await register(patientId, units(100));
    await execute(voidRequest, city.as(city.physician), { ...seen(second), reason: '录入错误' });
    const third = await register(patientId, units(199));
    expect(await get(third.id)).toMatchObject({ windowMl: 798, approvalRow: 1 });
    const fourth = await register(patientId, units(1));
    expect(await get(fourth.id)).toMatchObject({ windowMl: 800, approvalRow: 2 });
    expect((await get(first.id)).state).toBe('accepted');
  });
  it('of two at once counts both, whoever is first', async () => {
    const patientId = await city.addPatient();
    const both = await Promise.all([register(patientId, units(200)), register(patientId, units(200))]);
    for (const { id } of both) expect(await get(id)).toMatchObject({ windowMl: 800, approvalRow: 2 });
  });
  it('is of 24 hours, or of the day where the house says so; every component counts where it says so', async () => {
    const patientId = await city.addPatient();
    await register(patientId, units(200));
    const around = () => runRead(lookAround, city.as(city.physician), { patientId });
    expect((await around()).windowMl).toBe(400);
    await city.owner`update organisations set settings = '{"requestsByDay": true, "requestsCountAll": true}' where id = 'H01'`;
    const plasma = await register(patientId, { lines: [{ component: 'ffp', amount: 40_000, modifiers: [] }] });
    expect(await get(plasma.id)).toMatchObject({ countedMl: 400, approvalRow: 2 });
    await city.wait(24);
    const [tomorrow] = await city.owner<{ day: string }[]>`select city_today()::text as day`;
    expect(await around()).toMatchObject({ windowMl: 0, today: tomorrow?.day, last: { no: plasma.no }, results: null });
    await city.owner`update organisations set settings = '{}' where id = 'H01'`;
    expect((await around()).windowMl).toBe(0);
    today = tomorrow?.day ?? '';
  });
});

describe('抢救用血', () => {
  const emergency: Partial<RegisterRequestInput> = {
    isEmergency: true,
    isConsented: false,
    isAssessed: false,
    assessment: '',
    indication: '',
    bloodHistory: null,
    reactionHistory: null,
  };
  it('is with the transfusion department at once, of any volume, any title and no group, and owes its papers and signatures', async () => {
    const patientId = await city.addPatient({ abo: 'unknown', rhd: 'unknown', determinations: 0 });
    const asked = await register(patientId, { ...emergency, ...units(800) }, junior);
    expect(asked.state).toBe('approved');
    const before = await get(asked.id);
    expect(before).toMatchObject({ approvalRow: 3, waitingStep: 'director', waitsFor: 'lab+director+ward' });
    expect(before.supplementDueAt?.getTime()).toBeGreaterThan((await city.now()).getTime());
    const taken = await accept(asked);
    const supplied = await execute(supplyPapers, city.as(junior), {
      ...seen(taken),
      isConsented: true,
      isAssessed: true,
      assessment: '适合输血',
    });
    const first = await approve(head, supplied);
    expect(first.state).toBe('accepted');
    const last = await approve(office, first);
    expect(last.state).toBe('accepted');
    expect((await get(asked.id)).waitsFor).toBe('');
    expect(
      await refusals(
        execute(supplyPapers, city.as(junior), { ...seen(last), isConsented: true, isAssessed: true, assessment: '' }),
      ),
    ).toEqual(['request.nothing_supplied']);
  });
  it('is not sent back by an approver: it was used', async () => {
    const asked = await register(await city.addPatient(), emergency);
    expect(await refusals(sendBack(senior, asked))).toEqual(['request.not_waiting']);
  });
  it('may be refused and mended into an ordinary one, which then waits for the group', async () => {
    const patientId = await city.addPatient({ abo: 'unknown', rhd: 'unknown', determinations: 0 });
    const asked = await register(patientId, emergency);
    const refused = await execute(refuseRequest, city.as(city.technician), { ...seen(asked), reason: '填写有误' });
    const { patientId: _, ...fields } = requestInput('', today);
    const kept = { ...fields, ...seen(refused), isSubmitted: false };
    const mended = await execute(modifyRequest, city.as(city.physician), kept);
    expect(mended.state).toBe('refused');
    expect(await refusals(execute(submitRequest, city.as(city.physician), seen(mended)))).toEqual([
      'request.group_missing',
    ]);
  });
  it('counts into nobody’s window', async () => {
    const patientId = await city.addPatient();
    const ordinary = await register(patientId, units(200));
    await register(patientId, { ...emergency, ...units(800) });
    const second = await register(patientId, units(100));
    expect((await get(ordinary.id)).approvalRow).toBe(1);
    expect(await get(second.id)).toMatchObject({ windowMl: 600, approvalRow: 1 });
  });
  it('leaves no emergency issue waiting: one goes out whatever the requests of the patient say', async () => {
    await city.owner`update organisations set settings = '{"issueNeedsRequest": true}' where id = 'H01'`;
    const patientId = await city.addPatient();
    const asked = await register(patientId, units(800));
    await execute(returnRequest, city.as(head), { ...seen(asked), reason: '申请量过大' });
    const [bag = ''] = await city.stockBags(1);
    const answer = await execute(emergencyIssue, city.as(city.technician), {
      patient: { kind: 'registered', patientId },
      askedBy: '王思远',
      reason: '大出血',
      unitIds: [bag],
    });
    expect(answer.no).toMatch(/^\d{8}-\d{4}$/);
    await city.owner`update organisations set settings = '{}' where id = 'H01'`;
  });
});

describe('the transfusion department', () => {
  it('refuses with a reason; the applicant mends it and everybody signs again', async () => {
    const signed = await approve(senior, await register(await city.addPatient()));
    const refused = await execute(refuseRequest, city.as(city.technician), { ...seen(signed), reason: '标本不合格' });
    expect(refused.state).toBe('refused');
    expect(await list(city.technician, { state: 'refused' })).toContain(refused.id);
    const again = await execute(submitRequest, city.as(city.physician), seen(refused));
    expect(again.state).toBe('submitted');
  });
  it('takes up nothing that is not approved', async () => {
    const asked = await register(await city.addPatient());
    expect(await refusals(accept(asked))).toEqual(['request.not_approved']);
  });
  it('finds what waits for it, and each approver what waits for him', async () => {
    const patientId = await city.addPatient();
    const asked = await register(patientId, units(400));
    const mine = (who: UserActor) => list(who, { waitsFor: waitsForRoles(who.roles).join(',') });
    expect(await mine(senior)).toContain(asked.id);
    expect(await mine(city.technician)).not.toContain(asked.id);
    const first = await approve(senior, asked);
    expect(await mine(senior)).not.toContain(asked.id);
    const second = await approve(head, first);
    expect(await mine(city.technician)).toContain(second.id);
  });
});

describe('an issue', () => {
  it('fulfils the request it names: what is open is told, and completed when nothing is', async () => {
    const patientId = await city.addPatient();
    const request = await accepted(patientId, units(399));
    const open = () => runRead(listRequests, city.as(city.technician), { patientId });
    const bags = await city.stockBags(2);
    const [first = '', second = ''] = bags;
    const named = { requestId: request.id, requestNo: request.no ?? '' };
    const issue = await city.register(await city.issueBody(patientId, [first], named));
    expect((await open()).requests).toMatchObject([
      { id: request.id, kinds: [{ asked: 399, issued: 200, left: 199 }] },
    ]);
    const body = await city.issueBody(patientId, [second], named);
    expect(await refusals(city.register(body))).toEqual(['issue.more_than_requested']);
    await city.register(await city.issueBody(patientId, [second], { ...named, overRequestReason: '只有 2 U 的袋' }));
    expect((await open()).requests).toEqual([]);
    const done = await get(request.id);
    expect([done.state, done.issues.length]).toEqual(['completed', 2]);
    expect(
      await refusals(execute(voidRequest, city.as(city.physician), { ...seen(done), reason: '录入错误' })),
    ).toEqual(['request.not_voidable']);
    const bound = { id: issue.id, version: 1, reason: '核对', fields: { requestNo: 'HIS1' } };
    expect(await refusals(execute(correctIssue, city.as(city.technician), bound))).toEqual(['issue.request_bound']);
    await execute(voidIssue, city.as(city.reviewer), { id: issue.id, version: 1, reason: '录入错误' });
    const again = await get(request.id);
    expect(again.state).toBe('accepted');
    expect(
      await refusals(execute(refuseRequest, city.as(city.technician), { ...seen(again), reason: '标本不合格' })),
    ).toEqual(['request.has_issues']);
    expect(await city.reconcile()).toEqual([]);
  });
  it('of two at once gives no more than is open', async () => {
    const patientId = await city.addPatient();
    const request = await accepted(patientId, units(200));
    const [first = '', second = ''] = await city.stockBags(2);
    const named = { requestId: request.id, requestNo: request.no ?? '' };
    const bodies = await Promise.all([first, second].map((bag) => city.issueBody(patientId, [bag], named)));
    const answers = await Promise.allSettled(bodies.map((body) => city.register(body)));
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });
  it('names no request of another patient, of another house, of another number, or without approval', async () => {
    const patientId = await city.addPatient();
    const others = await accepted(await city.addPatient());
    const waiting = await register(patientId);
    const [bag = ''] = await city.stockBags(1);
    const asked = async (requestId: string, requestNo: string | null) =>
      refusals(city.register(await city.issueBody(patientId, [bag], { requestId, requestNo: requestNo ?? '' })));
    expect(await asked(others.id, others.no)).toEqual(['issue.request_of_another']);
    expect(await asked(randomUUID(), '20261201-0009')).toEqual(['issue.request_unknown']);
    expect(await asked(waiting.id, waiting.no)).toEqual(['issue.request_not_approved']);
    const mine = await accepted(patientId, units(100));
    expect(await asked(mine.id, 'HIS1')).toEqual(['issue.request_no_differs', 'issue.more_than_requested']);
  });
  it('stands without a request, unless the house wants one', async () => {
    const patientId = await city.addPatient();
    const [first = '', second = ''] = await city.stockBags(2);
    await city.register(await city.issueBody(patientId, [first]));
    await city.owner`update organisations set settings = '{"issueNeedsRequest": true}' where id = 'H01'`;
    expect(await refusals(city.register(await city.issueBody(patientId, [second])))).toEqual(['issue.request_needed']);
    await city.owner`update organisations set settings = '{}' where id = 'H01'`;
  });
});

describe('what is left behind', () => {
  it('a draft is removed; what was sent is voided with its reason', async () => {
    const patientId = await city.addPatient();
    const draft = await register(patientId, { isSubmitted: false });
    expect(
      await refusals(execute(voidRequest, city.as(city.physician), { ...seen(draft), reason: '录入错误' })),
    ).toEqual(['request.is_draft']);
    await execute(removeRequestDraft, city.as(city.physician), seen(draft));
    expect(await refusals(get(draft.id))).toEqual(['not_found']);
    const sent = await register(patientId);
    expect(await refusals(execute(removeRequestDraft, city.as(city.physician), seen(sent)))).toEqual([
      'request.no_draft',
    ]);
    const gone = await execute(voidRequest, city.as(city.physician), { ...seen(sent), reason: '医嘱取消' });
    expect(gone.state).toBe('void');
    expect(await get(sent.id)).toMatchObject({ reason: '医嘱取消', waitsFor: '' });
  });
  it('counts its prints without touching what others look at', async () => {
    const asked = await register(await city.addPatient());
    expect(await list(city.technician, { isPrinted: 'false' })).toContain(asked.id);
    const print = () => execute(printRequest, city.as(city.physician), { id: asked.id });
    const copies = await Promise.all([print(), print()]);
    expect(copies.map(({ copy }) => copy).sort()).toEqual([1, 2]);
    expect(await list(city.technician, { isPrinted: 'false' })).not.toContain(asked.id);
    expect((await approve(senior, asked)).state).toBe('approved');
  });
  it('tells no patient in what travels to the screens', async () => {
    const patientId = await city.addPatient();
    const { id } = await register(patientId);
    const rows = await city.owner<
      { text: string }[]
    >`select o::text as text from outbox o where o::text like ${`%${id}%`}`;
    expect(rows.length).toBeGreaterThan(0);
    for (const { text } of rows) expect(text).not.toMatch(/李桂芳|ZY[0-9A-F]{8}|股骨/);
  });
});
