import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ownDraft } from '@/domain/own-draft';
import { draftOf, dropDraft, saveDraft } from '@/server/kernel/drafts';
import { AppError } from '@/server/kernel/errors';
import { runRead } from '@/server/kernel/read';
import { inScope } from '@/server/kernel/scope';
import { makePerson, openTestCity, type TestCity } from '../../support/factories';

let city: TestCity;
const technician = makePerson('H01', 'hospital', ['technician']);
const colleague = makePerson('H01', 'hospital', ['technician']);
const elsewhere = makePerson('H02', 'hospital', ['technician']);

beforeAll(async () => {
  city = await openTestCity();
});
afterAll(() => city.close());

type Person = typeof technician;
const save = (who: Person, draft: Record<string, unknown>) =>
  saveDraft(city.as(who), 'bag-receipts', 'bag-receipts.draft', { version: 0, ...draft });
const read = (who: Person, subjectId: string) =>
  runRead(draftOf('bag-receipts', 'bag-receipts.draft'), city.as(who), { subjectId });
const refusedAs = async (work: Promise<unknown>) => {
  const error = await work.catch((thrown: unknown) => thrown);
  return error instanceof AppError ? error.code : error;
};

it('a draft is found by its subject, in the same house alone', async () => {
  const subjectId = randomUUID();
  await save(technician, { id: randomUUID(), subjectId, body: { lines: [1] } });
  expect((await read(colleague, subjectId))?.body).toEqual({ lines: [1] });
  expect(await read(elsewhere, subjectId)).toBeNull();
});

it('a second PC with the version it read overwrites nothing', async () => {
  const [id, subjectId] = [randomUUID(), randomUUID()];
  await save(technician, { id, subjectId, body: { note: 'first' }, writer: randomUUID() });
  await save(technician, { id, subjectId, body: { note: 'second' }, version: 1, writer: randomUUID() });
  const late = save(colleague, {
    id,
    subjectId,
    body: { note: 'from the other PC' },
    version: 1,
    writer: randomUUID(),
  });
  expect(await refusedAs(late)).toBe('conflict');
  expect((await read(technician, subjectId))?.body).toEqual({ note: 'second' });
});

it('two PCs that begin at one shipment in the same moment do not each keep a draft of their own', async () => {
  const subjectId = randomUUID();
  const begun = await Promise.all(
    [technician, colleague].map((who) =>
      refusedAs(save(who, { id: randomUUID(), subjectId, body: { note: who.personId } })),
    ),
  );
  expect(begun.filter((answer) => answer === 'conflict')).toHaveLength(1);
  const [kept] = await city.owner<{ n: number }[]>`
    select count(*)::int as n from drafts where subject_id = ${subjectId}`;
  expect(kept?.n).toBe(1);
});

it('the same desk goes on after an answer that was lost, and an older saving that arrives late changes nothing', async () => {
  const [id, subjectId, writer] = [randomUUID(), randomUUID(), randomUUID()];
  await save(technician, { id, subjectId, body: { note: 'one' }, writer, revision: 1 });
  // The answer was lost: this desk still names version 0.
  await save(technician, { id, subjectId, body: { note: 'two' }, writer, revision: 3 });
  expect(await refusedAs(save(technician, { id, subjectId, body: { note: 'older' }, writer, revision: 2 }))).toBe(
    'conflict',
  );
  expect((await read(technician, subjectId))?.body).toEqual({ note: 'two' });
});

it('an entry that begins with nothing is the person’s own, and goes when it is posted', async () => {
  await save(technician, { id: randomUUID(), subjectId: ownDraft, body: { note: 'mine' } });
  await save(colleague, { id: randomUUID(), subjectId: ownDraft, body: { note: 'theirs' } });
  expect((await read(technician, ownDraft))?.body).toEqual({ note: 'mine' });
  expect((await read(colleague, ownDraft))?.body).toEqual({ note: 'theirs' });
  await inScope(city.as(technician), 'write', (scope) => dropDraft(scope, 'bag-receipts', ownDraft));
  expect(await read(technician, ownDraft)).toBeNull();
  expect((await read(colleague, ownDraft))?.body).toEqual({ note: 'theirs' });
});

it('a draft that was posted does not come back to life by a saving that was still on its way', async () => {
  const [id, subjectId, writer] = [randomUUID(), randomUUID(), randomUUID()];
  await save(technician, { id, subjectId, body: { note: 'one' }, writer });
  await inScope(city.as(technician), 'write', (scope) => dropDraft(scope, 'bag-receipts', subjectId));
  const late = save(technician, { id, subjectId, body: { note: 'two' }, version: 1, writer, revision: 2 });
  expect(await refusedAs(late)).toBe('conflict');
  expect(await read(technician, subjectId)).toBeNull();
});

it('a draft is refused when it is too large, and to whoever may not draft', async () => {
  const large = save(technician, { id: randomUUID(), subjectId: null, body: { note: 'x'.repeat(1_000_000) } });
  expect(await refusedAs(large)).toBe('invalid_input');
  const nurse = makePerson('H01', 'hospital', ['nurse']);
  expect(await refusedAs(save(nurse, { id: randomUUID(), subjectId: null, body: { note: 1 } }))).toBe('forbidden');
});

it('a first saving that arrives after the entry was taken begins no draft of it', async () => {
  const [subjectId, key] = [randomUUID(), randomUUID()];
  await inScope(city.as(technician), 'write', async ({ q, orgId }) => {
    await q`insert into idempotency_keys (org_id, key, command, body_digest) values (${orgId}, ${key}, 'bag-receipts.post', '')`;
  });
  const late = save(technician, { id: randomUUID(), subjectId, body: { lines: [1] }, entryKeys: [key] });
  expect(await refusedAs(late)).toBe('conflict');
  expect(await read(technician, subjectId)).toBeNull();
  // The key of another house says nothing, and the next entry has a key of its own.
  await save(elsewhere, { id: randomUUID(), subjectId, body: { lines: [2] }, entryKeys: [key] });
  await save(technician, { id: randomUUID(), subjectId, body: { lines: [3] }, entryKeys: [randomUUID()] });
  expect((await read(technician, subjectId))?.body).toEqual({ lines: [3] });
});
