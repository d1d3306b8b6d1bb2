import { z } from 'zod';
import { defineCommand, done } from '../../kernel/command';
import { notFound } from '../../kernel/errors';
import { actorName } from '../stock/post';

/** A sheet leaves the printer: who, when and which copy stand in the audit trail and at its foot. */
export const printIssue = defineCommand({
  name: 'clinical-issues.print',
  permission: 'clinical-issues.read',
  input: z.strictObject({ id: z.uuid() }),
  async run(scope, { id }) {
    const [issue] = await scope.q<{ version: number; state: string }[]>`
      select version, state from clinical_issues where id = ${id} and org_id = ${scope.orgId} for update`;
    if (!issue) throw notFound();
    // Counted once it is locked: two who print at once print the first copy and the second.
    const [printed] = await scope.q<{ copies: number }[]>`
      select count(*)::int as copies from audit_log where org_id = ${scope.orgId} and record_id = ${id} and action = 'clinical-issues.print'`;
    const copy = (printed?.copies ?? 0) + 1;
    return done(
      { copy, printedAt: scope.now, printedBy: actorName(scope) },
      {
        module: 'clinical-issues',
        recordId: id,
        action: 'clinical-issues.print',
        version: issue.version,
        state: issue.state,
        orgId: scope.orgId,
        before: null,
        after: { copy },
      },
    );
  },
});
