import { z } from 'zod';
import { decideSaveView, isPersonalView, type ListView, usableView } from '@/domain/list-views';
import { can } from '@/domain/permissions';
import type { ListDefinition } from '@/domain/record';
import { viewedLists } from '@/server/exporters';
import { type Actor, rolesOf } from '@/server/kernel/actor';
import { assertMay, defineCommand, done, unwrap } from '@/server/kernel/command';
import { AppError, refusal } from '@/server/kernel/errors';
import { defineRead } from '@/server/kernel/read';
import type { Scope } from '@/server/kernel/scope';

export interface StoredView extends ListView {
  readonly id: string;
  /** Somebody else's shared view is used and not changed. */
  readonly isMine: boolean;
  /** One's own; a shared one also by whoever administers the house: its person may have left. */
  readonly mayRemove: boolean;
  readonly by: string;
}

const listModule = z.string().refine((name) => Object.hasOwn(viewedLists, name), 'unknown_list');

/** What is left out stays as it is kept: a change made elsewhere in between is not undone. */
const viewInput = z.strictObject({
  id: z.uuid(),
  module: listModule,
  /** Empty: the columns of the list itself. Blanks are no name. */
  name: z
    .string()
    .refine((name) => name === '' || name.trim() !== '', 'view.unnamed')
    .trim()
    .max(40)
    .optional(),
  isShared: z.boolean().optional(),
  tab: z.string().max(40).optional(),
  filters: z.record(z.string().max(40), z.string().max(200)).optional(),
  columns: z.array(z.string().max(40)).max(60).nullable().optional(),
});

/** The views of one list, for whoever may read it: one's own, and what the house shares. */
export const listViews = defineRead({
  name: 'session.views',
  permission: 'session.views',
  input: z.strictObject({ module: listModule }),
  async run({ q, orgId, actor }, { module }): Promise<StoredView[]> {
    const personId = personOf(actor);
    const definition = readableList(actor, module);
    const mayTidy = tidiesHouse(actor);
    const kept = await q<Omit<StoredView, 'mayRemove'>[]>`
      select v.id, v.name, v.is_shared as "isShared", v.tab, v.filters, v.columns, v.person_id = ${personId} as "isMine", coalesce(p.name, '') as by
      from list_views v left join people p on p.id = v.person_id
      where v.org_id = ${orgId} and v.module = ${module} and (v.person_id = ${personId} or v.is_shared)
      order by "isMine" desc, v.name, v.id`;
    return kept
      .filter((view) => view.isMine || !isPersonalView(view, definition))
      .map((view) => ({ ...usableView(view, definition), mayRemove: view.isMine || mayTidy }));
  },
});

const blank: ListView = { name: '', isShared: false, tab: '', filters: {}, columns: null };

/** Keeps a view, or changes one's own. The same id is the same view; a second view of the same name is refused. */
export const saveView = defineCommand({
  name: 'session.saveView',
  permission: 'session.views',
  input: viewInput,
  async run(scope, input) {
    const { q, orgId, actor } = scope;
    const personId = personOf(actor);
    const { id: wished, module } = input;
    const definition = readableList(actor, module);
    // One person at two PCs: one after the other.
    await q`select pg_advisory_xact_lock(hashtextextended(${`views:${orgId}:${personId}:${module}`}, 0))`;
    const known = await q<(ListView & { id: string })[]>`
      select id, name, is_shared as "isShared", tab, filters, columns
      from list_views where org_id = ${orgId} and person_id = ${personId} and module = ${module}`;
    // The columns of the list itself are one row, whoever minted which id first.
    const columnsRow = input.name === '' ? known.find(({ name }) => name === '') : undefined;
    const before = columnsRow ?? known.find(({ id }) => id === wished);
    const id = before?.id ?? wished;
    if (!before && (input.name === undefined || (await wasRemoved(scope, personId, id))))
      throw refusal({ code: 'view.gone' });
    const base = before ? usableView(before, definition) : blank;
    const name = input.name ?? base.name;
    const view: ListView = {
      name,
      isShared: name !== '' && (input.isShared ?? base.isShared),
      tab: input.tab ?? base.tab,
      filters: input.filters ?? base.filters,
      columns: input.columns === undefined ? base.columns : input.columns,
    };
    const others = known.filter((other) => other.id !== id);
    const kept = unwrap(decideSaveView(view, definition, others));
    const columns = kept.columns && [...kept.columns];
    // What is there is changed and never made anew: it may have been removed a moment ago.
    const saved = before
      ? await q`
          update list_views set name = ${kept.name}, is_shared = ${kept.isShared}, tab = ${kept.tab}, filters = ${q.json(kept.filters)},
            columns = ${columns}, updated_at = city_now()
          where org_id = ${orgId} and person_id = ${personId} and id = ${id} returning id`
      : await q`
          insert into list_views (id, org_id, person_id, module, name, is_shared, tab, filters, columns)
          values (${id}, ${orgId}, ${personId}, ${module}, ${kept.name}, ${kept.isShared}, ${kept.tab}, ${q.json(kept.filters)}, ${columns})
          on conflict (org_id, person_id, id) do nothing returning id`;
    if (saved.length === 0) throw before ? refusal({ code: 'view.gone' }) : new AppError('not_found');
    // By what is asked, never for whom: the audit is read by people who may not read the list.
    const after = { module, ...kept, filters: Object.keys(kept.filters) };
    return done({ id }, { ...viewChange(orgId, id, 'session.saveView'), state: 'kept', after });
  },
});

export const removeView = defineCommand({
  name: 'session.removeView',
  permission: 'session.views',
  input: z.strictObject({ id: z.uuid() }),
  async run({ q, orgId, actor }, { id }) {
    type Removed = { name: string; personId: string }[];
    let removed = await q<Removed>`
      delete from list_views where id = ${id} and org_id = ${orgId} and person_id = ${personOf(actor)} returning name, person_id as "personId"`;
    if (removed.length === 0 && tidiesHouse(actor))
      removed = await q<Removed>`
        delete from list_views where id = ${id} and org_id = ${orgId} and is_shared returning name, person_id as "personId"`;
    const [first, ...rest] = removed.map(
      (before) => ({ ...viewChange(orgId, id, 'session.removeView'), state: 'removed', before }) as const,
    );
    if (!first) throw new AppError('not_found');
    return done({ id }, first, ...rest);
  },
});

/** The audit remembers whose view was removed: a page that still has it open does not bring it back. */
async function wasRemoved({ q, orgId }: Scope, personId: string, id: string): Promise<boolean> {
  const removals = await q`
    select 1 from audit_log where org_id = ${orgId} and record_id = ${id} and action = 'session.removeView'
      and coalesce(payload::jsonb #>> '{before,personId}', payload::jsonb #>> '{actor,id}') = ${personId} limit 1`;
  return removals.length > 0;
}

const viewChange = (orgId: string, recordId: string, action: string) =>
  ({ module: 'admin', recordId, action, version: 0, orgId, before: null, after: null }) as const;

const tidiesHouse = (actor: Actor) => can(rolesOf(actor), 'session.tidy-views');

/** @throws forbidden to whoever may not read the list: what it is asked for is not theirs either. */
function readableList(actor: Actor, module: string): ListDefinition {
  const definition = viewedLists[module];
  if (!definition) throw new AppError('not_found');
  assertMay(actor, definition.readPermission);
  return definition;
}

function personOf(actor: Actor): string {
  if (actor.kind !== 'user') throw refusal({ code: 'view.no_person' });
  return actor.personId;
}
