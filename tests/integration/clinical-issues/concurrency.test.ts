import { afterAll, beforeAll, expect, it } from 'vitest';
import { execute } from '@/server/kernel/command';
import { emergencyIssue } from '@/server/modules/clinical-issues/emergency';
import { reserveBags } from '@/server/modules/clinical-issues/reserve';
import { correctPatient } from '@/server/modules/patients/correct';
import { voidPatient } from '@/server/modules/patients/void';
import { type IssueCity, openIssueCity, refusals } from './issue-city';

let city: IssueCity;
beforeAll(async () => {
  city = await openIssueCity();
});
afterAll(async () => {
  await city.close();
});

it('eight clients issuing the same sixty bags issue each exactly once', async () => {
  const bags = await city.stockBags(60);
  const patients = await Promise.all(Array.from({ length: 8 }, () => city.addPatient()));
  // As eight people would: one entry after the other.
  const bodies = await Promise.all(
    patients.map(async (patient) => {
      const mine = [];
      for (const bag of bags) mine.push(await city.issueBody(patient, [bag]));
      return mine;
    }),
  );
  // Every client walks the bags from another place, so that each bag is wanted by several at the same instant.
  const outcomes = await Promise.all(
    bodies.map(async (mine, client) => {
      const refused: string[] = [];
      let issued = 0;
      for (let step = 0; step < mine.length; step++) {
        const body = mine[(step + client) % mine.length];
        if (!body) continue;
        const codes = await refusals(city.register(body));
        if (codes.length === 0) issued += 1;
        refused.push(...codes);
      }
      return { issued, refused };
    }),
  );
  expect(outcomes.reduce((sum, client) => sum + client.issued, 0)).toBe(60);
  const refused = outcomes.flatMap((client) => client.refused);
  expect(refused).toHaveLength(8 * 60 - 60);
  expect(new Set(refused)).toEqual(new Set(['unit.already_issued']));

  const [counts] = await city.owner`
    select (select count(*)::int from clinical_issue_lines) as lines, (select count(*)::int from stock_movements where kind = 'issue') as moves,
      (select count(*)::int from blood_units where state = 'issued') as issued, (select available_bags from stock_cells where org_id = 'H01') as left`;
  expect(counts).toEqual({ lines: 60, moves: 60, issued: 60, left: 0 });
  expect(await city.reconcile()).toEqual([]);
}, 180_000);

it('two issues of overlapping bags: one goes whole, the other takes nothing', async () => {
  const [first = '', shared = '', third = ''] = await city.stockBags(3);
  const [one, two] = [await city.addPatient(), await city.addPatient()];
  const [a, b] = await Promise.all([city.issueBody(one, [first, shared]), city.issueBody(two, [third, shared])]);
  const answers = await Promise.all([refusals(city.register(a)), refusals(city.register(b))]);
  expect(answers.filter((codes) => codes.length === 0)).toHaveLength(1);
  expect(answers.flat()).toEqual(['unit.already_issued']);
  const states = await Promise.all([first, third].map((id) => city.stateOf(id)));
  expect(states.map((unit) => unit?.state).sort()).toEqual(['available', 'issued']);
  expect(await city.reconcile()).toEqual([]);
});

it('a bag is never both kept for one patient and issued to another', async () => {
  const bags = await city.stockBags(12);
  const [one, two] = [await city.addPatient(), await city.addPatient()];
  const crossmatch = await city.crossmatch();
  await Promise.all(
    bags.flatMap((unitId) => [
      refusals(
        execute(reserveBags, city.as(city.technician), {
          patientId: one,
          requestNo: 'HIS1',
          lines: [{ unitId, crossmatch }],
        }),
      ),
      city.issueBody(two, [unitId]).then((body) => refusals(city.register(body))),
    ]),
  );
  const both = await city.owner`
    select l.unit_id from clinical_issue_lines l join reservations r on r.unit_id = l.unit_id and r.ended_at is null where l.voided_at is null`;
  expect(both).toHaveLength(0);
  expect(await city.reconcile()).toEqual([]);
});

/** Holds the bag until the issue stands before it, then lets the change of the patient in, then the issue on. */
async function raceForPatient(
  bag: string,
  issue: () => Promise<unknown>,
  change: () => Promise<unknown>,
): Promise<{ issued: string[]; changed: string[] }> {
  const waiting = async () => {
    const [row] = await city.owner<{ n: number }[]>`
      select count(distinct l.pid)::int as n from pg_locks l join pg_stat_activity a on a.pid = l.pid
      where a.datname = current_database() and not l.granted`;
    return row?.n ?? 0;
  };
  const until = async (isSo: () => Promise<boolean>) => {
    while (!(await isSo()));
  };
  let [issuing, changing]: Promise<string[]>[] = [];
  await city.owner.begin(async (held) => {
    await held`select 1 from blood_units where id = ${bag} for update`;
    issuing = refusals(issue());
    await until(async () => (await waiting()) === 1);
    let isChanged = false;
    changing = refusals(change()).finally(() => {
      isChanged = true;
    });
    await until(async () => isChanged || (await waiting()) === 2);
  });
  return { issued: (await issuing) ?? [], changed: (await changing) ?? [] };
}

const correction = (id: string, mrn: string) => ({
  id,
  version: 1,
  reason: '复检改型',
  ...{ mrn, name: '李桂芳', sex: 'male' as const, birthDate: '1966-01-01', abo: 'B' as const },
  ...{ rhd: 'positive' as const, groupDeterminations: 2, antibodies: [], requirements: [], isUnidentified: false },
});

/** The order in which issue and correction were committed, and whether the issue's group was the patient's at that moment. */
async function orderOf(patientId: string): Promise<string[]> {
  const rows = await city.owner<{ action: string }[]>`
    select a.action from audit_log a where a.action in ('clinical-issues.register', 'clinical-issues.emergency', 'patients.correct')
      and (a.record_id = ${patientId} or a.record_id in (select id::text from clinical_issues where patient_id = ${patientId})) order by a.seq`;
  return rows.map(({ action }) => action);
}

it('a correction of the group comes before an issue or after it, never between its verdict and the blood leaving', async () => {
  for (const isEmergency of [false, true]) {
    const patient = await city.addPatient({ abo: 'A' });
    const [bag = ''] = await city.stockBags(1, { abo: 'A' });
    const body = await city.issueBody(patient, [bag]);
    const urgent = { patient: { kind: 'registered', patientId: patient }, askedBy: '急诊', reason: '失血性休克' };
    const [{ mrn = '' } = {}] = await city.owner<{ mrn: string }[]>`select mrn from patients where id = ${patient}`;
    const outcome = await raceForPatient(
      bag,
      () =>
        isEmergency
          ? execute(emergencyIssue, city.as(city.technician), { ...urgent, unitIds: [bag] })
          : city.register(body),
      () => execute(correctPatient, city.as(city.reviewer), correction(patient, mrn)),
    );
    expect(outcome.changed).toEqual([]);
    const issue = isEmergency ? 'clinical-issues.emergency' : 'clinical-issues.register';
    // Refused on the new group, or issued on the old one while it still stood.
    expect(await orderOf(patient)).toEqual(
      outcome.issued.length > 0 ? ['patients.correct'] : [issue, 'patients.correct'],
    );
    const again = await city.stockBags(1, { abo: 'A' });
    expect(await refusals(city.register(await city.issueBody(patient, again)))).toEqual(['issue.incompatible']);
  }
});

it('an entry is not voided while blood is leaving for it', async () => {
  const patient = await city.addPatient();
  const [bag = ''] = await city.stockBags(1);
  const body = await city.issueBody(patient, [bag]);
  const outcome = await raceForPatient(
    bag,
    () => city.register(body),
    () => execute(voidPatient, city.as(city.reviewer), { id: patient, version: 1, reason: '重复建档' }),
  );
  expect(outcome).toEqual({ issued: [], changed: ['patient.has_blood_records'] });
});

it('a reservation waits for no correction in between either', async () => {
  const patient = await city.addPatient({ abo: 'A' });
  const [bag = ''] = await city.stockBags(1, { abo: 'A' });
  const [{ mrn = '' } = {}] = await city.owner<{ mrn: string }[]>`select mrn from patients where id = ${patient}`;
  const crossmatch = await city.crossmatch();
  const lines = [{ unitId: bag, crossmatch }];
  const outcome = await raceForPatient(
    bag,
    () => execute(reserveBags, city.as(city.technician), { patientId: patient, requestNo: 'HIS1', lines }),
    () => execute(correctPatient, city.as(city.reviewer), correction(patient, mrn)),
  );
  expect(outcome).toEqual({ issued: [], changed: [] });
  const [row] = await city.owner<{ isFirst: boolean }[]>`
    select (select seq from audit_log where action = 'clinical-issues.reserve' and record_id = (select id::text from reservations where unit_id = ${bag}))
      < (select seq from audit_log where action = 'patients.correct' and record_id = ${patient}) as "isFirst"`;
  expect(row).toEqual({ isFirst: true });
});
