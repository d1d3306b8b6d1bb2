import { checkRelease } from '@/domain/recalls/rules';
import { releaseRecallInput } from '@/domain/recalls/schema';
import { decideBy } from '@/domain/result';
import { defineCommand, done, unwrap } from '../../kernel/command';
import { AppError, notFound } from '../../kernel/errors';
import { releaseDonationHolds } from '../stock/donation-holds';
import { actorName } from '../stock/post';
import { followRecalls } from './follow';
import { loadRecall } from './load';

/** 解除召回: by the station alone, with a reason. Its bags stay on hold in every house until two there put them back. */
export const releaseRecall = defineCommand({
  name: 'recalls.release',
  permission: 'recalls.release',
  input: releaseRecallInput,
  async run(scope, { id, version, reason }) {
    const recall = await loadRecall(scope, id);
    if (recall.orgId !== scope.orgId) throw notFound();
    const { no, state, version: now } = await loadRecall(scope, id, 'for update');
    unwrap(decideBy(checkRelease({ no, state }), () => null));
    if (now !== version) throw new AppError('conflict', [{ code: 'changed_meanwhile', facts: { no } }], recall);
    const releasedBy = actorName(scope);
    await scope.q`
      update recalls set state = 'released', released_by = ${releasedBy}, released_at = city_now(), release_reason = ${reason}, updated_at = city_now(), version = version + 1
      where id = ${id} and org_id = ${scope.orgId}`;
    await releaseDonationHolds(scope, { module: 'recalls', recordId: id });
    return done(
      { id, version: version + 1 },
      {
        module: 'recalls',
        recordId: id,
        action: 'recalls.release',
        version: version + 1,
        state: 'released',
        orgId: scope.orgId,
        reason,
        before: { state },
        after: { no, state: 'released', releasedBy },
      },
    );
  },
  afterCommit: (runtime, { id }) => followRecalls(runtime, id),
});
