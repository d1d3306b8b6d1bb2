import { z } from 'zod';
import { decideSaveView, type ListView, usableView } from '@/domain/list-views';
import type { RecordDefinition } from '@/domain/record';
import { exporters } from '@/server/exporters';
import type { Actor } from '@/server/kernel/actor';
import { defineCommand, done, unwrap } from '@/server/kernel/command';
import { AppError, refusal } from '@/server/kernel/errors';
import { defineRead } from '@/server/kernel/read';

export interface StoredView extends ListView {
  readonly id: string;
  /** Somebody else's shared view is used, and neither changed nor removed. */
  readonly isMine: boolean;
  readonly by: string;
}

const listModule = z.string().refine((name) => name in exporters, 'unknown_list');

const viewInput = z.strictObject({
  id: z.uuid(),
  module: listModule,
  /** Empty: the columns of the list itself. */
  name: z.string().trim().max(40),
  isShared: z.boolean().default(false),
  tab: z.string().max(40).default(''),
  filters: z.record(z.string().max(40), z.string().max(200)).default({}),
  columns: z.array(z.string().max(40)).max(60).nullable().default(null),
});

/** The views of one list: one's own, and what the house shares. */
export const listViews = defineRead({
  name: 'session.views',
  permission: 'session.views',
  input: z.strictObject({ module: listModule }),
  async run({ q, orgId, actor }, { module }): Promise<StoredView[]> {
    const personId = personOf(actor);
    const definition = definitionOf(module);
    const kept = await q<StoredView[]>`
      select v.id, v.name, v.is_shared as "isShared", v.tab, v.filters, v.columns, v.person_id = ${personId} as "isMine", coalesce(p.name, '') as by
      from list_views v left join people p on p.id = v.person_id
      where v.org_id = ${orgId} and v.module = ${module} and (v.person_id = ${personId} or v.is_shared)
      order by v.name, v.id`;
    return kept.map((view) => usableView(view, definition));
  },
});

/** Keeps a view, or changes one's own. The same id is the same view; a second view of the same name is refused. */
export const saveView = defineCommand({
  name: 'session.saveView',
  permission: 'session.views',
  input: viewInput,
  async run({ q, orgId, actor }, input) {
    const personId = personOf(actor);
    // One person at two PCs: one after the other.
    await q`select pg_advisory_xact_lock(hashtextextended(${`views:${orgId}:${personId}:${input.module}`}, 0))`;
    const known = await q<{ id: string; name: string }[]>`
      select id, name from list_views where org_id = ${orgId} and person_id = ${personId} and module = ${input.module}`;
    const definition = definitionOf(input.module);
    const { id: wished, module, ...view } = input;
    // The columns of the list itself are one row, whoever minted which id first.
    const id = view.name === '' ? (known.find(({ name }) => name === '')?.id ?? wished) : wished;
    const others = known.filter((other) => other.id !== id);
    const kept = unwrap(decideSaveView({ ...view, isShared: view.isShared && view.name !== '' }, definition, others));
    const [saved] = await q<{ id: string }[]>`
      insert into list_views as v (id, org_id, person_id, module, name, is_shared, tab, filters, columns)
      values (${id}, ${orgId}, ${personId}, ${module}, ${kept.name}, ${kept.isShared}, ${kept.tab}, ${q.json(kept.filters)}, ${kept.columns && [...kept.columns]})
      on conflict (org_id, person_id, id) do update set name = excluded.name, is_shared = excluded.is_shared, tab = excluded.tab, filters = excluded.filters,
          columns = excluded.columns, updated_at = city_now()
        where v.module = excluded.module
      returning v.id`;
    if (!saved) throw new AppError('not_found');
    return done({ id }, { ...viewChange(orgId, id, 'session.saveView'), state: 'kept', after: { module, ...kept } });
  },
});

export const removeView = defineCommand({
  name: 'session.removeView',
  permission: 'session.views',
  input: z.strictObject({ id: z.uuid() }),
  async run({ q, orgId, actor }, { id }) {
    const [removed] = await q<{ name: string }[]>`
      delete from list_views where id = ${id} and org_id = ${orgId} and person_id = ${personOf(actor)} returning name`;
    if (!removed) throw new AppError('not_found');
    return done({ id }, { ...viewChange(orgId, id, 'session.removeView'), state: 'removed', before: removed });
  },
});

const viewChange = (orgId: string, recordId: string, action: string) =>
  ({ module: 'admin', recordId, action, version: 0, orgId, before: null, after: null }) as const;

function definitionOf(module: string): RecordDefinition {
  const definition = exporters[module];
  if (!definition) throw new AppError('not_found');
  return definition;
}

function personOf(actor: Actor): string {
  if (actor.kind !== 'user') throw refusal({ code: 'view.no_person' });
  return actor.personId;
}
