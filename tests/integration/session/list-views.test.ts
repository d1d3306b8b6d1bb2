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

beforeAll(async () => {
  city = await openCity();
  const enter = async (...whom: Parameters<TrialCity['enter']>) => (await city.enter(...whom)).actor;
  technician = await enter('H01', '1001', ['technician']);
  colleague = await enter('H01', '1002', ['technician']);
  elsewhere = await enter('H02', '1001', ['technician']);
  official = await enter('O01', '2001', ['official']);
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
  for (const stranger of [elsewhere, official])
    expect((await seenBy(stranger)).map(({ id }) => id)).not.toContain(view.id);
});

it('is changed and removed by nobody else', async () => {
  const view = makeView({ isShared: true });
  await execute(saveView, city.as(technician), view);
  for (const stranger of [colleague, elsewhere, official]) {
    expect(await codeOf(execute(removeView, city.as(stranger), { id: view.id }))).toBe('not_found');
    // Under the same id it becomes a view of their own.
    await execute(saveView, city.as(stranger), { ...view, name: '夺来的', isShared: false });
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
