import type { ModuleName } from '@/domain/modules';
import { nextMorning } from '@/domain/single-duty';
import type { Scope } from '../../kernel/scope';

interface Recheck {
  readonly module: Extract<
    ModuleName,
    | 'autologous-transfusions'
    | 'bag-receipts'
    | 'stock'
    | 'other-outbounds'
    | 'processings'
    | 'specimens'
    | 'stocktakes'
  >;
  readonly recordId: string;
  readonly facts: { readonly no: string; readonly bags: number };
  readonly timeZone: string;
}

/** 单人 records fall into the reviewer's 补核 list at 08:00. */
export async function addRecheckTask(scope: Scope, { module, recordId, facts, timeZone }: Recheck): Promise<void> {
  await scope.q`
    insert into tasks (org_id, kind, module, record_id, facts, due_at)
    values (${scope.orgId}, 'recheck', ${module}, ${recordId}, ${scope.q.json(facts)}, ${nextMorning(scope.now, timeZone)})`;
}
