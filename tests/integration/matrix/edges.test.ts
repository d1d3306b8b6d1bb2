import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ProcedureMeta } from '@/server/kernel/trpc';
import { appRouter } from '@/server/router';
import { findRecords } from '../../support/definitions';
import { type MatrixCity, openMatrixCity } from './matrix-city';
import { makeSamples, type Sample } from './samples';

const procedures = new Map(
  Object.entries(appRouter._def.procedures).map(([path, procedure]) => {
    const { meta } = (procedure as unknown as { _def: { meta: ProcedureMeta } })._def;
    return [meta.name, { path, ...meta }] as const;
  }),
);
const records = await findRecords();

/** Their state is no column: it is drawn from days, from bags or from what a house has. Refused in their own tests. */
const drawnStates = ['dictionaries', 'organisations', 'people', 'products', 'stock', 'storage-places'];
/** Asked of the record's parts, whose states its own follows; set alone, it is one that cannot be. */
const byParts: Readonly<Record<string, string>> = {
  'autologous-transfusions.discard': 'each of its bags',
  'blood-orders.arrive': 'the delivery, which is at the door or not',
  'exercises.finish': 'what was done; whoever finishes twice reads the same',
  'other-outbounds.void': 'each of its bags, and the shipment',
  'recalls.acknowledge': 'the part of the house that hears it; whoever comes second reads who was first',
  'recalls.note-call': 'the part of the house that is called',
  'recalls.register': 'a donation that is not recalled yet',
  'recalls.release': 'the record of the station, which is never in a state of a part',
  'recalls.set-fate': 'each of its bags',
  'redistributions.decline': 'each of its bags',
  'redistributions.take': 'each of its bags',
  'redistributions.withdraw': 'each of its bags',
};
/** Done by another module's deed, or by a clock: no procedure of that name. */
const doneElsewhere = [
  'autologous-transfusions.hold',
  'blood-orders.receive',
  'blood-orders.unreceive',
  'donor-plans.expire',
  'exercises.giveUp',
  'go-lives.voidOpening',
  'other-outbounds.close-short',
  'other-outbounds.receive',
  'other-outbounds.send',
  'other-outbounds.unreceive',
  'recalls.close',
  'recalls.follow',
  'recalls.lift',
  'recalls.reopen',
  'recalls.stop',
  'redistributions.call-back',
  'redistributions.follow',
  'redistributions.lapse',
  'redistributions.propose',
  'redistributions.receive',
  'redistributions.send',
  'redistributions.unreceive',
  'shipments.close-short',
  'shipments.receive',
  'shipments.unreceive',
  'transfusion-requests.fulfil',
  'transfusion-requests.reopen',
];

/** Every action of every life cycle in every state from which it does not lead, by who may do it: refused, with where the record stands. */
const actions = records
  .filter(({ module }) => !drawnStates.includes(module))
  .flatMap(({ module, lifecycle }) =>
    Object.entries(lifecycle.actions).map(([action, { from }]) => ({
      name: `${module}.${action}`,
      module,
      forbidden: Object.keys(lifecycle.states).filter((state) => !(from as readonly string[]).includes(state)),
    })),
  )
  .filter(({ name, forbidden }) => !(name in byParts) && forbidden.length > 0);
const asked = actions.filter(({ name }) => procedures.has(name));

let city: MatrixCity;
let samples: Record<string, Sample | undefined>;
beforeAll(async () => {
  city = await openMatrixCity();
  samples = await makeSamples(city);
  // A state that is set alone stands beside columns of another one.
  for (const table of new Set(asked.map(({ module }) => tableOf(module)))) {
    const checks = await city.owner<{ name: string }[]>`
      select conname as name from pg_constraint where contype = 'c' and conrelid = ${table}::regclass and conislocal`;
    for (const { name } of checks)
      await city.owner`alter table ${city.owner(table)} drop constraint ${city.owner(name)}`;
  }
}, 180_000);
afterAll(() => city?.close());

const tableOf = (module: string) => module.replaceAll('-', '_');

async function setState(table: string, id: string, state: string): Promise<void> {
  await city.owner.begin(async (sql) => {
    await sql`alter table ${sql(table)} disable trigger user`;
    await sql`update ${sql(table)} set state = ${state} where id = ${id}`;
    await sql`alter table ${sql(table)} enable trigger user`;
  });
}

it('knows by which procedure each action is done', () => {
  expect(
    actions
      .map(({ name }) => name)
      .filter((name) => !procedures.has(name))
      .sort(),
  ).toEqual(doneElsewhere.filter((name) => actions.some((action) => action.name === name)).sort());
  expect(Object.keys(byParts).filter((name) => !procedures.has(name))).toEqual([]);
  expect(drawnStates.filter((module) => !records.some((record) => record.module === module))).toEqual([]);
});

it.each(asked.map((action) => [action.name, action] as const))('%s leads from no other state', async (name, action) => {
  const procedure = procedures.get(name);
  const sample = procedure && samples[procedure.path];
  if (!procedure || !sample) throw new Error(`${name} has no sample`);
  const input = (sample.ownInput ?? sample.input) as { id?: string; orderId?: string };
  const id = input.id ?? input.orderId ?? '';
  const table = tableOf(action.module);
  const [record] = await city.owner<{ state: string; orgId: string }[]>`
    select state, org_id as "orgId" from ${city.owner(table)} where id = ${id}`;
  if (!record) throw new Error(`the sample of ${name} points at no row of ${table}`);
  const faults: string[] = [];
  for (const state of action.forbidden) {
    await setState(table, id, state);
    const answer = await city.call(city.people[sample.by].cookie, procedure.path, input, { kind: procedure.kind });
    // Of another house's draft nothing is told, not even that it is there.
    const isUnknown = state === 'draft' && record.orgId !== sample.by.slice(0, 3) && answer.code === 'not_found';
    if (!isUnknown && (answer.code !== 'refused' || answer.violations.length === 0))
      faults.push(`${state}: ${answer.code} ${JSON.stringify(answer.violations)}`);
    await setState(table, id, record.state);
  }
  expect(faults).toEqual([]);
});
