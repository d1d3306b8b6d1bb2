import { eq } from 'drizzle-orm';
import { immunohematologyRequests } from '@/db/schema';
import { printImmunoInput } from '@/domain/immunohematology-requests/schema';
import { defineCommand, done } from '../../kernel/command';
import { refusal } from '../../kernel/errors';
import { actorName } from '../stock/post';
import { loadImmuno, loadReports } from './load';

/** A sheet or labels leave the printer: who, when and which copy. Nobody who looks at the request has to look again for it: the version stays. */
export const printImmuno = defineCommand({
  name: 'immunohematology-requests.print',
  permission: 'immunohematology-requests.print',
  input: printImmunoInput,
  async run(scope, { id, what, reportNo }) {
    const was = await loadImmuno(scope, id, 'for update');
    if (was.state === 'draft') throw refusal({ code: 'immunohematology.is_draft' });
    if (what === 'report' && !(await loadReports(scope, id)).some((report) => report.reportNo === reportNo))
      throw refusal({ code: 'immunohematology.no_report', facts: { no: was.no ?? '' } });
    const copy = what === 'report' ? null : (what === 'labels' ? was.labelPrints : was.applicationPrints) + 1;
    if (copy !== null)
      await scope.db
        .update(immunohematologyRequests)
        .set(what === 'labels' ? { labelPrints: copy } : { applicationPrints: copy })
        .where(eq(immunohematologyRequests.id, id));
    return done(
      { copy, printedAt: scope.now, printedBy: actorName(scope) },
      {
        module: 'immunohematology-requests',
        recordId: id,
        action: `immunohematology-requests.print-${what}`,
        version: was.version,
        state: was.state,
        orgId: was.orgId,
        partyOrgId: was.partyOrgId,
        before: null,
        after: { ...(copy === null ? {} : { copy }), ...(reportNo === undefined ? {} : { reportNo }) },
      },
    );
  },
});
