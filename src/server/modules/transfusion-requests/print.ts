import { z } from 'zod';
import { defineCommand, done } from '../../kernel/command';
import { refusal } from '../../kernel/errors';
import { actorName } from '../stock/post';
import { loadRequest } from './load';

/** A sheet leaves the printer: who, when and which copy. Nobody who looks at the request has to look again for it: the version stays. */
export const printRequest = defineCommand({
  name: 'transfusion-requests.print',
  permission: 'transfusion-requests.print',
  input: z.strictObject({ id: z.uuid() }),
  async run(scope, { id }) {
    const was = await loadRequest(scope, id, 'for update');
    if (was.state === 'draft') throw refusal({ code: 'request.is_draft' });
    const copy = was.printCount + 1;
    await scope.q`update transfusion_requests set print_count = ${copy} where id = ${id} and org_id = ${scope.orgId}`;
    return done(
      { copy, printedAt: scope.now, printedBy: actorName(scope) },
      {
        module: 'transfusion-requests',
        recordId: id,
        action: 'transfusion-requests.print',
        version: was.version,
        state: was.state,
        orgId: scope.orgId,
        before: { printCount: was.printCount },
        after: { printCount: copy },
      },
    );
  },
});
