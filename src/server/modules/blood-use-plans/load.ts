import { and, eq, or } from 'drizzle-orm';
import { bloodUsePlans } from '@/db/schema';
import { type QuotaMeasure, quotaMeasures } from '@/domain/blood/measures';
import type { BloodUsePlanState } from '@/domain/blood-use-plans/lifecycle';
import type { AccountFigures } from '@/domain/blood-use-plans/rules';
import type { PlanAmount } from '@/domain/blood-use-plans/schema';
import { AppError, notFound, refusal } from '../../kernel/errors';
import type { Scope } from '../../kernel/scope';

export type PlanRow = typeof bloodUsePlans.$inferSelect;

/** A plan of this hospital, or one that this office may read. @throws not_found */
export async function loadPlan(scope: Scope, id: string): Promise<PlanRow> {
  const [row] = await scope.db.select().from(bloodUsePlans).where(eq(bloodUsePlans.id, id));
  if (!row) throw notFound();
  return row;
}

/** The plan, locked, of its hospital or of one of its offices, in one of these states. @throws not_found for anybody else; conflict; refused. */
export async function takePlan(
  scope: Scope,
  { id, version }: { id: string; version: number },
  side: 'hospital' | 'office' | 'municipal',
  states: readonly BloodUsePlanState[],
): Promise<PlanRow> {
  const { orgId, partyOrgId, reviewOrgId } = bloodUsePlans;
  const mine = {
    hospital: eq(orgId, scope.orgId),
    municipal: eq(partyOrgId, scope.orgId),
    office: or(eq(partyOrgId, scope.orgId), eq(reviewOrgId, scope.orgId)),
  }[side];
  const plan = and(eq(bloodUsePlans.id, id), mine);
  const [locked] = await scope.db.select().from(bloodUsePlans).where(plan).for('update');
  // What its policies let nobody change any more cannot be locked either: it is there, and says where it stands.
  const row = locked ?? (await scope.db.select().from(bloodUsePlans).where(plan))[0];
  if (!row) throw notFound();
  const facts = { no: row.no ?? '', state: row.state };
  if (row.version !== version) throw new AppError('conflict', [{ code: 'changed_meanwhile', facts }], row);
  if (!states.includes(row.state)) throw refusal({ code: 'use_plan.wrong_state', facts });
  if (!locked) throw notFound();
  return row;
}

export interface PlanLine {
  readonly measure: QuotaMeasure;
  readonly lastYear: number | null;
  readonly proposed: number | null;
  readonly asked: number;
  readonly reviewed: number | null;
  readonly approved: number | null;
}

/** In the order of the measures; amounts in hundredths. */
export async function loadPlanLines({ q }: Scope, planId: string): Promise<PlanLine[]> {
  const rows = await q<PlanLine[]>`
    select measure, last_year_amount::float8 as "lastYear", proposed_amount::float8 as proposed, asked_amount::float8 as asked,
      reviewed_amount::float8 as reviewed, approved_amount::float8 as approved
    from blood_use_plan_lines where plan_id = ${planId}`;
  return quotaMeasures.flatMap((measure) => rows.filter((row) => row.measure === measure));
}

export interface Account extends AccountFigures {
  readonly measure: QuotaMeasure;
  readonly kind: 'plan' | 'donor' | 'overdraft';
}

/** Of a share that is over, what it was drawn for is all there is. */
export const standing = (q: Scope['q']) => q`
  case when d.id is null or (d.state in ('activated', 'part_used', 'used_up') and d.valid_until >= city_today()) then a.granted else a.pledged + a.used end`;

/** What a hospital's accounts of a year say, shares of donors together, in hundredths. */
export async function loadAccounts({ q }: Scope, orgId: string, year: number): Promise<Account[]> {
  return [
    ...(await q<Account[]>`
      select a.measure, a.kind, sum(${standing(q)})::float8 as granted, sum(a.pledged)::float8 as pledged, sum(a.used)::float8 as used
      from quota_accounts a left join donor_plans d on d.id = a.donor_plan_id where a.org_id = ${orgId} and a.year = ${year} group by 1, 2`),
  ];
}

/** The city's year now. */
export async function readYear({ q }: Scope): Promise<number> {
  const [row] = await q<{ year: number }[]>`select extract(year from city_today())::int as year`;
  if (!row) throw new Error('the city has no clock');
  return row.year;
}

/** The columns by which the list shows amounts. */
export function amountsOf(lines: readonly PlanAmount[]) {
  const of = (measure: QuotaMeasure) => lines.find((line) => line.measure === measure)?.amount ?? 0;
  return {
    redCellAmount: of('red_cells'),
    plateletAmount: of('platelets'),
    plasmaAmount: of('plasma'),
    cryoAmount: of('cryo'),
  };
}

/** What the history compares: amounts in units. */
export function tellPlan(row: PlanRow) {
  const { redCellAmount, plateletAmount, plasmaAmount, cryoAmount, year, remark, reason, state } = row;
  return {
    year: String(year),
    redCells: redCellAmount / 100,
    platelets: plateletAmount / 100,
    plasma: plasmaAmount / 100,
    cryo: cryoAmount / 100,
    remark,
    reason,
    state,
  };
}

export const answerOf = ({ id, no, state, version }: PlanRow) => ({ id, no, state, version });

/** What a deed leaves in the chain; of a draft the offices hear nothing, and not what it was. */
export function changeOf(verb: string, was: PlanRow | null, saved: PlanRow, reason?: string) {
  return {
    module: 'blood-use-plans' as const,
    recordId: saved.id,
    action: `blood-use-plans.${verb}`,
    version: saved.version,
    state: saved.state,
    orgId: saved.orgId,
    ...(saved.state === 'draft' ? {} : { partyOrgId: saved.partyOrgId, isHeardByOffices: true as const }),
    before: was && was.state !== 'draft' ? tellPlan(was) : null,
    after: tellPlan(saved),
    ...(reason ? { reason } : {}),
  };
}
