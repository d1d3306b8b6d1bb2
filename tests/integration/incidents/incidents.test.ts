import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { incidentRecord } from '@/domain/incidents/record';
import type { UserActor } from '@/server/kernel/actor';
import { execute } from '@/server/kernel/command';
import { AppError } from '@/server/kernel/errors';
import { historyOf } from '@/server/kernel/history';
import { listOf } from '@/server/kernel/list';
import { runRead } from '@/server/kernel/read';
import { reserveBags } from '@/server/modules/clinical-issues/reserve';
import { assignIncident } from '@/server/modules/incidents/assign';
import { getIncident, listOwners } from '@/server/modules/incidents/get';
import { resolveIncident } from '@/server/modules/incidents/resolve';
import { voidOutbound } from '@/server/modules/other-outbounds/void';
import { openCity, type TrialCity } from '../../support/city';
import {
  addPatient,
  type Bag,
  type House,
  labelRead,
  openHouse,
  openIncident,
  releaseHeld,
  reservationInput,
  resolve,
  resolveInput,
  sendOut,
  stockBags,
} from '../../support/city-work';

let city: TrialCity;
let clerk: UserActor;
let house: House;
let stranger: House;

beforeAll(async () => {
  city = await openCity();
  clerk = (await city.enter('S01', '1001', ['station_clerk'])).actor;
  house = await openHouse(city, 'H01');
  stranger = await openHouse(city, 'H02');
});
afterAll(async () => {
  expect(await city?.reconcile()).toEqual([]);
  await city?.close();
});

async function shelved(): Promise<Bag> {
  const [bag] = await stockBags(city, clerk, house, [{}]);
  if (!bag) throw new Error('one bag');
  return bag;
}
const stateOf = async (bag: Pick<Bag, 'id'>) => {
  const [row] = await city.owner<{ state: string; holdReason: string | null }[]>`
    select state, hold_reason as "holdReason" from blood_units where id = ${bag.id}`;
  return [row?.state, row?.holdReason ?? null];
};
async function codesOf(work: Promise<unknown>): Promise<string[]> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof AppError)) throw new Error(`expected a refusal, got ${String(error)}`);
  return error.violations.length > 0 ? error.violations.map(({ code }) => code) : [error.code];
}

describe('the bag of an open incident', () => {
  it('is available to nobody, by any road, until the incident is resolved', async () => {
    const bag = await shelved();
    const incident = await openIncident(city, house.technician, [bag]);
    expect(await stateOf(bag)).toEqual(['quarantined', 'incident']);
    expect(await codesOf(releaseHeld(city, house.reviewer, house.technician, [bag.id], labelRead()))).toEqual([
      'hold.incident_open',
    ]);
    const patientId = await addPatient(city, house.technician);
    expect(
      await codesOf(
        execute(reserveBags, city.as(house.technician), await reservationInput(city, house, patientId, [bag])),
      ),
    ).toContain('unit.on_hold');
    // Where no rule looks, the ledger itself does: a return would bring the bag to another shelf.
    expect(await codesOf(sendOut(city, house, [bag], { kind: 'return' }))).toEqual(['unit.incident_open']);
    expect(await stateOf(bag)).toEqual(['quarantined', 'incident']);

    await resolve(city, house, incident, 'release', [bag.id]);
    expect(await stateOf(bag)).toEqual(['available', null]);
  });

  it('waits for all of its incidents', async () => {
    const bag = await shelved();
    const first = await openIncident(city, house.technician, [bag], 'expired');
    await resolve(city, house, first, 'keep');
    expect(await stateOf(bag)).toEqual(['quarantined', 'incident']);
    await releaseHeld(city, house.reviewer, house.technician, [bag.id], labelRead());
    const one = await openIncident(city, house.technician, [bag], 'expired');
    // The second fact finds the bag on hold already.
    const two = await alsoOpen(one.id, 'one_person');
    expect(await codesOf(resolve(city, house, one, 'release', [bag.id]))).toEqual(['incident.others_open']);
    await resolve(city, house, { id: two }, 'keep');
    await resolve(city, house, one, 'release', [bag.id]);
    expect(await stateOf(bag)).toEqual(['available', null]);
  });

  it('may be discarded afterwards', async () => {
    const bag = await shelved();
    const incident = await openIncident(city, house.technician, [bag], 'temperature_out');
    await resolve(city, house, incident, 'discard');
    expect(await stateOf(bag)).toEqual(['quarantined', 'to_discard']);
    expect(await codesOf(releaseHeld(city, house.reviewer, house.technician, [bag.id], labelRead()))).toEqual([
      'hold.to_discard',
    ]);
    await sendOut(city, house, [bag], { kind: 'discard' });
    expect(await stateOf(bag)).toEqual(['discarded', null]);
  });
});

/** A second incident about the same bag, as one form with two broken rules opens it. */
async function alsoOpen(id: string, rule: string): Promise<string> {
  const other = randomUUID();
  await city.owner.begin(async (tx) => {
    await tx`select set_config('app.org', 'H01', true), set_config('app.actor', '{}', true), set_config('app.cells', '', true)`;
    await tx`
      insert into incidents (id, no, org_id, rule, severity, module, record_id, occurred_at, created_by)
      select ${other}, draw_number('H01', 'incidents'), org_id, ${rule}, 'minor', module, record_id, occurred_at, created_by from incidents where id = ${id}`;
    await tx`
      insert into incident_bags select ${other}, unit_id, org_id, donation_no, product_code, component, abo, rhd, is_binding from incident_bags where incident_id = ${id}`;
    await tx`select commit_changes(${tx.json([
      {
        module: 'incidents',
        recordId: other,
        action: 'incidents.open',
        version: 1,
        state: 'open',
        orgId: 'H01',
        before: null,
        after: null,
        rooms: ['org:H01'],
        partyOrgId: null,
      },
    ])}, null, null)`;
  });
  return other;
}

describe('an incident', () => {
  it('has an owner, and tells who did what', async () => {
    const bag = await shelved();
    const incident = await openIncident(city, house.technician, [bag], 'expired');
    const owners = await runRead(listOwners, city.as(house.technician), {});
    expect(owners.map(({ name }) => name)).toEqual([house.technician.name, house.reviewer.name]);
    await execute(assignIncident, city.as(house.technician), {
      id: incident.id,
      version: 1,
      personId: house.reviewer.personId,
    });
    const seen = await runRead(getIncident, city.as(house.technician), { id: incident.id });
    expect(seen).toMatchObject({ state: 'assigned', severity: 'grave', rule: 'expired', version: 2 });
    expect(seen.ownerName).toBe(`${house.reviewer.staffNo} ${house.reviewer.name}`);
    expect(seen.bags).toMatchObject([{ donationNo: bag.donationNo, state: 'quarantined', isHere: true, openNos: [] }]);
    await resolve(city, house, { id: incident.id, version: 2 }, 'keep');
    const history = await runRead(historyOf(incidentRecord), city.as(house.technician), { id: incident.id });
    expect(history.map(({ action }) => action)).toEqual(['incidents.resolve', 'incidents.assign', 'incidents.open']);
    const after = await runRead(getIncident, city.as(house.technician), { id: incident.id });
    expect(after).toMatchObject({ state: 'resolved', decision: 'keep' });
    expect(after.signatures).toMatchObject([{ meaning: 'incident_resolved', signerName: house.reviewer.name }]);
  });

  it('is found by its owner, and an owner by pinyin and initials', async () => {
    const owner = (await city.enter('H01', '1055', ['technician'], { name: '单敏' })).actor;
    const bag = await shelved();
    const incident = await openIncident(city, house.technician, [bag]);
    const mine = async (id: string) => {
      const input = { filters: { owner: id } };
      const { waiting, rows } = await runRead(listOf(incidentRecord), city.as(house.technician), input);
      return [...waiting, ...rows].map((row) => row.id);
    };
    expect(await mine(owner.personId)).toEqual([]);
    await execute(assignIncident, city.as(house.technician), {
      id: incident.id,
      version: 1,
      personId: owner.personId,
    });
    expect(await mine(owner.personId)).toEqual([incident.id]);
    expect(await mine('nobody')).toEqual([]);
    const owners = await runRead(listOwners, city.as(house.technician), {});
    expect(owners.find(({ name }) => name === '单敏')?.search.split(' ')).toEqual(
      expect.arrayContaining(['shanmin', 'sm', 'danmin', 'dm']),
    );
    await resolve(city, house, { id: incident.id, version: 2 }, 'keep');
    expect(await mine(owner.personId)).toEqual([incident.id]);
  });

  it('goes to nobody outside the blood bank, and to nobody of another house', async () => {
    const incident = await openIncident(city, house.technician, [await shelved()]);
    const assign = (personId: string) =>
      execute(assignIncident, city.as(house.technician), { id: incident.id, version: 1, personId });
    expect(await codesOf(assign(house.nurse.personId))).toEqual(['incident.owner_not_entitled']);
    expect(await codesOf(assign(stranger.technician.personId))).toEqual(['incident.owner_unknown']);
    expect(
      await codesOf(
        execute(assignIncident, city.as(stranger.technician), {
          id: incident.id,
          version: 1,
          personId: stranger.technician.personId,
        }),
      ),
    ).toEqual(['not_found']);
    expect(await codesOf(runRead(getIncident, city.as(stranger.technician), { id: incident.id }))).toEqual([
      'not_found',
    ]);
    const theirs = await runRead(listOf(incidentRecord), city.as(stranger.technician), {});
    expect([theirs.total, theirs.waiting]).toEqual([0, []]);
  });

  it('is resolved by a reviewer alone, over exactly what stands there', async () => {
    const bag = await shelved();
    const incident = await openIncident(city, house.technician, [bag]);
    const input = await resolveInput(city, house, incident, 'release', [bag.id]);
    expect(await codesOf(execute(resolveIncident, city.as(house.technician), input))).toEqual(['forbidden']);
    expect(await codesOf(execute(resolveIncident, city.as(house.reviewer), { ...input, finding: '又一句话' }))).toEqual(
      ['signature.covers_other_content'],
    );
    expect(await codesOf(execute(resolveIncident, city.as(house.reviewer), { ...input, second: undefined }))).toEqual([
      'signature.second_missing',
    ]);
    expect(await stateOf(bag)).toEqual(['quarantined', 'incident']);
  });

  it.each([
    ['keep', 'outbound_voided'],
    ['discard', 'to_discard'],
  ] as const)('takes no bag in that came back after it was signed, to %s it', async (decision, after) => {
    const here = await shelved();
    const away = await shelved();
    const back = await sendOut(city, house, [away], { kind: 'return' });
    const incident = await openIncident(city, house.technician, [here, away]);
    const signed = await resolveInput(city, house, incident, decision);
    expect(signed.bags).toEqual([{ unitId: here.id }]);
    await execute(voidOutbound, city.as(house.reviewer), { id: back.id, version: 1, reason: '车没走' });
    expect(await codesOf(execute(resolveIncident, city.as(house.reviewer), signed))).toEqual(['incident.bags_differ']);
    expect(await stateOf(away)).toEqual(['quarantined', 'outbound_voided']);
    expect(await stateOf(here)).toEqual(['quarantined', 'incident']);

    // What was not signed for is not put in afterwards either.
    const bags = [here, away].map(({ id }) => ({ unitId: id }));
    expect(await codesOf(execute(resolveIncident, city.as(house.reviewer), { ...signed, bags }))).toEqual([
      'signature.covers_other_content',
    ]);
    await resolve(city, house, incident, decision);
    expect(await stateOf(away)).toEqual(['quarantined', after]);
  });

  it('sent twice is resolved once; two at once, one of them is told', async () => {
    const bag = await shelved();
    const incident = await openIncident(city, house.technician, [bag]);
    const input = await resolveInput(city, house, incident, 'release', [bag.id]);
    const key = randomUUID();
    const answers = [
      await execute(resolveIncident, city.as(house.reviewer), input, key),
      await execute(resolveIncident, city.as(house.reviewer), input, key),
    ];
    expect(answers[1]).toEqual(answers[0]);
    expect(await codesOf(execute(resolveIncident, city.as(house.reviewer), input))).toEqual([
      'incident.already_resolved',
    ]);

    const contested = await openIncident(city, house.technician, [await shelved()]);
    const outcomes = await Promise.allSettled(
      (['keep', 'discard'] as const).map((decision) => resolve(city, house, contested, decision)),
    );
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const movements = await city.owner`
      select kind from stock_movements where unit_id = ${bag.id} and kind = 'release_hold'`;
    expect(movements).toHaveLength(1);
  });

  it('that is open stands on top of the list', async () => {
    const incident = await openIncident(city, house.technician, [await shelved()], 'recalled');
    const list = await runRead(listOf(incidentRecord), city.as(house.technician), {
      filters: { severity: 'grave', state: 'open' },
    });
    expect(list.waiting.map(({ id }) => id)).toContain(incident.id);
  });
});
