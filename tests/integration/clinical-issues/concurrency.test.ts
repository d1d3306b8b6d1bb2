import { afterAll, beforeAll, expect, it } from 'vitest';
import { execute } from '@/server/kernel/command';
import { reserveBags } from '@/server/modules/clinical-issues/reserve';
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
  const bodies = await Promise.all(
    patients.map((patient) => Promise.all(bags.map((bag) => city.issueBody(patient, [bag])))),
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
