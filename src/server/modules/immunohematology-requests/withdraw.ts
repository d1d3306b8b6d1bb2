import { immunohematologyRequests } from '@/db/schema';
import { reasonedImmuno, seenImmuno } from '@/domain/immunohematology-requests/schema';
import { defineCommand, done } from '../../kernel/command';
import { refusal } from '../../kernel/errors';
import { saveVersioned } from '../../kernel/store';
import { lockImmuno } from './load';
import { answerOf, changeOf, tellImmuno } from './present';

/** 撤回: the hospital needs no answer any more; with a reason, as long as no results wait to be read. Its number stays used. */
export const withdrawImmuno = defineCommand({
  name: 'immunohematology-requests.withdraw',
  permission: 'immunohematology-requests.register',
  input: reasonedImmuno,
  async run(scope, { id, version, reason }) {
    const was = await lockImmuno(scope, { id, version }, 'hospital', 'withdraw');
    const saved = await saveVersioned(scope, immunohematologyRequests, id, version, {
      state: 'withdrawn',
      reason,
      updatedAt: scope.now,
      sortedAt: scope.now,
    });
    return done(answerOf(saved), changeOf('withdraw', was, saved, reason));
  },
});

/** 删除: a draft alone. What the laboratory has seen is withdrawn and stays. */
export const removeImmunoDraft = defineCommand({
  name: 'immunohematology-requests.remove-draft',
  permission: 'immunohematology-requests.register',
  input: seenImmuno,
  async run(scope, seen) {
    const was = await lockImmuno(scope, seen, 'hospital');
    if (was.state !== 'draft') throw refusal({ code: 'immunohematology.no_draft', facts: { no: was.no ?? '' } });
    await scope.q`delete from immunohematology_requests where id = ${was.id} and org_id = ${scope.orgId} and state = 'draft'`;
    return done(
      { id: was.id },
      {
        module: 'immunohematology-requests',
        recordId: was.id,
        action: 'immunohematology-requests.remove-draft',
        version: was.version + 1,
        state: 'removed',
        orgId: scope.orgId,
        before: tellImmuno(was),
        after: null,
      },
    );
  },
});
