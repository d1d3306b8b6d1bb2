import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import type { benchSchema } from '@/domain/clinical-issues/schema';
import { determinationCovers } from '@/domain/specimens/covers';
import { specimenRecord } from '@/domain/specimens/record';
import type { Readings } from '@/domain/specimens/schema';
import type { RegisterRequestInput } from '@/domain/transfusion-requests/schema';
import type { UserActor } from '@/server/kernel/actor';
import { execute } from '@/server/kernel/command';
import { historyOf } from '@/server/kernel/history';
import { listOf } from '@/server/kernel/list';
import { runRead } from '@/server/kernel/read';
import { crossmatchBags } from '@/server/modules/clinical-issues/crossmatch';
import { emergencyIssue } from '@/server/modules/clinical-issues/emergency';
import { lapseReservations } from '@/server/modules/clinical-issues/lapse';
import { settleTask } from '@/server/modules/clinical-issues/settle';
import { unreserveBags } from '@/server/modules/clinical-issues/unreserve';
import { correctPatient } from '@/server/modules/patients/correct';
import { cancelProcessing } from '@/server/modules/processings/cancel';
import { startProcessing } from '@/server/modules/processings/start';
import { listBench, readChain } from '@/server/modules/specimens/chain';
import { determineGroup } from '@/server/modules/specimens/determine';
import { refuseSpecimen, voidSpecimen } from '@/server/modules/specimens/end';
import { getSpecimen } from '@/server/modules/specimens/get';
import { receiveSpecimen } from '@/server/modules/specimens/receive';
import { screenSpecimen } from '@/server/modules/specimens/screen';
import { approveRequest } from '@/server/modules/transfusion-requests/decide';
import { acceptRequest, refuseRequest } from '@/server/modules/transfusion-requests/department';
import { registerRequest } from '@/server/modules/transfusion-requests/register';
import { voidRequest } from '@/server/modules/transfusion-requests/void';
import { requestInput } from '../../support/requests';
import { type IssueCity, openIssueCity, type PatientWish, refusals } from '../clinical-issues/issue-city';

let city: IssueCity;
let senior: UserActor;
let elsewhere: UserActor;

beforeAll(async () => {
  city = await openIssueCity();
  senior = await city.enrol('2101', ['senior_physician'], 'H01', '副主任医师');
  elsewhere = await city.enrol('1009', ['technician', 'reviewer'], 'H02');
});
afterAll(() => city.close());

const hourMs = 3_600_000;
const groupA: Readings = { antiA: 'strong', antiB: 'none', antiD: 'strong', cellsA: 'none', cellsB: 'strong' };
const groupO: Readings = { antiA: 'none', antiB: 'none', antiD: 'strong', cellsA: 'strong', cellsB: 'strong' };
const unfit: Readings = { ...groupA, cellsB: 'none' };

/** To noon or to midnight of the city: by day two read, at night one may. */
async function setHour(hour: number): Promise<void> {
  await city.owner`
    update city set clock_offset = clock_offset + (date_trunc('day', city_now() at time zone time_zone) + make_interval(days => 1, hours => ${hour})) at time zone time_zone - city_now()`;
}
async function today(): Promise<string> {
  const [row] = await city.owner<{ today: string }[]>`select city_today()::text as today`;
  return row?.today ?? '';
}

let serial = 0;
const nextTube = () => `BB${String(++serial).padStart(6, '0')}`;

async function request(patientId: string, change: Partial<RegisterRequestInput> = {}) {
  const sent = await execute(registerRequest, city.as(city.physician), requestInput(patientId, await today(), change));
  const { id, version } = sent;
  const approved = await execute(approveRequest, city.as(senior), { id, version });
  return execute(acceptRequest, city.as(city.technician), { id, version: approved.version });
}

interface Wish extends PatientWish {
  readonly request?: Partial<RegisterRequestInput>;
}

const checks = ['label', 'patient', 'volume', 'quality'] as const;
async function receiveInput(patientId: string, requestId?: string, drawnHoursAgo = 1) {
  return {
    tubeNo: nextTube(),
    patientId,
    ...(requestId ? { requestId } : {}),
    drawnAt: new Date((await city.now()).getTime() - drawnHoursAgo * hourMs),
    drawnBy: '3001 人3001',
    checks: [...checks],
  };
}
type Tube = { id: string; tubeNo: string; version: number };
const receive = async (patientId: string, requestId?: string, hours = 1): Promise<Tube> =>
  execute(receiveSpecimen, city.as(city.technician), await receiveInput(patientId, requestId, hours));
const read = ({ id, version, tubeNo }: Tube, readings: Readings, who = city.technician, key?: string) =>
  execute(determineGroup, city.as(who), { id, version, tubeNo, readings }, key);
async function grouped(tube: Tube, readings: Readings): Promise<Tube> {
  const first = await read(tube, readings);
  return read({ ...tube, version: first.version }, readings, city.reviewer);
}
const screen = ({ id, version, tubeNo }: Tube, result: 'negative' | 'positive', antibodies: string[] = []) =>
  execute(screenSpecimen, city.as(city.technician), { id, version, tubeNo, result, antibodies });

/** A patient with an accepted request and a tube of which two agreed. */
async function ready(wish: Wish = {}) {
  const { request: asked, ...patient } = wish;
  const { abo = 'A' } = patient;
  const patientId = await city.addPatient({ abo, ...patient });
  const { id: requestId } = await request(patientId, asked);
  const tube = await grouped(await receive(patientId, requestId), abo === 'O' ? groupO : groupA);
  return { patientId, requestId, tube };
}
type Ready = Awaited<ReturnType<typeof ready>>;
type BenchBody = z.input<typeof benchSchema>;
async function benchBody(
  { requestId, tube }: Pick<Ready, 'requestId' | 'tube'>,
  unitIds: readonly string[],
  change: Parameters<IssueCity['crossmatch']>[0] = {},
): Promise<BenchBody> {
  const at = await city.now();
  const crossmatch = await city.crossmatch({ specimenNo: tube.tubeNo, testedAt: at, ...change });
  return { requestId, specimenId: tube.id, lines: unitIds.map((unitId) => ({ unitId, crossmatch })) };
}
const match = (body: BenchBody, who = city.technician, key?: string) =>
  execute(crossmatchBags, city.as(who), body, key);
const patientOf = async (id: string) => {
  const [row] = await city.owner`
    select abo, rhd, group_determinations as determinations, antibodies from patients where id = ${id}`;
  return row;
};
const chain = (requestId: string, who = city.technician) => runRead(readChain, city.as(who), { requestId });
const stepOf = async (requestId: string) => (await chain(requestId)).request.step;
const redOf = (abo: 'A' | 'O', count = 1) => city.stockBags(count, { abo });

beforeEach(() => setHour(12));

describe('a tube', () => {
  it('is received for a request, and the bench says what is next', async () => {
    const patientId = await city.addPatient({ abo: 'A' });
    const { id } = await request(patientId);
    expect(await stepOf(id)).toBe('receive');
    const tube = await receive(patientId, id);
    expect(await stepOf(id)).toBe('first');
    const page = await runRead(listOf(specimenRecord), city.as(city.technician), { filters: { tubeNo: tube.tubeNo } });
    expect(page.rows).toMatchObject([
      { tubeNo: tube.tubeNo, state: 'received', grouping: 'none', receivedBy: '1001 人1001' },
    ]);
  });

  it('is refused by everything at once that is wrong with it', async () => {
    const patientId = await city.addPatient();
    const other = await request(await city.addPatient());
    const input = { ...(await receiveInput(patientId, other.id, 73)), checks: [] };
    expect(await refusals(execute(receiveSpecimen, city.as(city.technician), input))).toEqual([
      'specimen.request_other',
      'specimen.check_missing',
      'specimen.check_missing',
      'specimen.check_missing',
      'specimen.check_missing',
      'specimen.too_old',
    ]);
  });

  it('that does not qualify is written down as refused, and nothing is read on it', async () => {
    const patientId = await city.addPatient({ abo: 'A' });
    const { id } = await request(patientId);
    const input = { ...(await receiveInput(patientId, id, 80)), checks: [], refusedReason: '溶血' };
    const tube = await execute(receiveSpecimen, city.as(city.technician), input);
    expect(tube.state).toBe('refused');
    expect(await refusals(read(tube, groupA))).toEqual(['specimen.not_received']);
    expect(await stepOf(id)).toBe('receive');
  });

  it('is one tube when two receive it at once, and when the same is sent twice', async () => {
    const patientId = await city.addPatient();
    const input = await receiveInput(patientId);
    const key = randomUUID();
    const send = (who: UserActor, by?: string) => execute(receiveSpecimen, city.as(who), input, by);
    const first = await send(city.technician, key);
    expect(await send(city.technician, key)).toEqual(first);
    const again = await receiveInput(patientId);
    const both = await Promise.all(
      [city.technician, city.reviewer].map((who) => refusals(execute(receiveSpecimen, city.as(who), again))),
    );
    expect(both.flat()).toEqual(['specimen.tube_known']);
  });

  it('of another hospital does not exist', async () => {
    const tube = await receive(await city.addPatient());
    expect(await refusals(runRead(getSpecimen, city.as(elsewhere), { id: tube.id }))).toEqual(['not_found']);
    expect(await refusals(read(tube, groupO, elsewhere))).toEqual(['not_found']);
    expect(await refusals(execute(voidSpecimen, city.as(elsewhere), { ...idOf(tube), reason: '登记错误' }))).toEqual([
      'not_found',
    ]);
    const theirs = { ...(await receiveInput(await city.addPatient())), tubeNo: tube.tubeNo };
    expect(await refusals(execute(receiveSpecimen, city.as(elsewhere), theirs))).toEqual(['not_found']);
  });
});

const idOf = ({ id, version }: Tube) => ({ id, version });

describe('a group', () => {
  it('enters the register when two people read the same, once for each draw', async () => {
    const patientId = await city.addPatient({ abo: 'unknown', rhd: 'unknown', determinations: 0 });
    await grouped(await receive(patientId, undefined, 3), groupA);
    expect(await patientOf(patientId)).toMatchObject({ abo: 'A', rhd: 'positive', determinations: 1 });
    await grouped(await receive(patientId, undefined, 1), groupA);
    expect(await patientOf(patientId)).toMatchObject({ abo: 'A', determinations: 2 });
  });

  it('of a second tube of the same draw counts no further', async () => {
    const patientId = await city.addPatient({ abo: 'unknown', rhd: 'unknown', determinations: 0 });
    const one = await receiveInput(patientId);
    const tubes = [one, { ...one, tubeNo: nextTube() }];
    for (const input of tubes) await grouped(await execute(receiveSpecimen, city.as(city.technician), input), groupA);
    expect(await patientOf(patientId)).toMatchObject({ abo: 'A', determinations: 1 });
  });

  it('is not told by the first reading before the second, to nobody', async () => {
    const tube = await receive(await city.addPatient({ abo: 'A' }));
    await read(tube, groupA);
    for (const who of [city.technician, city.reviewer]) {
      const { tests } = await runRead(getSpecimen, city.as(who), { id: tube.id });
      expect(tests).toMatchObject([{ kind: 'first', readings: null, abo: 'unknown', rhd: 'unknown' }]);
    }
    const told = await runRead(historyOf(specimenRecord), city.as(city.reviewer), { id: tube.id });
    expect(told.length).toBe(2);
    expect(JSON.stringify(told)).not.toMatch(/"A"|strong/);
  });

  it('is not rechecked by day by the one who read first; at night by him, and the reviewer is told', async () => {
    const tube = await receive(await city.addPatient({ abo: 'A' }));
    const first = await read(tube, groupA);
    const next = { ...tube, version: first.version };
    expect(await refusals(read(next, groupA))).toEqual(['specimen.recheck_same_person']);
    await setHour(2);
    expect((await read(next, groupA)).grouping).toBe('agreed');
    const { tests } = await runRead(getSpecimen, city.as(city.technician), { id: tube.id });
    expect(tests.map(({ kind, isSecondEntry }) => [kind, isSecondEntry])).toEqual([
      ['first', false],
      ['recheck', true],
    ]);
    const tasks = await city.owner`select kind from tasks where module = 'specimens' and record_id = ${tube.id}`;
    expect(tasks).toEqual([{ kind: 'recheck' }]);
  });

  it('is rechecked by a colleague’s badge at the same screen, over exactly these readings', async () => {
    const tube = await receive(await city.addPatient({ abo: 'A' }));
    const { version } = await read(tube, groupA);
    const next = { id: tube.id, version, tubeNo: tube.tubeNo, readings: groupA };
    const reader = await city.sign(city.technician, city.reviewer, determinationCovers(next));
    const send = (body: object) => execute(determineGroup, city.as(city.technician), { ...next, reader, ...body });
    expect(await refusals(send({ readings: unfit }))).toEqual(['signature.covers_other_content']);
    expect((await send({})).grouping).toBe('agreed');
  });

  it('is refused of another tube than the one in the hand', async () => {
    const tube = await receive(await city.addPatient());
    expect(await refusals(read({ ...tube, tubeNo: 'BB999999' }, groupO))).toEqual(['specimen.tube_differs']);
  });

  it('that forward and reverse do not agree on enters nothing, and another round may', async () => {
    const patientId = await city.addPatient({ abo: 'unknown', rhd: 'unknown', determinations: 0 });
    const tube = await receive(patientId);
    const first = await read(tube, unfit);
    expect([first.grouping, first.faults]).toEqual(['discrepant', ['forward_reverse_differ']]);
    expect(await patientOf(patientId)).toMatchObject({ abo: 'unknown', determinations: 0 });
    await grouped({ ...tube, version: first.version }, groupA);
    expect(await patientOf(patientId)).toMatchObject({ abo: 'A', determinations: 1 });
  });

  it('that two read differently enters nothing', async () => {
    const patientId = await city.addPatient({ abo: 'A', determinations: 1 });
    const tube = await receive(patientId);
    const first = await read(tube, groupA);
    const second = await read({ ...tube, version: first.version }, groupO, city.reviewer);
    expect(second.grouping).toBe('differing');
    expect(await patientOf(patientId)).toMatchObject({ abo: 'A', determinations: 1 });
  });

  it('that contradicts the register stops red cells that are not O, is a task, and ends with a further draw', async () => {
    const { patientId, requestId } = await ready({ abo: 'A' });
    const tube = await grouped(await receive(patientId, requestId, 2), groupO);
    expect(await patientOf(patientId)).toMatchObject({ abo: 'O', determinations: 1 });
    const tasks = async () =>
      (await runRead(listBench, city.as(city.technician), {})).tasks.filter(({ recordId }) => recordId === tube.id);
    expect(await tasks()).toMatchObject([{ kind: 'group_contradiction' }]);
    const [a = '', o = ''] = [...(await redOf('A')), ...(await redOf('O'))];
    expect(await refusals(match(await benchBody({ requestId, tube }, [a])))).toContain('issue.incompatible');
    expect(await refusals(match(await benchBody({ requestId, tube }, [o])))).toEqual([]);
    await grouped(await receive(patientId, requestId, 0.5), groupO);
    expect(await patientOf(patientId)).toMatchObject({ abo: 'O', determinations: 2 });
    expect(await tasks()).toEqual([]);
  });

  it('that the laboratory determined is nobody’s to type', async () => {
    const { patientId } = await ready({ abo: 'A' });
    const [row] = await city.owner<{ version: number; mrn: string; name: string; sex: 'male' }[]>`
      select version, mrn, name, sex from patients where id = ${patientId}`;
    const fields = {
      birthDate: null,
      antibodies: [],
      requirements: [],
      isUnidentified: false,
      rhd: 'positive' as const,
    };
    const correct = (abo: 'A' | 'B', groupDeterminations: number) =>
      execute(correctPatient, city.as(city.reviewer), {
        id: patientId,
        version: row?.version ?? 0,
        mrn: row?.mrn ?? '',
        name: row?.name ?? '',
        sex: row?.sex ?? 'male',
        ...fields,
        abo,
        groupDeterminations,
        reason: '录入错误',
      });
    expect(await refusals(correct('B', 3))).toEqual(['patient.group_of_laboratory']);
    expect(await refusals(correct('A', 3))).toEqual([]);
  });
});

describe('a crossmatch', () => {
  it('keeps what fits for its request until the tube is too old, and the issue goes out by it', async () => {
    const it = await ready();
    expect(await stepOf(it.requestId)).toBe('crossmatch');
    const bags = await redOf('A');
    const key = randomUUID();
    const body = await benchBody(it, bags);
    const done = await match(body, city.technician, key);
    expect(await match(body, city.technician, key)).toEqual(done);
    expect(done).toMatchObject({ kept: bags, incompatible: [] });
    expect(await stepOf(it.requestId)).toBe('issue');
    const [bag = ''] = bags;
    const [{ no = '' } = {}] = await city.owner<
      { no: string }[]
    >`select no from transfusion_requests where id = ${it.requestId}`;
    const lines = [{ unitId: bag, appearance: 'normal' as const }];
    await city.register(await city.issueBody(it.patientId, bags, { requestId: it.requestId, requestNo: no, lines }));
    const [told] = (await chain(it.requestId)).crossmatches;
    expect(told).toMatchObject({ unitId: bag, isCompatible: true, endReason: 'issued', issueNo: expect.any(String) });
    expect(await city.reconcile()).toEqual([]);
  });

  it('that is incompatible is written down, gives its bag back, and asks for a screen before the next', async () => {
    const it = await ready();
    const [one = '', two = ''] = await redOf('A', 2);
    await match(await benchBody(it, [one]));
    expect((await city.stateOf(one))?.state).toBe('reserved');
    const done = await match(await benchBody(it, [one], { major: 'incompatible' }));
    expect(done).toMatchObject({ kept: [], incompatible: [one] });
    expect((await city.stateOf(one))?.state).toBe('available');
    expect(await stepOf(it.requestId)).toBe('screen');
    expect(await refusals(match(await benchBody(it, [two])))).toEqual(['crossmatch.screen_missing']);
    const { version } = await runRead(getSpecimen, city.as(city.technician), { id: it.tube.id });
    await screen({ ...it.tube, version }, 'positive', ['抗-E']);
    expect(await patientOf(it.patientId)).toMatchObject({ antibodies: ['抗-E'] });
    expect(await refusals(match(await benchBody(it, [two], { method: 'saline' })))).toContain(
      'crossmatch.needs_antiglobulin',
    );
    expect(await city.reconcile()).toEqual([]);
  });

  it('after a positive screen without a name is by antiglobulin all the same', async () => {
    const it = await ready({ request: { bloodHistory: 'had', bloodTimes: 1 } });
    const bags = await redOf('A');
    expect(await refusals(match(await benchBody(it, bags)))).toEqual(['crossmatch.screen_missing']);
    await screen(it.tube, 'positive');
    expect(await refusals(match(await benchBody(it, bags, { method: 'polybrene' })))).toEqual([
      'crossmatch.needs_antiglobulin',
    ]);
    expect(await refusals(match(await benchBody(it, bags, { method: 'gel_card' })))).toEqual([]);
  });

  it('wants its own patient’s tube, taken, grouped by two, and the one in the rack', async () => {
    const it = await ready();
    const other = await ready();
    const bags = await redOf('A');
    const body = await benchBody(it, bags);
    expect(await refusals(match({ ...body, specimenId: other.tube.id }))).toEqual([
      'crossmatch.specimen_unknown',
      'crossmatch.specimen_differs',
    ]);
    expect(await refusals(match(await benchBody(it, bags, { specimenNo: other.tube.tubeNo })))).toEqual([
      'crossmatch.specimen_differs',
    ]);
    const open = await receive(it.patientId, it.requestId, 0.5);
    expect(await refusals(match(await benchBody({ ...it, tube: open }, bags)))).toEqual(['crossmatch.group_open']);
    expect(await refusals(match(body, elsewhere))).toEqual(['not_found']);
  });

  it('is one when two take the same bag at once, for two patients', async () => {
    const [one, two] = [await ready(), await ready()];
    const bags = await redOf('A');
    const bodies = [await benchBody(one, bags), await benchBody(two, bags)];
    const both = await Promise.all(bodies.map((body) => refusals(match(body))));
    expect(both.flat()).toEqual(['issue.reserved_for_another']);
    expect(await city.reconcile()).toEqual([]);
  });

  it('by one person alone is read twice, and falls into the reviewer’s list', async () => {
    const it = await ready();
    await setHour(2);
    const it2 = { ...it, tube: await grouped(await receive(it.patientId, it.requestId, 0.5), groupA) };
    const [bag = ''] = await redOf('A');
    const [{ no = '' } = {}] = await city.owner<
      { no: string }[]
    >`select donation_no as no from blood_units where id = ${bag}`;
    const body = await benchBody(it2, [bag]);
    type Second = NonNullable<BenchBody['lines'][number]['crossmatch']['second']>;
    const alone = (second?: Second): BenchBody => ({
      ...body,
      dutyMode: 'single' as const,
      lines: body.lines.map(({ unitId, crossmatch: { checkedBy: _, ...crossmatch } }) => ({
        unitId,
        crossmatch: { ...crossmatch, ...(second ? { second } : {}) },
      })),
    });
    const again: Second = { major: 'compatible', minor: 'compatible', specimenNo: it2.tube.tubeNo, donationNo: no };
    expect(await refusals(match(alone()))).toEqual(['crossmatch.second_entry_missing']);
    expect(await refusals(match(alone({ ...again, minor: 'incompatible' })))).toEqual([
      'crossmatch.second_entry_differs',
    ]);
    expect(await refusals(match(alone(again)))).toEqual([]);
    const tasks =
      await city.owner`select kind from tasks where module = 'specimens' and record_id = ${it2.tube.id} and kind = 'recheck'`;
    expect(tasks.length).toBe(1);
  });

  it.each([
    ['the request is refused', (it: Ready) => refuseOf(it.requestId)],
    ['the request is voided', (it: Ready) => voidOf(it.requestId)],
    ['the tube is refused', (it: Ready) => endTube(refuseSpecimen, it.tube.id)],
    ['the tube is voided', (it: Ready) => endTube(voidSpecimen, it.tube.id)],
    [
      'somebody says so',
      async (_: Ready, unitIds: string[]) =>
        execute(unreserveBags, city.as(city.technician), { unitIds, reason: '手术取消' }),
    ],
    [
      'the tube is too old',
      async () => {
        await city.wait(72);
        await lapseReservations(city.runtime);
      },
    ],
  ] as const)('lets its bag go when %s', async (_, end) => {
    const it = await ready();
    const bags = await redOf('A');
    await match(await benchBody(it, bags));
    expect((await city.stateOf(bags[0] ?? ''))?.state).toBe('reserved');
    await end(it, bags);
    expect((await city.stateOf(bags[0] ?? ''))?.state).toBe('available');
    expect(
      (await city.owner`select 1 from reservations where unit_id = any(${bags}) and ended_at is null`).length,
    ).toBe(0);
    expect(await city.reconcile()).toEqual([]);
  });

  it('lets a bag go that is being irradiated when its tube is refused', async () => {
    const it = await ready();
    const bags = await redOf('A');
    await match(await benchBody(it, bags));
    const { id } = await execute(startProcessing, city.as(city.technician), {
      kind: 'irradiate',
      device: '辐照仪',
      unitIds: bags,
    });
    await endTube(refuseSpecimen, it.tube.id);
    expect((await city.stateOf(bags[0] ?? ''))?.state).toBe('quarantined');
    await execute(cancelProcessing, city.as(city.technician), { id, version: 1, reason: '标本拒收' });
    expect((await city.stateOf(bags[0] ?? ''))?.state).toBe('available');
    expect(await city.owner`select 1 from reservations where unit_id = any(${bags}) and ended_at is null`).toHaveLength(
      0,
    );
    expect(await city.reconcile()).toEqual([]);
  });

  it('at the issue desk that names another patient’s tube, or one that was refused, is refused', async () => {
    const [one, two] = [await ready(), await ready()];
    const bags = await redOf('A');
    const lineOf = async (specimenNo: string) => [
      { unitId: bags[0] ?? '', appearance: 'normal' as const, crossmatch: await city.crossmatch({ specimenNo }) },
    ];
    const tryOf = async (specimenNo: string) =>
      refusals(city.register(await city.issueBody(one.patientId, bags, { lines: await lineOf(specimenNo) })));
    expect(await tryOf(two.tube.tubeNo)).toEqual(['crossmatch.specimen_of_another']);
    await endTube(refuseSpecimen, one.tube.id);
    expect(await tryOf(one.tube.tubeNo)).toEqual(['crossmatch.specimen_refused']);
    expect(await tryOf('OUTSIDE-1')).toEqual([]);
    const [row] = await city.owner`select origin, specimen_id from crossmatches where unit_id = ${bags[0] ?? ''}`;
    expect(row).toEqual({ origin: 'issue', specimen_id: null });
  });
});

describe('an emergency', () => {
  it('waits for none of it, and its crossmatch comes afterwards with a clock', async () => {
    const it = await ready({ abo: 'O', request: { bloodHistory: 'had', bloodTimes: 3 } });
    const unitIds = await redOf('O');
    const issued = await execute(emergencyIssue, city.as(city.technician), {
      patient: { kind: 'registered', patientId: it.patientId },
      askedBy: '急诊 王医师',
      reason: '大出血',
      unitIds,
      overriddenUnitIds: [],
      statements: [],
    });
    const open = async () =>
      (await runRead(listBench, city.as(city.technician), {})).tasks.filter(({ recordId }) => recordId === issued.id);
    const [task] = await open();
    expect(task).toMatchObject({ kind: 'retrospective_crossmatch' });
    const crossmatch = await city.crossmatch({ specimenNo: it.tube.tubeNo });
    await execute(settleTask, city.as(city.technician), {
      taskId: task?.id ?? '',
      crossmatches: unitIds.map((unitId) => ({ unitId, crossmatch })),
    });
    expect(await open()).toEqual([]);
    const rows = await city.owner`
      select c.origin, c.specimen_id, l.crossmatch_id = c.id as "isNamed" from crossmatches c join clinical_issue_lines l on l.unit_id = c.unit_id where c.unit_id = ${unitIds[0] ?? ''}`;
    expect(rows).toEqual([{ origin: 'afterwards', specimen_id: it.tube.id, isNamed: true }]);
  });
});

async function refuseOf(id: string) {
  const [row] = await city.owner<{ version: number }[]>`select version from transfusion_requests where id = ${id}`;
  return execute(refuseRequest, city.as(city.technician), { id, version: row?.version ?? 0, reason: '标本不合格' });
}
async function voidOf(id: string) {
  const [row] = await city.owner<{ version: number }[]>`select version from transfusion_requests where id = ${id}`;
  return execute(voidRequest, city.as(city.physician), { id, version: row?.version ?? 0, reason: '医嘱取消' });
}
async function endTube(verb: typeof refuseSpecimen, id: string) {
  const [row] = await city.owner<{ version: number }[]>`select version from specimens where id = ${id}`;
  return execute(verb, city.as(city.reviewer), { id, version: row?.version ?? 0, reason: '疑为错采' });
}
