import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { execute } from '@/server/kernel/command';
import { reserveBags } from '@/server/modules/clinical-issues/reserve';
import { type Answer, openCity, type Person, type TrialCity } from '../../support/city';
import {
  addPatient,
  issueInput,
  patientInput,
  receiveBags,
  releaseBags,
  reservationInput,
  shipBags,
  shipmentInput,
  stockBags,
} from '../../support/city-work';

let city: TrialCity;
let clerk: Person;
let secondClerk: Person;
let technicians: Person[];
let reviewer: Person;
let secondReviewer: Person;
let nurse: Person;

beforeAll(async () => {
  city = await openCity();
  clerk = await city.enter('S01', '1001', ['station_clerk']);
  secondClerk = await city.enter('S01', '1002', ['station_clerk']);
  technicians = [];
  for (let n = 1; n <= 8; n++) technicians.push(await city.enter('H01', `10${n}`, ['technician']));
  reviewer = await city.enter('H01', '2001', ['technician', 'reviewer']);
  secondReviewer = await city.enter('H01', '2002', ['technician', 'reviewer']);
  nurse = await city.enter('H01', '3001', ['nurse'], { title: '护士' });
});
afterAll(async () => {
  await city.close();
});

const houseOf = (technician: Person) => ({
  technician: technician.actor,
  reviewer: reviewer.actor,
  nurse: nurse.actor,
});
/** As a browser sends it: a busy server has begun nothing, and hears the same key again. */
async function command(person: Person, path: string, input: unknown, key: string = randomUUID()): Promise<Answer> {
  for (let sending = 1; ; sending++) {
    const answer = await city.call(person.cookie, path, input, { kind: 'command', key });
    if (answer.code !== 'busy' || sending === 20) return answer;
  }
}
const codesOf = (answer: Answer) =>
  answer.code === 'refused' ? answer.violations.map((violation) => violation.code) : [answer.code];

function first<T>(list: readonly T[]): T {
  const [item] = list;
  if (item === undefined) throw new Error('the list is empty');
  return item;
}

describe('eight clients over http', () => {
  it('issue the same sixty bags: each bag leaves exactly once', async () => {
    const [one] = technicians;
    if (!one) throw new Error('nobody');
    const bags = await stockBags(
      city,
      clerk.actor,
      houseOf(one),
      Array.from({ length: 60 }, () => ({})),
    );
    const bodies = await Promise.all(
      technicians.map(async (technician) => {
        const patientId = await addPatient(city, technician.actor);
        // As people do: one entry after the other.
        const mine = [];
        for (const bag of bags) mine.push(await issueInput(city, houseOf(technician), patientId, [bag]));
        return mine;
      }),
    );
    const answers = await Promise.all(
      technicians.map(async (technician, client) => {
        const mine = bodies[client] ?? [];
        const heard: Answer[] = [];
        // Every client walks the bags from another place, so that each is wanted by several at the same instant.
        for (let step = 0; step < mine.length; step++)
          heard.push(await command(technician, 'clinicalIssues.register', mine[(step + client * 3) % mine.length]));
        return heard;
      }),
    );
    const heard = answers.flat();
    expect(heard).toHaveLength(8 * 60);
    expect(heard.filter((answer) => answer.code === 'ok')).toHaveLength(60);
    const refused = heard.filter((answer) => answer.code !== 'ok').flatMap(codesOf);
    expect([...new Set(refused)]).toEqual(['unit.already_issued']);
    const [counts] = await city.owner`
      select (select count(*)::int from clinical_issue_lines where voided_at is null) as lines, (select count(distinct unit_id)::int from clinical_issue_lines) as bags,
        (select count(*)::int from stock_movements where kind = 'issue') as moves, (select count(*)::int from blood_units where state = 'issued') as issued,
        (select available_bags from stock_cells where org_id = 'H01') as left`;
    expect(counts).toEqual({ lines: 60, bags: 60, moves: 60, issued: 60, left: 0 });
    expect(await city.reconcile()).toEqual([]);
  }, 180_000);
});

describe('the same send again', () => {
  it('fifty times at once with one key: one effect, and everybody hears the same answer', async () => {
    const by = first(technicians);
    const input = patientInput();
    const key = randomUUID();
    const answers = await Promise.all(Array.from({ length: 50 }, () => command(by, 'patients.register', input, key)));
    expect([...new Set(answers.map((answer) => answer.code))]).toEqual(['ok']);
    for (const answer of answers) expect(answer.data).toEqual(first(answers).data);
    const [counts] = await city.owner`
      select (select count(*)::int from patients where mrn = ${input.mrn}) as patients,
        (select count(*)::int from audit_log where action = 'patients.register' and payload like ${`%${input.mrn}%`}) as audited,
        (select count(*)::int from idempotency_keys where key = ${key}) as keys`;
    expect(counts).toEqual({ patients: 1, audited: 1, keys: 1 });
  });

  it('fifty times at once with one key moves a bag once', async () => {
    const by = first(technicians);
    const bags = await stockBags(city, clerk.actor, houseOf(by), [{}]);
    const body = await issueInput(city, houseOf(by), await addPatient(city, by.actor), bags);
    const key = randomUUID();
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => command(by, 'clinicalIssues.register', body, key)),
    );
    expect([...new Set(answers.map((answer) => answer.code))]).toEqual(['ok']);
    for (const answer of answers) expect(answer.data).toEqual(first(answers).data);
    const moved = await city.owner`select id from stock_movements where unit_id = ${first(bags).id} and kind = 'issue'`;
    expect(moved).toHaveLength(1);
  });

  it('with the same key and another body is refused, and with another house’s key is another matter', async () => {
    const by = first(technicians);
    const key = randomUUID();
    const input = patientInput();
    expect((await command(by, 'patients.register', input, key)).code).toBe('ok');
    const other = await command(by, 'patients.register', { ...input, mrn: `${input.mrn}X` }, key);
    expect([other.status, other.code]).toEqual([422, 'key_reused']);
    const otherVerb = await command(by, 'patients.void', input, key);
    expect(['key_reused', 'invalid_input']).toContain(otherVerb.code);
    const elsewhere = await city.enter('H02', '1001', ['technician']);
    expect((await command(elsewhere, 'patients.register', input, key)).code).toBe('ok');
  });

  it('after a refusal is tried afresh: what was rolled back is not remembered', async () => {
    const by = first(technicians);
    const key = randomUUID();
    const bags = await stockBags(city, clerk.actor, houseOf(by), [{ product: 'plasma' }]);
    const patientId = await addPatient(city, by.actor);
    const reserved = await execute(
      reserveBags,
      city.as(by.actor),
      await reservationInput(city, houseOf(by), await addPatient(city, by.actor), bags),
    );
    expect(reserved.reservations).toHaveLength(1);
    const body = await issueInput(city, houseOf(by), patientId, bags);
    expect(codesOf(await command(by, 'clinicalIssues.register', body, key))).toEqual(['issue.reserved_for_another']);
    const unreserved = await command(by, 'clinicalIssues.unreserve', {
      unitIds: bags.map((bag) => bag.id),
      reason: '换人',
    });
    expect(unreserved.code).toBe('ok');
    expect((await command(by, 'clinicalIssues.register', body, key)).code).toBe('ok');
  });
});

describe('two people at the same instant', () => {
  it('void one receipt: one does, the other hears that it is void', async () => {
    const house = houseOf(first(technicians));
    for (let round = 0; round < 5; round++) {
      const bags = await releaseBags(city, clerk.actor, [{}, {}]);
      const shipmentId = await shipBags(city, clerk.actor, 'H01', bags);
      const { id } = await receiveBags(city, house, shipmentId, bags);
      const input = { id, version: 1, reason: '收错了' };
      const answers = await Promise.all(
        [reviewer, secondReviewer].map((person) => command(person, 'bagReceipts.void', input)),
      );
      expect(answers.flatMap(codesOf).sort()).toEqual(['ok', 'receipt.already_void']);
      const states =
        await city.owner`select distinct state, holder_org_id from blood_units where id = any(${bags.map((bag) => bag.id)})`;
      expect([...states]).toEqual([{ state: 'in_transit', holder_org_id: 'S01' }]);
    }
    expect(await city.reconcile()).toEqual([]);
  });

  it('ship one bag in two shipments: it travels in one', async () => {
    for (let round = 0; round < 5; round++) {
      const [shared, one, two] = await releaseBags(city, clerk.actor, [{}, {}, {}]);
      if (!shared || !one || !two) throw new Error('no bags');
      const answers = await Promise.all([
        command(clerk, 'shipments.ship', shipmentInput('H01', [one, shared])),
        command(secondClerk, 'shipments.ship', shipmentInput('H02', [shared, two])),
      ]);
      expect(answers.flatMap(codesOf).sort()).toEqual(['ok', 'unit.not_movable']);
      const journeys = await city.owner`select shipment_id from shipment_bags where unit_id = ${shared.id}`;
      expect(journeys).toHaveLength(1);
    }
    expect(await city.reconcile()).toEqual([]);
  });

  it('void a receipt and issue its bag: never both', async () => {
    const by = first(technicians);
    for (let round = 0; round < 5; round++) {
      const bags = await releaseBags(city, clerk.actor, [{}]);
      const shipmentId = await shipBags(city, clerk.actor, 'H01', bags);
      const receipt = await receiveBags(city, houseOf(by), shipmentId, bags);
      const body = await issueInput(city, houseOf(by), await addPatient(city, by.actor), bags);
      const answers = await Promise.all([
        command(reviewer, 'bagReceipts.void', { id: receipt.id, version: 1, reason: '收错了' }),
        command(by, 'clinicalIssues.register', body),
      ]);
      expect(answers.filter((answer) => answer.code === 'ok')).toHaveLength(1);
      const [unit] = await city.owner`select state from blood_units where id = ${first(bags).id}`;
      expect(unit?.state).toBe(answers[0]?.code === 'ok' ? 'in_transit' : 'issued');
    }
    expect(await city.reconcile()).toEqual([]);
  });
});
