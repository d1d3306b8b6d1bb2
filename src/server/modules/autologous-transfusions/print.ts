import { z } from 'zod';
import { defineCommand, done } from '../../kernel/command';
import { actorName } from '../stock/post';
import { loadAutologous } from './load';

/** Labels or the record leave the printer: who, when, what and which copy stand in the audit trail and at the foot. */
export const printAutologous = defineCommand({
  name: 'autologous-transfusions.print',
  permission: 'autologous-transfusions.read',
  input: z.strictObject({ id: z.uuid(), what: z.enum(['labels', 'record']) }),
  async run(scope, { id, what }) {
    const row = await loadAutologous(scope, id, 'for update');
    const [printed] = await scope.q<{ copies: number }[]>`
      select count(*)::int as copies from audit_log where org_id = ${scope.orgId} and record_id = ${id} and action = 'autologous-transfusions.print'
        and payload::jsonb->'after'->>'what' = ${what}`;
    const copy = (printed?.copies ?? 0) + 1;
    return done(
      { copy, printedAt: scope.now, printedBy: actorName(scope) },
      {
        module: 'autologous-transfusions',
        recordId: id,
        action: 'autologous-transfusions.print',
        version: row.version,
        state: row.state,
        orgId: scope.orgId,
        before: null,
        after: { what, copy },
      },
    );
  },
});
