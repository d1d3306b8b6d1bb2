import { lastingReasons } from '@/domain/stock/holds';
import type { Scope } from '../../kernel/scope';

/**
 * What bags on hold are held for from now on, because somebody has decided about them. Nothing moves: they stand where they stood. A reason that
 * nobody may release stays. Under the locks of the bags.
 */
export async function holdFor({ q, orgId }: Scope, unitIds: readonly string[], reason: string): Promise<void> {
  await q`
    update blood_units set hold_reason = ${reason}, version = version + 1
    where id = any(${unitIds as string[]}) and holder_org_id = ${orgId} and state = 'quarantined'
      and (hold_reason is null or hold_reason <> all(${[...lastingReasons]}))`;
}
