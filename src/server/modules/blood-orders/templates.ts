import { z } from 'zod';
import { saveTemplateInput, type templateLines } from '@/domain/blood-orders/schema';
import { defineCommand, done } from '../../kernel/command';
import { notFound } from '../../kernel/errors';
import { defineRead } from '../../kernel/read';
import { actorName } from '../stock/post';

export interface OrderTemplate {
  readonly id: string;
  readonly name: string;
  readonly lines: z.output<typeof templateLines>;
}

export const listTemplates = defineRead({
  name: 'blood-orders.templates',
  permission: 'blood-orders.fill-in',
  input: z.strictObject({}).optional(),
  run: async ({ q, orgId }): Promise<OrderTemplate[]> => [
    ...(await q<OrderTemplate[]>`
      select id, name, lines from blood_order_templates where org_id = ${orgId} order by lower(name) limit 50`),
  ],
});

const change = (
  orgId: string,
  row: { id: string; version: number },
  action: string,
  before: unknown,
  after: unknown,
) => ({
  module: 'blood-orders' as const,
  recordId: row.id,
  action: `blood-orders.${action}`,
  version: row.version,
  state: action === 'drop-template' ? 'dropped' : 'saved',
  orgId,
  before,
  after,
});

/** 存为模板: the house's, by name; saved again under the same name it replaces the old one. */
export const saveTemplate = defineCommand({
  name: 'blood-orders.save-template',
  permission: 'blood-orders.templates',
  input: saveTemplateInput,
  async run(scope, { name, lines }) {
    const { q, orgId } = scope;
    const [saved] = await q<{ id: string; version: number }[]>`
      insert into blood_order_templates as t (org_id, name, lines, created_by) values (${orgId}, ${name}, ${q.json(lines)}, ${actorName(scope)})
      on conflict (org_id, lower(name)) do update set name = excluded.name, lines = excluded.lines, created_by = excluded.created_by,
        updated_at = city_now(), version = t.version + 1 returning id, version`;
    if (!saved) throw notFound();
    return done({ id: saved.id }, change(orgId, saved, 'save-template', null, { name, lines }));
  },
});

export const dropTemplate = defineCommand({
  name: 'blood-orders.drop-template',
  permission: 'blood-orders.templates',
  input: z.strictObject({ id: z.uuid() }),
  async run({ q, orgId }, { id }) {
    const [gone] = await q<{ id: string; name: string; version: number }[]>`
      delete from blood_order_templates where id = ${id} and org_id = ${orgId} returning id, name, version`;
    if (!gone) throw notFound();
    return done(
      { id },
      change(orgId, { ...gone, version: gone.version + 1 }, 'drop-template', { name: gone.name }, null),
    );
  },
});
