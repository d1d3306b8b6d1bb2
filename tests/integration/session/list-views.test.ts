import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { patientRecord } from '@/domain/patients/record';
import type { UserActor } from '@/server/kernel/actor';
import { execute } from '@/server/kernel/command';
import { AppError } from '@/server/kernel/errors';
import { listOf } from '@/server/kernel/list';
import { runRead } from '@/server/kernel/read';
import { registerPatient } from '@/server/modules/patients/register';
import { listViews, removeView, saveView } from '@/server/modules/session/list-views';
import { openCity, type TrialCity } from '../../support/city';

let city: TrialCity;
let technician: UserActor;
let colleague: UserActor;
let elsewhere: UserActor;
let official: UserActor;
let administrator: UserActor;
let nurse: UserActor;

beforeAll(async () => {
  city = await openCity();
  const enter = async (...whom: Parameters<TrialCity['enter']>) => (await city.enter(...whom)).actor;
  technician = await enter('H01', '1001', ['technician']);
  colleague = await enter('H01', '1002', ['technician']);
  elsewhere = await enter('H02', '1001', ['technician']);
  official = await enter('O01', '2001', ['official']);
  administrator = await enter('H01', '9001', ['hospital_admin']);
  nurse = await enter('H01', '3001', ['nurse']);
});
afterAll(() => city.close());

const module = 'shipments';
const makeView = (wish: Record<string, unknown> = {}) => ({
  id: randomUUID(),
  module,
  name: `视图${randomUUID()}`,
  ...wish,
});
const seenBy = async (person: UserActor, list = module) =>
  (await runRead(listViews, city.as(person), { module: list })).map(({ id, isMine }) => ({ id, isMine }));
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof AppError ? (error.violations[0]?.code ?? error.code) : Promise.reject(error)),
  );

it('is one view however often it is sent, and seen by its own person alone until it is shared', async () => {
  const view = makeView();
  await execute(saveView, city.as(technician), view);
  await execute(saveView, city.as(technician), view);
  expect((await seenBy(technician)).filter(({ id }) => id === view.id)).toEqual([{ id: view.id, isMine: true }]);
  expect((await seenBy(colleague)).map(({ id }) => id)).not.toContain(view.id);
  await execute(saveView, city.as(technician), { ...view, isShared: true });
  expect(await seenBy(colleague)).toContainEqual({ id: view.id, isMine: false });
  expect((await seenBy(elsewhere)).map(({ id }) => id)).not.toContain(view.id);
});

it('is for those who may read its list, and no others', async () => {
  const view = { ...makeView({ isShared: true }), module: 'patients' };
  await execute(saveView, city.as(technician), view);
  expect(await seenBy(nurse, 'patients')).toContainEqual({ id: view.id, isMine: false });
  for (const stranger of [administrator, official]) {
    expect(await codeOf(seenBy(stranger, 'patients'))).toBe('forbidden');
    expect(await codeOf(execute(saveView, city.as(stranger), { ...view, id: randomUUID() }))).toBe('forbidden');
  }
});

it('that asks for a patient stays its person’s own, and its values stay out of the audit', async () => {
  const view = { ...makeView({ filters: { name: '李桂芳', sex: 'female' } }), module: 'patients' };
  const share = (wish: Record<string, unknown>) => execute(saveView, city.as(technician), { ...view, ...wish });
  expect(await codeOf(share({ isShared: true }))).toBe('view.personal_filter');
  await share({});
  expect(await codeOf(share({ isShared: true }))).toBe('view.personal_filter');
  const ofIssues = { ...makeView({ isShared: true, filters: { patient: '李桂芳' } }), module: 'clinical-issues' };
  expect(await codeOf(execute(saveView, city.as(technician), ofIssues))).toBe('view.personal_filter');
  const [row] = await city.owner<{ payload: string }[]>`
    select payload from audit_log where record_id = ${view.id} order by seq desc limit 1`;
  expect(row?.payload).not.toContain('李桂芳');
  expect(JSON.parse(row?.payload ?? '{}').after.filters).toEqual(['name', 'sex']);

  // One that was shared before this was refused is shown to nobody else.
  await city.owner`update list_views set is_shared = true where id = ${view.id}`;
  expect(await seenBy(nurse, 'patients')).not.toContainEqual({ id: view.id, isMine: false });
  expect(await seenBy(technician, 'patients')).toContainEqual({ id: view.id, isMine: true });
});

it('refuses a list that every object has, and a name of blanks', async () => {
  for (const list of ['constructor', 'toString', 'nobodys']) {
    expect(await codeOf(execute(saveView, city.as(technician), makeView({ module: list })))).toBe('unknown_list');
    expect(await codeOf(seenBy(technician, list))).toBe('unknown_list');
  }
  expect(await codeOf(execute(saveView, city.as(technician), makeView({ name: '   ' })))).toBe('view.unnamed');
  const read = runRead(listOf(patientRecord), city.as(technician), { filters: JSON.parse('{"constructor":"x"}') });
  expect(await codeOf(read)).toBe('done');
});

it('that was removed is not brought back by whoever still has it open', async () => {
  const view = makeView({ isShared: true });
  await execute(saveView, city.as(technician), view);
  await execute(removeView, city.as(technician), { id: view.id });
  for (const stale of [view, { id: view.id, module, isShared: true }])
    expect(await codeOf(execute(saveView, city.as(technician), stale))).toBe('view.gone');
  expect(await seenBy(colleague)).not.toContainEqual({ id: view.id, isMine: false });
  // An id is of one person: for somebody else it is new.
  expect(await codeOf(execute(saveView, city.as(colleague), { ...view, isShared: false }))).toBe('done');
});

it('keeps what a change does not name', async () => {
  const view = makeView({ columns: ['carrier'], filters: { no: 'BJ' } });
  await execute(saveView, city.as(technician), view);
  await execute(saveView, city.as(technician), { id: view.id, module, columns: ['kind'] });
  await execute(saveView, city.as(technician), { id: view.id, module, isShared: true });
  const kept = (await runRead(listViews, city.as(colleague), { module })).find(({ id }) => id === view.id);
  expect(kept).toMatchObject({ name: view.name, columns: ['kind'], filters: { no: 'BJ' }, isShared: true });
});

it('that is shared may be removed by whoever administers the house, for its person may have left', async () => {
  const shared = makeView({ isShared: true });
  const unshared = makeView();
  for (const view of [shared, unshared]) await execute(saveView, city.as(technician), view);
  const mayRemove = async (person: UserActor) =>
    (await runRead(listViews, city.as(person), { module })).find(({ id }) => id === shared.id)?.mayRemove;
  expect([await mayRemove(technician), await mayRemove(colleague), await mayRemove(administrator)]).toEqual([
    true,
    false,
    true,
  ]);
  const neighbour = (await city.enter('H02', '9001', ['hospital_admin'])).actor;
  for (const stranger of [colleague, neighbour])
    expect(await codeOf(execute(removeView, city.as(stranger), { id: shared.id }))).toBe('not_found');
  expect(await codeOf(execute(removeView, city.as(administrator), { id: unshared.id }))).toBe('not_found');
  expect(await codeOf(execute(removeView, city.as(administrator), { id: shared.id }))).toBe('done');
  expect(await codeOf(execute(saveView, city.as(technician), shared))).toBe('view.gone');
  expect(await seenBy(technician)).toContainEqual({ id: unshared.id, isMine: true });
});

it('is changed and removed by nobody else', async () => {
  const view = makeView({ isShared: true });
  await execute(saveView, city.as(technician), view);
  for (const stranger of [colleague, elsewhere, official]) {
    expect(await codeOf(execute(removeView, city.as(stranger), { id: view.id }))).toBe('not_found');
    // Under the same id it becomes a view of their own.
    if (stranger !== official) await execute(saveView, city.as(stranger), { ...view, name: '夺来的', isShared: false });
  }
  expect(
    (await runRead(listViews, city.as(technician), { module })).find(({ id, isMine }) => id === view.id && isMine)
      ?.name,
  ).toBe(view.name);
  await execute(removeView, city.as(technician), { id: view.id });
  expect((await seenBy(colleague)).filter(({ id }) => id === view.id)).toEqual([{ id: view.id, isMine: true }]);
});

it('has one row for the columns of the list, from two PCs at once', async () => {
  const columns = (name: string) => makeView({ name: '', columns: [name] });
  await Promise.all(
    ['carrier', 'kind', 'sentAt', 'boxCount'].map((name) => execute(saveView, city.as(colleague), columns(name))),
  );
  const own = (await runRead(listViews, city.as(colleague), { module })).filter(({ name }) => name === '');
  expect(own).toHaveLength(1);
});

it('refuses a name twice, a list that is none, and a column that is none', async () => {
  const view = makeView();
  await execute(saveView, city.as(technician), view);
  expect(await codeOf(execute(saveView, city.as(technician), makeView({ name: view.name })))).toBe('view.name_taken');
  expect(await codeOf(execute(saveView, city.as(colleague), makeView({ name: view.name })))).toBe('done');
  expect(await codeOf(execute(saveView, city.as(technician), makeView({ columns: ['password'] })))).toBe(
    'view.unknown_column',
  );
  expect(await codeOf(execute(saveView, city.as(technician), makeView({ module: 'people' })))).not.toBe('done');
});

it('breaks nobody’s list by a filter that the list does not have, even where such a view was kept', async () => {
  const view = makeView({ isShared: true, filters: JSON.parse('{"constructor":"x"}') });
  expect(await codeOf(execute(saveView, city.as(technician), view))).toBe('view.unknown_column');
  const kept = makeView({ isShared: true, filters: { no: 'BJ' } });
  await execute(saveView, city.as(technician), kept);
  await city.owner`update list_views set filters = '{"constructor": "x", "gone": "y", "no": "BJ"}' where id = ${kept.id}`;
  const read = (await runRead(listViews, city.as(colleague), { module })).find(({ id }) => id === kept.id);
  expect(read?.filters).toEqual({ no: 'BJ' });
});

it('is kept of each list of the stock by itself, and knows the columns and filters of that list alone', async () => {
  const ofBags = makeView({ module: 'stock', filters: { group: 'O.positive' }, columns: ['group', 'holdReason'] });
  const ofExpiring = makeView({ module: 'stock-expiring', filters: { component: 'ffp' }, isShared: true });
  const ofMovements = makeView({ module: 'stock-movements', filters: { kind: 'issue' }, columns: ['occurredAt'] });
  for (const view of [ofBags, ofExpiring, ofMovements])
    expect(await codeOf(execute(saveView, city.as(technician), view))).toBe('done');
  const idsOf = async (list: string, person = technician) => (await seenBy(person, list)).map(({ id }) => id);
  expect(await idsOf('stock')).toEqual([ofBags.id]);
  expect(await idsOf('stock-expiring', nurse)).toEqual([ofExpiring.id]);
  expect(await idsOf('stock-movements')).toEqual([ofMovements.id]);
  for (const wish of [{ columns: ['occurredAt'] }, { filters: { kind: 'issue' } }])
    expect(await codeOf(execute(saveView, city.as(technician), makeView({ module: 'stock', ...wish })))).toBe(
      'view.unknown_column',
    );
});

it('never brings a column that the list does not offer', async () => {
  const entry = {
    mrn: 'ZY990001',
    name: '李桂芳',
    sex: 'female' as const,
    birthDate: '1949-12-31',
    identityNumber: '11010519491231002x',
    abo: 'A' as const,
    rhd: 'positive' as const,
    groupDeterminations: 2,
    antibodies: [],
    requirements: [],
    isUnidentified: false,
  };
  await execute(registerPatient, city.as(technician), entry);
  const [row] = (await runRead(listOf(patientRecord), city.as(technician), { columns: ['identityNumber'] })).rows;
  expect(Object.keys(row ?? {})).toContain('mrn');
  expect(JSON.stringify(row)).not.toContain('1949123100');
});
