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
    const [issue] = await scope.q<{ version: number; state: string; copies: number }[]>`
      select i.version, i.state, (select count(*)::int from audit_log a
        where a.org_id = ${scope.orgId} and a.record_id = i.id::text and a.action = 'clinical-issues.print') as copies
      from clinical_issues i where i.id = ${id} and i.org_id = ${scope.orgId} for update`;
    if (!issue) throw notFound();
    const copy = issue.copies + 1;
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
