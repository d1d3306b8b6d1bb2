import { z } from 'zod';
import { savePlanInput } from '@/domain/blood-orders/schema';
import { defineCommand, done } from '../../kernel/command';
import { AppError } from '../../kernel/errors';
import { defineRead } from '../../kernel/read';
import { actorName } from '../stock/post';
import { loadPlan } from './load';

export const readPlan = defineRead({
  name: 'blood-orders.plan',
  permission: 'blood-orders.plan',
  input: z.strictObject({}).optional(),
  async run(scope) {
    const plan = await loadPlan(scope);
    return { slots: plan?.slots ?? [], version: plan?.version ?? 0 };
  },
});

/** 送血班次: replaces the station's slots. Orders that were placed for one that is gone stay as they are. */
export const savePlan = defineCommand({
  name: 'blood-orders.save-plan',
  permission: 'blood-orders.plan',
  input: savePlanInput,
  async run(scope, { version, slots }) {
    const { q, orgId } = scope;
    const before = await loadPlan(scope);
    const conflict = () => new AppError('conflict', [{ code: 'changed_meanwhile' }], before);
    if ((before?.version ?? 0) !== version) throw conflict();
    const sorted = [...slots].sort((left, right) => left.arrivesAt.localeCompare(right.arrivesAt));
    const [saved] = await q<{ id: string; version: number }[]>`
      insert into delivery_plans as p (org_id, slots, updated_by) values (${orgId}, ${q.json(sorted)}, ${actorName(scope)})
      on conflict (org_id) do update set slots = excluded.slots, updated_by = excluded.updated_by, updated_at = city_now(), version = p.version + 1
        where p.version = ${version} returning id, version`;
    if (!saved) throw conflict();
    return done(
      { version: saved.version },
      {
        module: 'blood-orders',
        recordId: saved.id,
        action: 'blood-orders.save-plan',
        version: saved.version,
        state: 'saved',
        orgId,
        isCityWide: true,
        before: before && { slots: before.slots },
        after: { slots: sorted },
      },
    );
  },
});
