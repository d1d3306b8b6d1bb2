import { noteCallInput } from '@/domain/recalls/schema';
import { defineCommand, done } from '../../kernel/command';
import { notFound } from '../../kernel/errors';
import { actorName } from '../stock/post';
import { loadParts, loadRecall } from './load';

/** 电话: whom of a house that has not acknowledged somebody of the station reached, or that nobody answered. It goes on sounding there. */
export const noteCall = defineCommand({
  name: 'recalls.note-call',
  permission: 'recalls.call',
  input: noteCallInput,
  async run(scope, { id, orgId: calledOrgId, reached }) {
    const recall = await loadRecall(scope, id);
    const parts = await loadParts(scope, id);
    if (recall.orgId !== scope.orgId || !parts.some(({ orgId }) => orgId === calledOrgId)) throw notFound();
    await scope.q`
      insert into recall_calls (recall_id, org_id, called_org_id, reached, called_by) values (${id}, ${scope.orgId}, ${calledOrgId}, ${reached}, ${actorName(scope)})`;
    return done(
      { id },
      {
        module: 'recalls',
        recordId: id,
        action: 'recalls.note-call',
        version: recall.version,
        state: recall.state,
        orgId: scope.orgId,
        before: null,
        after: { calledOrgId, reached },
      },
    );
  },
});
