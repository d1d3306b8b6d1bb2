import { acknowledgeRecallInput } from '@/domain/recalls/schema';
import { defineCommand, done, unchanged } from '../../kernel/command';
import { notFound } from '../../kernel/errors';
import { actorName } from '../stock/post';
import { followRecalls } from './follow';
import { loadOwnPart, loadRecall, settlePart } from './load';

/** 确认收到: somebody of this house has read it, and its screens are silent. Whoever comes second is told who was first. */
export const acknowledgeRecall = defineCommand({
  name: 'recalls.acknowledge',
  permission: 'recalls.acknowledge',
  input: acknowledgeRecallInput,
  async run(scope, { id }) {
    const recall = await loadRecall(scope, id);
    const part = await loadOwnPart(scope, id, 'for update');
    if (!part) throw notFound();
    if (part.state !== 'sounding') return unchanged({ id, acknowledgedBy: part.acknowledgedBy });
    const acknowledgedBy = actorName(scope);
    await scope.q`
      update recall_parts set state = 'acknowledged', acknowledged_by = ${acknowledgedBy}, acknowledged_at = city_now(), version = version + 1 where id = ${part.id}`;
    const acknowledged = {
      ...part,
      state: 'acknowledged',
      acknowledgedAt: scope.now,
      version: part.version + 1,
    } as const;
    const { version, state } = (await settlePart(scope, id, acknowledged)) ?? acknowledged;
    return done(
      { id, acknowledgedBy },
      {
        module: 'recalls',
        recordId: id,
        action: 'recalls.acknowledge',
        version,
        state,
        orgId: scope.orgId,
        partyOrgId: recall.orgId,
        before: { state: part.state },
        after: { no: recall.no, state, acknowledgedBy },
      },
    );
  },
  afterCommit: (runtime, { id }) => followRecalls(runtime, id),
});
