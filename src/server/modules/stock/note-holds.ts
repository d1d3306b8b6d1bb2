import type { HoldReasonCode } from '@/domain/stock/holds';
import type { Scope } from '../../kernel/scope';
import { actorName } from './post';

interface NotedHold {
  /** Of the movement that put them on hold; of what was found where they were on hold already. */
  readonly recordId: string;
  readonly unitIds: readonly string[];
  readonly reason: HoldReasonCode;
  readonly words: string;
}

/** Why bags are on hold, kept for whoever decides on them; also of bags on hold already, so that an older reason does not hide it. */
export async function noteHolds(scope: Scope, { recordId, unitIds, reason, words }: NotedHold): Promise<void> {
  if (unitIds.length === 0) return;
  await scope.q`
    insert into bag_holds (record_id, unit_id, org_id, kind, reason, words, created_by)
    select ${recordId}, unit_id, ${scope.orgId}, 'hold', ${reason}, ${words}, ${actorName(scope)} from unnest(${unitIds as string[]}::uuid[]) as unit_id`;
}
