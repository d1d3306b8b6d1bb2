import type { ModuleName } from '@/domain/modules';
import type { ReleaseHoldInput } from '@/domain/stock/hold-schema';
import { type HoldReasonCode, holdReasonOf } from '@/domain/stock/holds';
import type { Scope } from '../../kernel/scope';
import { actorName, type PostedUnit, post } from './post';

interface Releasing {
  readonly module: Extract<ModuleName, 'stock' | 'incidents'>;
  readonly recordId: string;
  readonly bags: ReleaseHoldInput['bags'];
  /** What each bag was held for, by unit id. */
  readonly reasons: ReadonlyMap<string, string | null>;
  readonly words: string;
}

export interface ReleaseGround {
  readonly unitId: string;
  readonly reason: HoldReasonCode;
  readonly recheck: object | null;
}

/** What each bag comes back on, in the shape in which it is kept. */
export function groundsOf({ bags, reasons }: Pick<Releasing, 'bags' | 'reasons'>): ReleaseGround[] {
  return bags.map(({ unitId, recheck, custody }) => ({
    unitId,
    reason: holdReasonOf(reasons.get(unitId) ?? null),
    recheck: recheck && custody ? { ...recheck, ...custody } : (recheck ?? custody ?? null),
  }));
}

/** Held bags come back to the shelf, each with the ground it came back on, once two people have agreed. @throws refused as `post`. */
export async function recordRelease(scope: Scope, releasing: Releasing): Promise<PostedUnit[]> {
  const { module, recordId, bags, words } = releasing;
  const unitIds = [...new Set(bags.map((bag) => bag.unitId))];
  const posted = await post(scope, { kind: 'release_hold', unitIds, module, recordId });
  await scope.q`
    insert into bag_holds (record_id, unit_id, org_id, kind, reason, words, recheck, created_by)
    select ${recordId}, g."unitId", ${scope.orgId}, 'release', g.reason, ${words}, nullif(g.recheck, 'null'::jsonb), ${actorName(scope)}
    from jsonb_to_recordset(${scope.q.json(groundsOf(releasing) as never)}) as g("unitId" uuid, reason text, recheck jsonb)`;
  return posted;
}
