import { afterAll, beforeAll, expect, it } from 'vitest';
import { openCity, type Person, type TrialCity } from '../../support/city';
import { addPatient, patientInput } from '../../support/city-work';

let city: TrialCity;
let technician: Person;
let neighbour: Person;

beforeAll(async () => {
  city = await openCity({ poolSize: 20 });
  technician = await city.enter('H01', '101', ['technician']);
  neighbour = await city.enter('H02', '201', ['technician']);
});
afterAll(async () => {
  await city.close();
});

async function timed<T>(work: () => Promise<T>): Promise<{ ms: number; answer: T }> {
  const since = performance.now();
  const answer = await work();
  return { ms: performance.now() - since, answer };
}

const enter = (person: Person) =>
  timed(() => city.call(person.cookie, 'patients.register', patientInput({}), { kind: 'command' }));

it('a house whose lock nobody gives back hears that the system is busy while it is still held, and another house waits for nothing', async () => {
  await addPatient(city, technician.actor);
  await addPatient(city, neighbour.actor);
  const holder = await city.owner.reserve();
  try {
    await holder`begin`;
    await holder`select 1 from audit_heads where org_id = 'H01' for update`;
    const locked = Array.from({ length: 60 }, () => enter(technician));
    await new Promise((resolve) => setTimeout(resolve, 300));
    const beside = await Promise.all([
      enter(neighbour),
      timed(() => city.call(neighbour.cookie, 'stock.matrix', {})),
      timed(() => city.call(neighbour.cookie, 'clinicalIssues.patients', { text: '李' })),
    ]);
    const own = await timed(() => city.call(technician.cookie, 'clinicalIssues.patients', { text: '李' }));
    const said = await Promise.all(locked);
    expect(beside.map(({ answer }) => answer.code)).toEqual(['ok', 'ok', 'ok']);
    expect(own.answer.code, 'an emergency looks for its patient beside its own house').toBe('ok');
    expect([...new Set(said.map(({ answer }) => answer.code))]).toEqual(['busy']);
    // How long in seconds is what `drill database` measures; here the machine may be busy with other tests.
    const longest = Math.max(...said.map(({ ms }) => ms));
    expect(Math.max(own.ms, ...beside.map(({ ms }) => ms))).toBeLessThan(longest / 2);
  } finally {
    await holder`rollback`;
    holder.release();
  }
  expect((await enter(technician)).answer.code).toBe('ok');
});
