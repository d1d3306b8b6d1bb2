import { afterAll, beforeAll, expect, it } from 'vitest';
import { coversOfIdentity, coversOfTask } from '@/domain/clinical-issues/covers';
import { clinicalIssueRecord } from '@/domain/clinical-issues/record';
import { execute } from '@/server/kernel/command';
import { historyOf } from '@/server/kernel/history';
import { runRead } from '@/server/kernel/read';
import { listCandidates } from '@/server/modules/clinical-issues/candidates';
import { emergencyIssue } from '@/server/modules/clinical-issues/emergency';
import { getIssue } from '@/server/modules/clinical-issues/get';
import { identifyPatient } from '@/server/modules/clinical-issues/identify';
import { reserveBags } from '@/server/modules/clinical-issues/reserve';
import { settleTask } from '@/server/modules/clinical-issues/settle';
import { listWaiting } from '@/server/modules/clinical-issues/waiting';
import { type IssueCity, openIssueCity, refusals } from './issue-city';

let city: IssueCity;
beforeAll(async () => {
  city = await openIssueCity();
});
afterAll(async () => {
  expect(await city.reconcile()).toEqual([]);
  await city.close();
});

const unknownMan = {
  kind: 'unidentified' as const,
  label: '无名氏-07',
  sex: 'male' as const,
  ageBand: 'over_50' as const,
};
const asking = { askedBy: '急诊 王思远', reason: '失血性休克' };

const issue = (input: Parameters<typeof emergencyIssue.run>[1] | object, by = city.technician) =>
  execute(emergencyIssue, city.as(by), input);

async function openTask(issueId: string, kind: string): Promise<string> {
  const { tasks } = await runRead(getIssue, city.as(city.technician), { id: issueId });
  return tasks.find((task) => task.kind === kind && !task.doneAt)?.id ?? '';
}

it('an unknown patient gets O red cells and AB plasma at once, the rest becomes tasks with a due time', async () => {
  const [redCells = ''] = await city.stockBags(1);
  const [plasma = ''] = await city.stockBags(1, { component: 'ffp', abo: 'AB', amount: 20_000 });
  const issued = await issue({ patient: unknownMan, ...asking, unitIds: [redCells, plasma] });
  expect(await city.stateOf(redCells)).toMatchObject({ state: 'issued' });
  expect(issued.tasks.map((task) => task.kind)).toEqual([
    'second_signature',
    'retrospective_crossmatch',
    'single_duty_review',
  ]);
  const record = await runRead(getIssue, city.as(city.technician), { id: issued.id });
  expect(record).toMatchObject({
    issueType: 'emergency',
    patientId: null,
    patientLabel: '无名氏-07',
    emergencyReason: '失血性休克',
    checks: [],
  });
  // Nothing that was not looked at is written as looked at.
  expect(record.lines.map((line) => line.verdict.appearance)).toEqual([null, null]);
  const due = record.tasks.map((task) => task.dueAt.getTime() > record.issuedAt.getTime());
  expect(due).toEqual([true, true, true, true]);
});

it('A red cells and O plasma to an unknown patient stay refused', async () => {
  const [redCells = ''] = await city.stockBags(1, { abo: 'A' });
  const [plasma = ''] = await city.stockBags(1, { component: 'ffp', abo: 'O', amount: 20_000 });
  expect(await refusals(issue({ patient: unknownMan, ...asking, unitIds: [redCells, plasma] }))).toEqual([
    'issue.incompatible',
    'issue.incompatible',
  ]);
});

it('a nurse alone at night may release, for a woman of up to 50 the O negative stands first', async () => {
  const [positive = ''] = await city.stockBags(1);
  await city.stockBags(1, { component: 'ffp', abo: 'AB', amount: 20_000 });
  const [negative = ''] = await city.stockBags(1, { rhd: 'negative' });
  const { usable } = await runRead(listCandidates, city.as(city.nurse), {
    sex: 'female',
    ageBand: 'up_to_50',
    component: 'rbc-lr',
  });
  expect(usable[0]?.unitId).toBe(negative);
  expect(usable.map((bag) => bag.unitId)).toContain(positive);
  const every = await runRead(listCandidates, city.as(city.nurse), { sex: 'female', ageBand: 'up_to_50' });
  const classes = every.usable.map((bag) => bag.componentClass);
  expect(classes.lastIndexOf('red_cells')).toBeLessThan(classes.indexOf('plasma'));
  const woman = { ...unknownMan, label: '', sex: 'female' as const, ageBand: 'up_to_50' as const };
  await issue({ patient: woman, ...asking, unitIds: [positive] }, city.nurse);
  expect(await city.stateOf(positive)).toMatchObject({ state: 'issued' });
});

it('RhD-positive red cells to an RhD-negative woman of 30: stopped when ordinary, overridden in an emergency with duties', async () => {
  const patient = await city.addPatient({ rhd: 'negative', sex: 'female', ageYears: 30 });
  const [bag = ''] = await city.stockBags(1);
  expect(await refusals(city.register(await city.issueBody(patient, [bag])))).toEqual(['issue.incompatible']);

  const input = { patient: { kind: 'registered', patientId: patient }, ...asking, unitIds: [bag] };
  expect(await refusals(issue(input))).toEqual(['override.to_confirm']);
  const issued = await issue({ ...input, overriddenUnitIds: [bag] });
  expect(issued.tasks.map((task) => task.kind).sort()).toEqual(
    [
      'follow_up_antibody_screen',
      'offer_anti_d_within_72h',
      'override_signature',
      'override_signature',
      'record_consent',
      'report_to_blood_office',
      'retrospective_crossmatch',
      'second_signature',
      'single_duty_review',
    ].sort(),
  );
  const antiD = issued.tasks.find((task) => task.kind === 'offer_anti_d_within_72h');
  const hours = ((antiD?.dueAt.getTime() ?? 0) - (await city.now()).getTime()) / 3_600_000;
  expect(Math.round(hours)).toBe(72);
});

it('known anti-D is overridden only with the words said', async () => {
  const patient = await city.addPatient({ rhd: 'negative', sex: 'female', ageYears: 30, antibodies: ['anti-D'] });
  const [bag = ''] = await city.stockBags(1);
  const input = {
    patient: { kind: 'registered', patientId: patient },
    ...asking,
    unitIds: [bag],
    overriddenUnitIds: [bag],
  };
  expect(await refusals(issue(input))).toEqual(['override.statement_missing']);
  const written = await city.addPatient({ rhd: 'negative', sex: 'female', ageYears: 30, antibodies: ['抗-Ｄ'] });
  const likewise = { ...input, patient: { kind: 'registered', patientId: written } };
  expect(await refusals(issue(likewise))).toEqual(['override.statement_missing']);
  await issue({ ...input, statements: ['known_anti_d_haemolysis_risk'] });
  expect(await city.stateOf(bag)).toMatchObject({ state: 'issued' });
});

it('an expired bag stays refused, a bag kept for somebody else is taken and the blood bank is told', async () => {
  const at = await city.now();
  const [old = ''] = await city.stockBags(1, { expiresAt: new Date(at.getTime() + 1_800_000) });
  const [kept = ''] = await city.stockBags(1);
  const waiting = await city.addPatient();
  await execute(reserveBags, city.as(city.technician), {
    patientId: waiting,
    requestNo: 'HIS-ELECTIVE',
    lines: [{ unitId: kept, crossmatch: await city.crossmatch() }],
  });
  await city.wait(0.6);
  expect(await refusals(issue({ patient: unknownMan, ...asking, unitIds: [old, kept] }))).toEqual(['unit.expired']);
  const issued = await issue({ patient: unknownMan, ...asking, unitIds: [kept] });
  expect(issued.tasks.map((task) => task.kind)).toContain('reservation_taken');
  const [reservation] = await city.owner`select end_reason from reservations where unit_id = ${kept}`;
  expect(reservation).toEqual({ end_reason: 'released' });
});

it('asks for a crossmatch again where the one the bag was kept by stands no longer', async () => {
  const patientId = await city.addPatient();
  const [fresh = '', late = ''] = await city.stockBags(2);
  const lineOf = async (unitId: string) => ({ unitId, crossmatch: await city.crossmatch() });
  await execute(reserveBags, city.as(city.technician), {
    patientId,
    requestNo: 'HIS-KEPT',
    lines: [await lineOf(fresh), await lineOf(late)],
  });
  const emergency = (unitId: string) =>
    issue({ patient: { kind: 'registered', patientId }, ...asking, unitIds: [unitId] });
  const kindsOf = ({ tasks }: { tasks: readonly { kind: string }[] }) => tasks.map(({ kind }) => kind);
  expect(kindsOf(await emergency(fresh))).not.toContain('retrospective_crossmatch');
  // Its sample is older than three days by now, and nobody has let it go.
  await city.wait(70);
  expect(kindsOf(await emergency(late))).toContain('retrospective_crossmatch');
});

it('is settled afterwards: a second person signs, not the issuer; the crossmatch is written on the line', async () => {
  const [bag = ''] = await city.stockBags(1);
  const issued = await issue({ patient: unknownMan, ...asking, unitIds: [bag] });
  const { tasks } = await runRead(getIssue, city.as(city.technician), { id: issued.id });
  const taskId = (kind: string) => tasks.find((task) => task.kind === kind)?.id ?? '';
  const settle = (input: object) => execute(settleTask, city.as(city.technician), input);

  const second = taskId('second_signature');
  const covers = coversOfTask({ taskId: second, issueId: issued.id, kind: 'second_signature' });
  expect(await refusals(settle({ taskId: second }))).toEqual(['signature.missing']);
  const own = await city.sign(city.technician, city.technician, covers);
  expect(await refusals(settle({ taskId: second, signature: own }))).toEqual(['signature.is_issuer']);
  await settle({ taskId: second, signature: await city.sign(city.technician, city.reviewer, covers) });
  expect(await refusals(settle({ taskId: second }))).toEqual(['not_found']);

  const late = taskId('retrospective_crossmatch');
  expect(await refusals(settle({ taskId: late }))).toEqual(['crossmatch.missing']);
  const crossmatch = await city.crossmatch({ major: 'incompatible' });
  await settle({ taskId: late, crossmatches: [{ unitId: bag, crossmatch }] });
  const record = await runRead(getIssue, city.as(city.technician), { id: issued.id });
  expect(record.lines[0]?.crossmatch).toMatchObject({ major: 'incompatible', testedBy: '1001 人1001' });
  expect(record.tasks.filter((task) => !task.doneAt).map((task) => task.kind)).toEqual([
    'incompatible_crossmatch',
    'single_duty_review',
    'identify_patient',
  ]);
});

it('an incompatible crossmatch afterwards marks the issue and stands on top of what waits, due at once', async () => {
  const { tasks: before } = await runRead(listWaiting, city.as(city.technician), {});
  expect(before.length).toBeGreaterThan(0);
  const bags = await city.stockBags(2);
  const issued = await issue({ patient: unknownMan, ...asking, unitIds: bags });
  const crossmatches = await Promise.all(
    bags.map(async (unitId, index) => ({
      unitId,
      crossmatch: await city.crossmatch(index === 1 ? { minor: 'incompatible' } : {}),
    })),
  );
  const late = await openTask(issued.id, 'retrospective_crossmatch');
  const settled = await execute(settleTask, city.as(city.technician), { taskId: late, crossmatches });
  expect(settled.incompatible).toEqual([bags[1]]);

  const record = await runRead(getIssue, city.as(city.technician), { id: issued.id });
  expect(record.marks).toEqual(['incompatible_crossmatch']);
  const { tasks, taskCount } = await runRead(listWaiting, city.as(city.technician), {});
  expect(taskCount).toBe(tasks.length);
  const top = tasks.filter((task) => task.kind === 'incompatible_crossmatch');
  expect(tasks.slice(0, top.length)).toEqual(top);
  expect(top.find((task) => task.issueId === issued.id)?.facts).toMatchObject({ unitIds: [bags[1]] });

  const stop = await openTask(issued.id, 'incompatible_crossmatch');
  const settle = (note: string) => execute(settleTask, city.as(city.technician), { taskId: stop, note });
  expect(await refusals(settle(''))).toEqual(['settle.note_missing']);
  await settle('已电话急诊停输，林护士接');
  const after = await runRead(getIssue, city.as(city.technician), { id: issued.id });
  expect(after.marks).toEqual(['incompatible_crossmatch']);
});

it('a crossmatch done alone at night and entered by day is taken as it was, with its marks', async () => {
  const { checkedBy: _, ...alone } = await city.crossmatch();
  // 03:00 in the city today or yesterday, whichever is past; the sample is valid then and no more when it is entered, or nearly.
  const at = await city.now();
  const night = new Date(`${at.toISOString().slice(0, 10)}T03:00:00+08:00`);
  const testedAt = night < at ? night : new Date(night.getTime() - 24 * 3_600_000);
  const specimenDrawnAt = new Date(testedAt.getTime() - 71 * 3_600_000);
  await city.owner`update organisations set settings = '{"singleDutyFrom": "02:00", "singleDutyUntil": "04:00"}' where id = 'H01'`;
  const settle = async (change: object) => {
    const issued = await issue({ patient: unknownMan, ...asking, unitIds: await city.stockBags(1) });
    const record = await runRead(getIssue, city.as(city.technician), { id: issued.id });
    const unitId = record.lines[0]?.unitId ?? '';
    const taskId = await openTask(issued.id, 'retrospective_crossmatch');
    const crossmatch = { ...alone, testedAt, specimenDrawnAt, ...change };
    const codes = await refusals(
      execute(settleTask, city.as(city.technician), { taskId, crossmatches: [{ unitId, crossmatch }] }),
    );
    const after = await runRead(getIssue, city.as(city.technician), { id: issued.id });
    return codes.length > 0 ? codes : (after.lines[0]?.crossmatch?.marks ?? []);
  };
  expect(await settle({})).toEqual(['second_entry_missing']);
  const byDay = new Date(testedAt.getTime() - 2 * 3_600_000);
  expect(await settle({ testedAt: byDay })).toEqual(['checker_missing']);
  const stale = new Date(testedAt.getTime() - 73 * 3_600_000);
  expect(await settle({ specimenDrawnAt: stale, testedBy: '7777', checkedBy: '1002' })).toEqual([
    'specimen_too_old',
    'tester_unknown',
  ]);
  expect(await settle({ testedAt: new Date(at.getTime() + 3_600_000) })).toEqual(['crossmatch.in_future']);
  expect(await settle({ checkedBy: '1002', specimenDrawnAt: at })).toEqual(['crossmatch.before_specimen']);
  await city.owner`update organisations set settings = '{}' where id = 'H01'`;
});

it('the issuer is known by the signature: a corrected name does not let the same person sign twice', async () => {
  const issued = await issue({ patient: unknownMan, ...asking, unitIds: await city.stockBags(1) });
  const taskId = await openTask(issued.id, 'second_signature');
  const covers = coversOfTask({ taskId, issueId: issued.id, kind: 'second_signature' });
  await city.owner`update people set name = '人1001（改）' where id = ${city.technician.personId}`;
  const renamed = { ...city.technician, name: '人1001（改）' };
  const signature = await city.sign(city.technician, renamed, covers);
  expect(await refusals(execute(settleTask, city.as(city.technician), { taskId, signature }))).toEqual([
    'signature.is_issuer',
  ]);
  await city.owner`update people set name = '人1001' where id = ${city.technician.personId}`;
});

it('what waits is counted whole, however many are shown', async () => {
  const [kept = ''] = await city.stockBags(1);
  const issued = await issue({ patient: unknownMan, ...asking, unitIds: [kept] });
  await city.owner`
    insert into tasks (org_id, kind, module, record_id, facts, due_at)
    select 'H01', 'report_to_blood_office', 'clinical-issues', ${issued.id}, '{}', city_now() - interval '1 day' from generate_series(1, 120)`;
  const { tasks, taskCount } = await runRead(listWaiting, city.as(city.technician), {});
  expect(tasks).toHaveLength(100);
  expect(taskCount).toBeGreaterThan(120);
  expect(tasks.some((task) => task.issueId === issued.id && task.kind === 'retrospective_crossmatch')).toBe(true);
  await city.owner`delete from tasks where record_id = ${issued.id} and kind = 'report_to_blood_office'`;
});

async function identify(issueId: string, patientId: string, signer = city.reviewer, version = 1) {
  const signature = await city.sign(city.technician, signer, coversOfIdentity({ issueId, patientId }));
  const input = { id: issueId, version, patientId, reason: '家属到院，身份证核对', signature };
  return execute(identifyPatient, city.as(city.technician), input);
}

it('an unidentified patient is tied to the register once, by two people; both names stay', async () => {
  const issued = await issue({ patient: unknownMan, ...asking, unitIds: await city.stockBags(1) });
  const patient = await city.addPatient();
  expect(await refusals(identify(issued.id, patient, city.technician))).toEqual(['signature.second_is_self']);
  const stranger = await city.addPatient({}, city.otherTechnician);
  expect(await refusals(identify(issued.id, stranger))).toEqual(['not_found']);
  expect(await refusals(identify(issued.id, patient, city.reviewer, 7))).toEqual(['changed_meanwhile']);

  const isWaiting = async () => {
    const { tasks } = await runRead(listWaiting, city.as(city.technician), {});
    const { tasks: own } = await runRead(getIssue, city.as(city.technician), { id: issued.id });
    return [tasks.filter((task) => task.issueId === issued.id), own].map((open) =>
      open.some((task) => task.kind === 'identify_patient'),
    );
  };
  expect(await isWaiting()).toEqual([true, true]);
  expect((await identify(issued.id, patient)).incompatible).toEqual([]);
  expect(await isWaiting()).toEqual([false, false]);
  const record = await runRead(getIssue, city.as(city.technician), { id: issued.id });
  expect(record).toMatchObject({
    patientId: patient,
    patientLabel: '无名氏-07',
    patientName: '李桂芳',
    marks: [],
    patientGroup: { abo: 'unknown', ageBand: 'over_50', identified: { abo: 'O', rhd: 'positive' } },
  });
  expect(record.lines[0]?.verdict.onIdentity?.level).toBe('IDENTICAL');
  const signed = record.signatures.map((signature) => [signature.meaning, signature.signerName]);
  expect(signed).toContainEqual(['identity_checked', '人1002']);
  expect(await refusals(identify(issued.id, await city.addPatient(), city.reviewer, 2))).toEqual([
    'issue.already_identified',
  ]);
  const [last] = await runRead(historyOf(clinicalIssueRecord), city.as(city.technician), { id: issued.id });
  expect(last).toMatchObject({
    before: { patientId: null, patientLabel: '无名氏-07' },
    after: { patientId: patient },
    reason: '家属到院，身份证核对',
  });
});

it('what does not fit the patient as identified is marked and told at once, never refused', async () => {
  const woman = { ...unknownMan, sex: 'female' as const, ageBand: 'up_to_50' as const };
  const issued = await issue({ patient: woman, ...asking, unitIds: await city.stockBags(1) });
  const negative = await city.addPatient({
    rhd: 'negative',
    sex: 'female',
    ageYears: 30,
    antibodies: ['抗-D'],
  });
  const [bag] = (await identify(issued.id, negative)).incompatible;
  const record = await runRead(getIssue, city.as(city.technician), { id: issued.id });
  expect(record.lines[0]).toMatchObject({ unitId: bag, verdict: { onIdentity: { level: 'FORBIDDEN' } } });
  expect(record.marks).toEqual(['identified_incompatible']);
  const kinds = record.tasks.filter((task) => !task.doneAt).map((task) => task.kind);
  expect(kinds).toContain('identified_incompatible');
  expect(kinds).toContain('offer_anti_d_within_72h');
  const antiD = record.tasks.find((task) => task.kind === 'offer_anti_d_within_72h');
  expect(antiD?.dueAt.getTime()).toBe(record.issuedAt.getTime() + 72 * 3_600_000);
});

it('two thousand expired bags do not crowd out the one that can be given', async () => {
  const [usable = ''] = await city.stockBags(1, {
    expiresAt: new Date((await city.now()).getTime() + 900 * 3_600_000),
  });
  await city.owner`
    with made as (
      insert into blood_units (label_scheme, issuer, donation_no, product_code, component, abo, rhd, amount, expires_at, source_org_id, holder_org_id, state, last_kind)
      select 'isbt128', '31000', '3100025' || lpad(n::text, 6, '0'), 'E0001V00', 'rbc-lr', 'O', 'positive', 200, city_now() - interval '1 hour', 'S01', 'H01', 'available', 'release'
      from generate_series(1, 2000) n returning *
    ), labelled as (
      insert into unit_labels (unit_id, label_scheme, issuer, label, product_code, org_id) select id, label_scheme, issuer, donation_no, product_code, 'S01' from made
    )
    insert into stock_movements (unit_id, kind, from_bucket, to_org, to_bucket, component, abo, rhd, amount, module, record_id, actor_org_id, actor)
    select id, 'release', 'supply', 'H01', 'available', component, abo, rhd, amount, 'station-stock', id, 'S01', 'test' from made`;
  const { usable: offered } = await runRead(listCandidates, city.as(city.technician), {
    sex: 'male',
    ageBand: 'over_50',
  });
  expect(offered.map((bag) => bag.unitId)).toContain(usable);
});
