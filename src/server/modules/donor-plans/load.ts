import { and, eq } from 'drizzle-orm';
import { donorPlans } from '@/db/schema';
import { AppError, notFound } from '../../kernel/errors';
import type { Scope } from '../../kernel/scope';

export type DonorPlanRow = typeof donorPlans.$inferSelect;

/** A share that this hospital has, or that this office may read. @throws not_found */
export async function loadShare(scope: Scope, id: string): Promise<DonorPlanRow> {
  const [row] = await scope.db.select().from(donorPlans).where(eq(donorPlans.id, id));
  if (!row) throw notFound();
  return row;
}

/** The share, locked, of its hospital or of the office that allocated it, as the person saw it. @throws not_found for anybody else; conflict. */
export async function takeShare(
  scope: Scope,
  { id, version }: { id: string; version: number },
  side: 'hospital' | 'office',
): Promise<DonorPlanRow> {
  const { orgId, partyOrgId } = donorPlans;
  const [row] = await scope.db
    .select()
    .from(donorPlans)
    .where(and(eq(donorPlans.id, id), eq(side === 'hospital' ? orgId : partyOrgId, scope.orgId)))
    .for('update');
  if (!row) throw notFound();
  if (row.version !== version)
    throw new AppError('conflict', [{ code: 'changed_meanwhile', facts: { no: row.no } }], row);
  return row;
}

/** What the history compares: amounts in units. */
export function tellShare(row: DonorPlanRow) {
  const { no, origin, donorGroup, measure, abo, rhd, validUntil, remark, reason, state } = row;
  return {
    no,
    origin,
    donorGroup,
    measure,
    abo,
    rhd,
    amount: row.amount / 100,
    activatedAmount: row.activatedAmount / 100,
    usedAmount: row.usedAmount / 100,
    validUntil,
    remark,
    reason,
    state,
  };
}

export function changeOf(verb: string, was: DonorPlanRow | null, saved: DonorPlanRow, reason?: string) {
  return {
    module: 'donor-plans' as const,
    recordId: saved.id,
    action: `donor-plans.${verb}`,
    version: saved.version,
    state: saved.state,
    orgId: saved.orgId,
    partyOrgId: saved.partyOrgId,
    before: was && tellShare(was),
    after: tellShare(saved),
    ...(reason ? { reason } : {}),
  };
}

export const answerOf = ({ id, no, state, version }: DonorPlanRow) => ({ id, no, state, version });
