import { seenRequest } from '@/domain/transfusion-requests/schema';
import { defineCommand, done } from '../../kernel/command';
import { refusal } from '../../kernel/errors';
import { lockRequest } from './load';
import { tellRequest } from './present';

/** 删除: a draft alone. What its approvers have seen is voided and stays. */
export const removeRequestDraft = defineCommand({
  name: 'transfusion-requests.remove-draft',
  permission: 'transfusion-requests.register',
  input: seenRequest,
  async run(scope, seen) {
    const was = await lockRequest(scope, seen);
    if (was.state !== 'draft') throw refusal({ code: 'request.no_draft', facts: { no: was.no ?? '' } });
    await scope.q`delete from transfusion_requests where id = ${was.id} and org_id = ${scope.orgId} and state = 'draft'`;
    return done(
      { id: was.id },
      {
        module: 'transfusion-requests',
        recordId: was.id,
        action: 'transfusion-requests.remove-draft',
        version: was.version + 1,
        state: 'removed',
        orgId: scope.orgId,
        before: tellRequest(was),
        after: null,
      },
    );
  },
});
