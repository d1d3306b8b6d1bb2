import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { immunoRecord } from '@/domain/immunohematology-requests/record';
import type { RegisterImmunoInput, TestResult } from '@/domain/immunohematology-requests/schema';
import type { Role } from '@/domain/permissions';
import type { UserActor } from '@/server/kernel/actor';
import { execute } from '@/server/kernel/command';
import { AppError } from '@/server/kernel/errors';
import { previewImport } from '@/server/kernel/import-file';
import { listOf } from '@/server/kernel/list';
import { runRead } from '@/server/kernel/read';
import { inScope } from '@/server/kernel/scope';
import { findPatients } from '@/server/modules/clinical-issues/find-patients';
import { correctImmuno, keepReport } from '@/server/modules/immunohematology-requests/correct';
import { enterResults } from '@/server/modules/immunohematology-requests/enter';
import { getImmuno, immunoHistory, lookAroundImmuno } from '@/server/modules/immunohematology-requests/get';
import { immunoImporter, importImmuno } from '@/server/modules/immunohematology-requests/import';
import { modifyImmuno, submitImmuno } from '@/server/modules/immunohematology-requests/modify';
import { printImmuno } from '@/server/modules/immunohematology-requests/print';
import { receiveImmuno, refuseImmuno } from '@/server/modules/immunohematology-requests/receive';
import { registerImmuno } from '@/server/modules/immunohematology-requests/register';
import { reviewImmuno, sendBackResults, voidImmuno } from '@/server/modules/immunohematology-requests/review';
import { removeImmunoDraft, withdrawImmuno } from '@/server/modules/immunohematology-requests/withdraw';
import { patientFindings } from '@/server/modules/patients/findings';
import { foundResults, immunoInput, resultOf } from '../../support/immunohematology';
import { type IssueCity, openIssueCity, refusals } from '../clinical-issues/issue-city';

let city: IssueCity;
let tester: UserActor;
let reader: UserActor;
let stranger: UserActor;

beforeAll(async () => {
  city = await openIssueCity();
  const ofStation = async (staffNo: string, roles: readonly Role[]): Promise<UserActor> => ({
    ...(await city.enrol(staffNo, roles, 'S01')),
    orgKind: 'blood_station',
  });
  tester = await ofStation('5001', ['lab_technician']);
  reader = await ofStation('5002', ['lab_technician', 'lab_reviewer']);
  await city.owner`insert into organisations (id, kind, name, short_name) values ('L02', 'reference_lab', '另一参比实验室', '另一实验室')`;
  stranger = { ...(await city.enrol('5001', ['lab_technician', 'lab_reviewer'], 'L02')), orgKind: 'reference_lab' };
});
afterAll(() => city.close());

interface Seen {
  readonly id: string;
  readonly version: number;
}
const register = async (patientId: string, change: Partial<RegisterImmunoInput> = {}, key?: string) =>
  execute(registerImmuno, city.as(city.physician), immunoInput(patientId, await city.now(), change), key);
const receive = ({ id, version }: Seen, who = tester) => execute(receiveImmuno, city.as(who), { id, version });
const enter = ({ id, version }: Seen, results: TestResult[], who = tester, isComplete = true) =>
  execute(enterResults, city.as(who), { id, version, results, conclusion: '见结果', advice: '', isComplete });
const review = ({ id, version }: Seen, who = reader) => execute(reviewImmuno, city.as(who), { id, version });
const get = (id: string, who = city.technician) => runRead(getImmuno, city.as(who), { id });
const findings = async (patientId: string, who = city.technician) =>
  (await runRead(patientFindings, city.as(who), { id: patientId })).map(
    ({ kind, value, reportNo, withdrawnAt }) => `${kind} ${value} ${reportNo}${withdrawnAt ? ' withdrawn' : ''}`,
  );
const known = async (patientId: string) => {
  const { patients } = await runRead(findPatients, city.as(city.technician), { id: patientId });
  return patients[0];
};
const list = async (who: UserActor, side: 'owner' | 'party', filters: Record<string, string> = {}) => {
  const page = await runRead(listOf(immunoRecord), city.as(who), { filters, side, limit: 200 });
  return [...page.waiting, ...page.rows].map(({ id }) => id);
};
const reason = '标本与申请单不符';
async function reported(patientId: string, results: TestResult[], change: Partial<RegisterImmunoInput> = {}) {
  return review(await enter(await receive(await register(patientId, change)), results));
}
const codeOf = async (deed: Promise<unknown>) => {
  try {
    await deed;
    return 'done';
  } catch (error) {
    return error instanceof AppError ? error.code : String(error);
  }
};

describe('a request', () => {
  it('goes to the laboratory with a number, numbered tubes, its clock, and what the register says', async () => {
    const patientId = await city.addPatient({ abo: 'B', rhd: 'negative', antibodies: ['抗-D'] });
    const { id, no, state } = await register(patientId, { isUrgent: true });
    expect([no, state]).toEqual([expect.stringMatching(/^\d{8}-\d{4}$/), 'submitted']);
    const seen = await get(id, tester);
    expect(seen).toMatchObject({ abo: 'B', rhd: 'negative', antibodies: ['抗-D'], isOurs: false, patientId: null });
    expect(seen.specimens.map(({ tubeNo }) => tubeNo)).toEqual([`XI-H01-${no}-1`]);
    expect((seen.dueAt?.getTime() ?? 0) - (seen.appliedAt?.getTime() ?? 0)).toBe(4 * 3_600_000);
  });
  it('is the same request when it is sent twice', async () => {
    const patientId = await city.addPatient();
    const input = immunoInput(patientId, await city.now());
    const key = randomUUID();
    const first = await execute(registerImmuno, city.as(city.physician), input, key);
    expect(await execute(registerImmuno, city.as(city.physician), input, key)).toEqual(first);
    expect(await list(city.technician, 'owner', { no: first.no ?? 'none' })).toHaveLength(1);
  });
  it('is refused with everything that is missing, and kept as a draft all the same', async () => {
    const patientId = await city.addPatient();
    const bare = { department: '', diagnosis: '', transfusionHistory: null, tests: [], specimens: [] };
    expect(await refusals(register(patientId, bare))).toHaveLength(5);
    const draft = await register(patientId, { ...bare, isSubmitted: false });
    expect(draft).toMatchObject({ no: null, state: 'draft' });
    expect(await codeOf(get(draft.id, tester))).toBe('not_found');
    expect(await refusals(execute(submitImmuno, city.as(city.physician), draft as never))).not.toEqual([]);
    await execute(removeImmunoDraft, city.as(city.physician), { id: draft.id, version: draft.version });
    expect(await codeOf(get(draft.id))).toBe('not_found');
  });
  it('goes to no house that is none, and is of no patient of another hospital', async () => {
    const patientId = await city.addPatient();
    expect(await refusals(register(patientId, { partyOrgId: 'H02', isSubmitted: false }))).toEqual([
      'immunohematology.laboratory_missing',
    ]);
    expect(await codeOf(register(await city.addPatient({}, city.otherTechnician)))).toBe('not_found');
  });
  it('is read by its hospital and its laboratory, and by nobody else', async () => {
    const { id } = await register(await city.addPatient());
    for (const who of [stranger, city.otherTechnician]) {
      expect(await codeOf(get(id, who))).toBe('not_found');
      expect(await list(who, 'party')).not.toContain(id);
      expect(await runRead(immunoHistory, city.as(who), { id })).toEqual([]);
    }
    expect(await codeOf(receive({ id, version: 1 }, stranger))).toBe('not_found');
    expect(await list(tester, 'party')).toContain(id);
  });
  it('shows the laboratory nothing else of the hospital', async () => {
    const patientId = await city.addPatient();
    await register(patientId);
    const seen = await inScope(city.as(tester), 'read', async ({ q }) => [
      ...(await q`select 1 from patients`),
      ...(await q`select 1 from patient_findings`),
      ...(await q`select 1 from clinical_issues`),
    ]);
    expect(seen).toEqual([]);
  });
  it('stands on top of the queue when it is urgent, then by what is due first', async () => {
    const ordinary = await register(await city.addPatient());
    const urgent = await register(await city.addPatient(), { isUrgent: true });
    const queue = await list(tester, 'party');
    expect(queue.indexOf(urgent.id)).toBeLessThan(queue.indexOf(ordinary.id));
    expect(queue[0]).not.toBe(ordinary.id);
  });
  it('is found by the number of its tube', async () => {
    const { id, no } = await register(await city.addPatient());
    expect(await list(tester, 'party', { tube: `XI-H01-${no}-1` })).toEqual([id]);
  });
});

describe('a specimen', () => {
  it('is refused with a reason; the hospital sends other tubes under the same number', async () => {
    const first = await register(await city.addPatient());
    const refused = await execute(refuseImmuno, city.as(tester), {
      id: first.id,
      version: first.version,
      refusal: 'haemolysed',
      reason: '重度溶血',
    });
    expect(refused.state).toBe('refused');
    const { patientId: _, ...fields } = immunoInput('', await city.now());
    const again = await execute(modifyImmuno, city.as(city.technician), {
      id: first.id,
      version: refused.version,
      ...fields,
    });
    expect(again).toMatchObject({ no: first.no, state: 'submitted' });
    expect(await get(first.id)).toMatchObject({
      refusal: null,
      specimens: [{ tubeNo: `XI-H01-${first.no}-2` }],
    });
  });
  it('of somebody else leaves none of its readings to the tubes that come after it', async () => {
    const first = await register(await city.addPatient());
    const begun = await enter(
      await receive(first),
      [resultOf({ test: 'ab_screen', outcome: 'positive' })],
      tester,
      false,
    );
    const refused = await execute(refuseImmuno, city.as(tester), {
      ...seen(begun),
      refusal: 'label',
      reason: '标签是别人的',
    });
    const { patientId: _, ...fields } = immunoInput('', await city.now());
    const again = await execute(modifyImmuno, city.as(city.technician), { ...seen(refused), ...fields });
    await receive(again);
    expect(await get(first.id, tester)).toMatchObject({ state: 'received', results: [], conclusion: '' });
  });
  it('is received once, by two at once', async () => {
    const request = await register(await city.addPatient());
    const both = await Promise.allSettled([receive(request), receive(request, reader)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });
  it('is nothing to receive for its hospital, and nothing to withdraw for the laboratory', async () => {
    const request = await register(await city.addPatient());
    expect(await codeOf(receive(request, city.physician))).toBe('forbidden');
    const lost = { ...tester, roles: ['technician'] as const };
    expect(await codeOf(execute(withdrawImmuno, city.as(lost), { ...seen(request), reason }))).toBe('not_found');
    expect(await execute(withdrawImmuno, city.as(city.physician), { ...seen(request), reason })).toMatchObject({
      state: 'withdrawn',
    });
  });
});

const seen = ({ id, version }: Seen) => ({ id, version });

describe('results', () => {
  it('are the laboratory’s own until a second person has read them', async () => {
    const entered = await enter(await receive(await register(await city.addPatient())), foundResults('抗-E'));
    expect(entered.state).toBe('entered');
    expect((await get(entered.id, reader)).results).toHaveLength(2);
    expect(await get(entered.id)).toMatchObject({ results: [], conclusion: '', reports: [] });
    const told = await runRead(immunoHistory, city.as(city.technician), { id: entered.id });
    expect(JSON.stringify(told)).not.toContain('抗-E');
    expect(JSON.stringify(await runRead(immunoHistory, city.as(reader), { id: entered.id }))).toContain('抗-E');
  });
  it('are not reported by whoever entered them', async () => {
    const entered = await enter(await receive(await register(await city.addPatient())), foundResults('抗-E'), reader);
    expect(await refusals(review(entered))).toEqual(['immunohematology.own_results']);
    expect(await codeOf(review(entered, tester))).toBe('forbidden');
  });
  it('are kept half done, sent back with a reason, and refused while an item has none', async () => {
    const received = await receive(await register(await city.addPatient()));
    const half = await enter(received, [resultOf({ test: 'ab_screen', outcome: 'positive' })], tester, false);
    expect(half.state).toBe('testing');
    expect(await refusals(enter(half, [resultOf({ test: 'ab_screen', outcome: 'positive' })]))).toEqual([
      'immunohematology.result_missing',
    ]);
    const entered = await enter(half, foundResults('抗-E'));
    const back = await execute(sendBackResults, city.as(reader), { ...seen(entered), reason });
    expect(back.state).toBe('testing');
    expect(await codeOf(review(back))).toBe('refused');
  });
  it('are not changed by the hospital, nor what it asked by the laboratory, whatever the statement', async () => {
    const { id } = await enter(await receive(await register(await city.addPatient())), foundResults('抗-E'));
    const write = (who: UserActor, set: string) =>
      inScope(city.as(who), 'write', ({ q }) =>
        q.unsafe(`update immunohematology_requests set ${set} where id = '${id}'`).then(() => 'written'),
      ).catch((error: { code?: string }) => error.code ?? String(error));
    expect(await write(city.technician, `results = '[]'`)).toBe('42501');
    expect(await write(tester, `diagnosis = '别的'`)).toBe('42501');
    expect(await write(tester, `party_org_id = 'L02'`)).toBe('42501');
  });
});

describe('a report', () => {
  it('brings what it found to the patient, and the desk goes by it', async () => {
    const patientId = await city.addPatient();
    const [first = '', second = ''] = await city.stockBags(2);
    expect(await refusals(city.register(await city.issueBody(patientId, [first])))).toEqual([]);
    const { id } = await reported(patientId, foundResults('抗-D'));
    expect(await findings(patientId)).toEqual(['antibody 抗-D 1']);
    expect(await refusals(city.register(await city.issueBody(patientId, [second])))).toEqual(['issue.incompatible']);
    const { patient } = await runRead(lookAroundImmuno, city.as(city.physician), { patientId });
    expect(patient.antibodies).toEqual(['抗-D']);
    expect(await get(id)).toMatchObject({ state: 'reported', reports: [{ reportNo: 1, enteredBy: '5001 人5001' }] });
  });
  it('adds to the antibodies of the register, each once', async () => {
    const patientId = await city.addPatient({ antibodies: ['抗-K'] });
    await reported(patientId, foundResults('抗-E', '抗-K'));
    expect((await known(patientId))?.antibodies).toEqual(['抗-K', '抗-E']);
  });
  it('is corrected by a further version, and what it says of the patient with it', async () => {
    const patientId = await city.addPatient();
    const first = await reported(patientId, foundResults('抗-E', '抗-c'));
    const open = await execute(correctImmuno, city.as(tester), { ...seen(first), reason: '抗-E 复查为抗-Jka' });
    // Until the next version stands, the first one does.
    expect([open.state, (await findings(patientId)).length]).toEqual(['correcting', 2]);
    const second = await review(await enter(open, foundResults('抗-c', '抗-Jka')));
    expect(second).toMatchObject({ state: 'corrected', reportNo: 2 });
    expect((await findings(patientId)).sort()).toEqual([
      'antibody 抗-E 1 withdrawn',
      'antibody 抗-Jka 2',
      'antibody 抗-c 1',
    ]);
    expect((await known(patientId))?.antibodies.sort()).toEqual(['抗-Jka', '抗-c']);
    expect((await get(first.id)).reports.map(({ reportNo, correction }) => [reportNo, correction])).toEqual([
      [2, '抗-E 复查为抗-Jka'],
      [1, null],
    ]);
  });
  it('stands again when its correction is dropped', async () => {
    const patientId = await city.addPatient();
    const first = await reported(patientId, foundResults('抗-E'));
    const open = await execute(correctImmuno, city.as(tester), { ...seen(first), reason });
    const changed = await enter(open, foundResults('抗-K'), tester, false);
    const kept = await execute(keepReport, city.as(tester), { ...seen(changed), reason: '原报告无误' });
    expect(kept.state).toBe('reported');
    expect((await get(kept.id, tester)).results).toEqual(foundResults('抗-E'));
    expect(await findings(patientId)).toEqual(['antibody 抗-E 1']);
  });
  it('that is voided says nothing of the patient any more', async () => {
    const patientId = await city.addPatient();
    const first = await reported(patientId, foundResults('抗-E'));
    expect(await codeOf(execute(voidImmuno, city.as(tester), { ...seen(first), reason }))).toBe('forbidden');
    await execute(voidImmuno, city.as(reader), { ...seen(first), reason });
    expect(await findings(patientId)).toEqual(['antibody 抗-E 1 withdrawn']);
    expect((await known(patientId))?.antibodies).toEqual([]);
  });
  it('is given once by two reviewers at once', async () => {
    const other: UserActor = { ...(await city.enrol('5003', ['lab_reviewer'], 'S01')), orgKind: 'blood_station' };
    const entered = await enter(await receive(await register(await city.addPatient())), foundResults('抗-E'));
    const both = await Promise.allSettled([review(entered), review(entered, other)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect((await get(entered.id)).reports).toHaveLength(1);
  });
  it('of another group than the register makes the group unknown at the desk, until one of them is corrected', async () => {
    const patientId = await city.addPatient({ abo: 'A', rhd: 'positive' });
    const group = [resultOf({ test: 'abo_rh', abo: 'AB', rhd: 'positive' })];
    const first = await reported(patientId, group, { tests: ['abo_rh'] });
    expect(await known(patientId)).toMatchObject({ abo: 'unknown', rhd: 'positive', reportedGroup: 'AB.positive' });
    const open = await execute(correctImmuno, city.as(tester), { ...seen(first), reason });
    await review(await enter(open, [resultOf({ test: 'abo_rh', abo: 'A', rhd: 'positive' })]));
    expect(await known(patientId)).toMatchObject({ abo: 'A', rhd: 'positive' });
  });
  it('is printed as often as it is wanted, and each time is in the history of both houses', async () => {
    const { id } = await reported(await city.addPatient(), foundResults('抗-E'));
    await execute(printImmuno, city.as(city.technician), { id, what: 'report', reportNo: 1 });
    expect(await execute(printImmuno, city.as(tester), { id, what: 'application' })).toMatchObject({ copy: 1 });
    expect(await execute(printImmuno, city.as(city.technician), { id, what: 'application' })).toMatchObject({
      copy: 2,
    });
    expect(await refusals(execute(printImmuno, city.as(tester), { id, what: 'report', reportNo: 2 }))).toEqual([
      'immunohematology.no_report',
    ]);
    for (const who of [city.technician, tester])
      expect((await runRead(immunoHistory, city.as(who), { id })).map(({ action }) => action.split('.')[1])).toEqual(
        expect.arrayContaining(['register', 'receive', 'enter', 'review', 'print-report', 'print-application']),
      );
  });
  it('is no word of the feed: neither a name nor an antibody', async () => {
    const { id } = await reported(await city.addPatient(), foundResults('抗-E'));
    const told = await city.owner<{ envelope: unknown; rooms: string[] }[]>`
      select envelope, rooms from outbox where envelope->>'recordId' = ${id}`;
    expect(told.length).toBeGreaterThan(3);
    expect(JSON.stringify(told)).not.toMatch(/李桂芳|抗-E|ZY/);
    expect(told.every(({ rooms }) => rooms.join() === 'org:H01,org:S01')).toBe(true);
  });
});

describe('a file of requests', () => {
  const heading = '病案号,申请项目,加急,送检科室,临床诊断,输血史,标本类型,采集时间';
  const preview = (lines: readonly string[]) =>
    previewImport(city.as(city.technician), immunoImporter, {
      name: '检测申请.csv',
      bytes: Buffer.from([heading, ...lines].join('\n')),
    });
  it('becomes drafts; each line that it may not say is named', async () => {
    const patientId = await city.addPatient();
    const [row] = await city.owner<{ mrn: string }[]>`select mrn from patients where id = ${patientId}`;
    const mrn = row?.mrn ?? '';
    const bad = await preview([`${mrn},血常规,是,血液科,贫血,有,,`, 'ZZ000,抗筛,否,血液科,贫血,有,,']);
    expect(bad.problems.map(({ line, code }) => [line, code])).toEqual([
      [2, 'immunohematology.import_tests'],
      [3, 'immunohematology.patient_unknown'],
    ]);
    expect(JSON.stringify(bad)).not.toContain(mrn);
    const good = await preview([`${mrn},抗筛、抗体鉴定,是,血液科,贫血,有,EDTA抗凝,2026-12-01 08:30`]);
    const apply = () =>
      execute(importImmuno, city.as(city.technician), { importId: good.importId, digest: good.digest });
    const both = await Promise.allSettled([apply(), apply()]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const [draft] = await city.owner<{ state: string; tests: string[]; isUrgent: boolean; partyOrgId: string }[]>`
      select state, tests, is_urgent as "isUrgent", party_org_id as "partyOrgId" from immunohematology_requests where patient_id = ${patientId}`;
    expect(draft).toEqual({ state: 'draft', tests: ['ab_screen', 'ab_id'], isUrgent: true, partyOrgId: 'L02' });
  });
});
