import { transfusionRequests } from '@/db/schema';
import type { Change } from '@/domain/change';
import { type Approval, type ApprovalRow, type EarlierRequest, stateOf } from '@/domain/transfusion-requests/approval';
import { countedStates, isInChain } from '@/domain/transfusion-requests/lifecycle';
import { waitingStep } from '@/domain/transfusion-requests/rules';
import { waitsFor } from '@/domain/transfusion-requests/waits';
import type { Scope } from '../../kernel/scope';
import { saveVersioned } from '../../kernel/store';
import { loadRequest, loadSteps, signedOf } from './load';
import { type RequestRow, tellRequest } from './present';

/**
 * From here to the commit nobody else asks for this patient: of two at once the second counts the first. Not the patient's row, which an issue reads
 * locked: an emergency must not wait for a form.
 */
export async function claimPatient({ q, orgId }: Scope, patientId: string): Promise<void> {
  await q`select pg_advisory_xact_lock(hashtextextended(current_schema() || ':request:' || ${orgId} || ${patientId}::text, 0))`;
}

/**
 * Requests of a patient that stand, of the two days before: more than any window. One of a transaction that began after this one and was first is among
 * them, however late its time.
 */
export async function loadEarlier(
  { q, orgId }: Scope,
  patientId: string,
  before: Date,
  exceptId: string,
): Promise<EarlierRequest[]> {
  const rows = await q<(Omit<EarlierRequest, 'isUnfinished'> & { state: string })[]>`
    select id, applied_at as at, (applied_at at time zone (select time_zone from city))::date::text as day, counted_ml as ml,
      is_emergency as "isEmergency", approval_row as row, state
    from transfusion_requests
    where org_id = ${orgId} and patient_id = ${patientId} and id <> ${exceptId} and state = any(${[...countedStates]})
      and applied_at > ${before}::timestamptz - interval '48 hours'
    order by applied_at, id`;
  return rows.map(({ state, ...row }) => ({ ...row, isUnfinished: isInChain(state) || state === 'approved' }));
}

/** Earlier requests of the window that need a higher row by what is asked now: those waiting for the department go back to their approvers. */
export async function raiseEarlier(scope: Scope, { raised, totalMl }: Approval): Promise<Change[]> {
  const changes: Change[] = [];
  for (const { id, row } of [...raised].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const was = await loadRequest(scope, id, 'for update');
    // Whoever signed, took up or voided it meanwhile was first.
    if (!(isInChain(was.state) || was.state === 'approved') || (was.approvalRow ?? 1) >= row) continue;
    const signed = signedOf(await loadSteps(scope, id), was.round);
    const state = stateOf(
      row,
      signed.map(({ step }) => step),
    );
    const saved = await saveVersioned(scope, transfusionRequests, id, was.version, {
      approvalRow: row,
      windowMl: totalMl,
      ...standing(was, state, row, signed),
      updatedAt: scope.now,
      sortedAt: scope.now,
    });
    changes.push(changeOf('raise', was, saved));
  }
  return changes;
}

/** State, and for whom it waits in it. */
export function standing(
  { isEmergency, isConsented, isAssessed }: Pick<RequestRow, 'isEmergency' | 'isConsented' | 'isAssessed'>,
  state: RequestRow['state'],
  row: ApprovalRow,
  signed: Parameters<typeof waitingStep>[0]['signed'],
) {
  const step = waitingStep({ state, row, isEmergency, signed });
  return { state, waitsFor: waitsFor({ state, step, isEmergency, hasPapers: isConsented && isAssessed }) };
}

export function changeOf(verb: string, was: RequestRow | null, saved: RequestRow, reason?: string): Change {
  return {
    module: 'transfusion-requests',
    recordId: saved.id,
    action: `transfusion-requests.${verb}`,
    version: saved.version,
    state: saved.state,
    orgId: saved.orgId,
    before: was ? tellRequest(was) : null,
    after: tellRequest(saved),
    ...(reason ? { reason } : {}),
  };
}
