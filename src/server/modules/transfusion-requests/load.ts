import { and, asc, eq } from 'drizzle-orm';
import { transfusionRequestSteps, transfusionRequests } from '@/db/schema';
import { type HouseSettings, readSwitches } from '@/domain/house-switches';
import type { ApprovalStep, ApprovalWindow } from '@/domain/transfusion-requests/approval';
import { AppError, notFound } from '../../kernel/errors';
import type { Scope } from '../../kernel/scope';
import { presentRequest, type RequestRow } from './present';

/** A request of this hospital. @throws not_found for anybody else's. */
export async function loadRequest(scope: Scope, id: string, lock?: 'for update'): Promise<RequestRow> {
  const query = scope.db
    .select()
    .from(transfusionRequests)
    .where(and(eq(transfusionRequests.id, id), eq(transfusionRequests.orgId, scope.orgId)));
  const [row] = await (lock ? query.for('update') : query);
  if (!row) throw notFound();
  return row;
}

/** The request, locked, as it was looked at. @throws conflict with what stands now. */
export async function lockRequest(
  scope: Scope,
  { id, version }: { readonly id: string; readonly version: number },
): Promise<RequestRow> {
  const row = await loadRequest(scope, id, 'for update');
  if (row.version !== version)
    throw new AppError('conflict', [{ code: 'changed_meanwhile', facts: { no: row.no ?? '' } }], presentRequest(row));
  return row;
}

export type StepRow = typeof transfusionRequestSteps.$inferSelect;

/** Everything that was said to it, in the order it was said. */
export function loadSteps(scope: Scope, id: string): Promise<StepRow[]> {
  const { orgId, requestId, signedAt } = transfusionRequestSteps;
  return scope.db
    .select()
    .from(transfusionRequestSteps)
    .where(and(eq(orgId, scope.orgId), eq(requestId, id)))
    .orderBy(asc(signedAt), asc(transfusionRequestSteps.id));
}

/** The signatures that stand: those of this round. */
export function signedOf(steps: readonly StepRow[], round: number): { step: ApprovalStep; personId: string }[] {
  return steps.flatMap(({ step, decision, personId, round: of }) =>
    of === round && decision === 'approved' && step !== 'department' ? [{ step, personId }] : [],
  );
}

export interface RequestSettings {
  readonly window: ApprovalWindow;
  readonly countsAll: boolean;
}

export async function loadSettings({ q, orgId }: Scope): Promise<RequestSettings> {
  const [row] = await q<{ settings: HouseSettings }[]>`select settings from organisations where id = ${orgId}`;
  const { requestsByDay, requestsCountAll } = readSwitches(row?.settings);
  return { window: requestsByDay ? 'day' : 'rolling', countsAll: requestsCountAll };
}

export interface RequestPatient {
  readonly id: string;
  readonly mrn: string;
  readonly name: string;
  readonly sex: 'male' | 'female' | 'unknown';
  readonly birthDate: string | null;
  readonly abo: RequestRow['abo'];
  readonly rhd: RequestRow['rhd'];
  readonly groupDeterminations: number;
  readonly antibodies: string[];
  readonly requirements: string[];
}

/** An active patient of this hospital, with the group that its laboratory determined. @throws not_found for anybody else's. */
export async function loadPatient({ q, orgId }: Scope, patientId: string): Promise<RequestPatient> {
  const [patient] = await q<RequestPatient[]>`
    select id, mrn, name, sex, birth_date::text as "birthDate", abo, rhd, group_determinations as "groupDeterminations",
      known_antibodies(id, antibodies) as antibodies, requirements
    from patients where id = ${patientId} and org_id = ${orgId} and state = 'active'`;
  if (!patient) throw notFound();
  return patient;
}

/** Has blood of it gone out, in an issue that stands? */
export async function hasIssues({ q, orgId }: Scope, id: string): Promise<boolean> {
  const [row] = await q`
    select 1 from clinical_issues where request_id = ${id} and org_id = ${orgId} and state <> 'void' limit 1`;
  return row !== undefined;
}
