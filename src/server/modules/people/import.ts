import { z } from 'zod';
import type { Change } from '@/domain/change';
import { peopleImport } from '@/domain/people/import';
import {
  actOfPerson,
  checkPeopleImport,
  completePerson,
  hasSamePosts,
  type WrittenPerson,
} from '@/domain/people/rules';
import { roles } from '@/domain/permissions';
import { decideBy, type Violation } from '@/domain/result';
import { defineCommand, type Outcome, unwrap } from '../../kernel/command';
import { refusal } from '../../kernel/errors';
import { applyImportInput, asImportProblems, defineImporter, takeImport } from '../../kernel/import-file';
import type { Scope } from '../../kernel/scope';
import { searchWords } from '../../kernel/search-words';
import { loadKind, type PersonView, personColumns } from './load';
import { personChange, savePosts, tellPosts } from './save';

/** A file of people: what it would register and change, and every line that it may not. */
export const peopleImporter = defineImporter({
  definition: peopleImport,
  async check(scope, rows) {
    const written = rows.map(({ row }) => row);
    return asImportProblems(await compare(scope, written, await loadKnown(scope, written)), rows);
  },
});

/** As it stands in a preview: read once already. */
const writtenPerson = z.object({
  staffNo: z.string(),
  name: z.string(),
  title: z.string().optional(),
  department: z.string().optional(),
  roles: z.array(z.enum(roles)).optional(),
});

/**
 * Registers and changes what a preview said, whole or not at all; the rules are asked again, with those who are known locked. Accounts and badges are
 * not opened by a file. A line that says what the directory says already changes nothing; a file that changes nothing at all is refused.
 */
export const applyPeopleImport = defineCommand({
  name: 'people.import',
  permission: 'people.import',
  input: applyImportInput,
  async run(scope, input): Promise<Outcome<{ registered: number; modified: number; unchanged: number }>> {
    const preview = await takeImport(scope, peopleImport, input);
    const lines: WrittenPerson[] = preview.rows.map(({ row }) => {
      const { staffNo, name, ...told } = writtenPerson.parse(row);
      return { staffNo, name, ...JSON.parse(JSON.stringify(told)) } as WrittenPerson;
    });
    const known = await loadKnown(scope, lines, 'for update');
    unwrap(decideBy(await compare(scope, lines, known), () => null));
    const reason = preview.fileName.slice(-200);
    const changes: Change[] = [];
    let registered = 0;
    for (const [index, line] of lines.entries()) {
      const before = known.get(line.staffNo.toLowerCase());
      const act = actOfPerson(line, before);
      if (act === 'none') continue;
      const after = completePerson(line, before);
      changes.push(before ? await modify(scope, before, after, reason) : await register(scope, after, index, reason));
      registered += before ? 0 : 1;
    }
    const [first, ...rest] = changes;
    if (!first) throw refusal({ code: 'person.file_says_nothing' });
    return {
      result: { registered, modified: changes.length - registered, unchanged: lines.length - changes.length },
      changes: [first, ...rest],
    };
  },
});

/** Those of the directory whom a file names, by staff number in lower case. */
async function loadKnown(
  scope: Scope,
  lines: readonly WrittenPerson[],
  lock?: 'for update',
): Promise<ReadonlyMap<string, PersonView>> {
  const { q, orgId } = scope;
  const wanted = lines.map(({ staffNo }) => staffNo.toLowerCase());
  // In a statement of its own, as for one person.
  if (lock)
    await q`select 1 from people where org_id = ${orgId} and lower(staff_no) = any(${wanted}) order by id for update`;
  const rows = await q<PersonView[]>`
    select ${personColumns(scope)} from people p where p.org_id = ${orgId} and lower(p.staff_no) = any(${wanted}) order by p.id`;
  return new Map(rows.map((person) => [person.staffNo.toLowerCase(), person]));
}

async function compare(
  scope: Scope,
  lines: readonly WrittenPerson[],
  known: ReadonlyMap<string, PersonView>,
): Promise<Violation[]> {
  const { actor } = scope;
  return checkPeopleImport(lines, (staffNo) => known.get(staffNo.toLowerCase()), {
    kind: await loadKind(scope),
    ownId: actor.kind === 'user' ? actor.personId : null,
  });
}

type NextPerson = ReturnType<typeof completePerson>;

/** Each a microsecond before the one above it, so that the list shows them in the order of the file. */
async function register(
  scope: Scope,
  { staffNo, name, title, posts }: NextPerson,
  index: number,
  reason: string,
): Promise<Change> {
  const [person] = await scope.q<{ id: string }[]>`
    insert into people (org_id, staff_no, name, title, search, created_at)
    values (${scope.orgId}, ${staffNo}, ${name}, ${title}, ${searchWords(name)}, city_now() - ${index} * interval '1 microsecond')
    on conflict do nothing returning id`;
  // Somebody registered him since the directory was read.
  if (!person) throw refusal({ code: 'person.staff_no_taken', path: `lines.${index}.staffNo`, facts: { staffNo } });
  await savePosts(scope, person.id, posts);
  return personChange(scope, person.id, 'register', {
    version: 1,
    state: 'active',
    reason,
    after: { staffNo, name, title, ...tellPosts(posts) },
  });
}

async function modify(
  scope: Scope,
  before: PersonView,
  { name, title, posts }: NextPerson,
  reason: string,
): Promise<Change> {
  const { id, version } = before;
  await scope.q`
    update people set name = ${name}, title = ${title}, search = ${searchWords(name)}, version = version + 1 where id = ${id} and org_id = ${scope.orgId}`;
  if (!hasSamePosts(before.posts, posts)) await savePosts(scope, id, posts);
  return personChange(scope, id, 'modify', {
    version: version + 1,
    state: 'active',
    reason,
    before: { name: before.name, title: before.title, ...tellPosts(before.posts) },
    after: { name, title, ...tellPosts(posts) },
  });
}
