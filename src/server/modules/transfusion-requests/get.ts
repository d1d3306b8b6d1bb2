import { z } from 'zod';
import { requestedKinds } from '@/domain/blood/requested';
import { countedStates } from '@/domain/transfusion-requests/lifecycle';
import { waitingStep } from '@/domain/transfusion-requests/rules';
import { defineRead } from '../../kernel/read';
import type { Scope } from '../../kernel/scope';
import { loadRequest, loadSettings, loadSteps, signedOf } from './load';
import { presentRequest, type RequestRow } from './present';

export interface WindowRequest {
  readonly id: string;
  readonly no: string;
  readonly state: string;
  readonly countedMl: number;
  readonly isEmergency: boolean;
  readonly appliedAt: Date;
}

/** One request with its whole chain: who said what, what it was summed with, what was issued on it. */
export const getRequest = defineRead({
  name: 'transfusion-requests.get',
  permission: 'transfusion-requests.read',
  input: z.strictObject({ id: z.uuid() }),
  async run(scope, { id }) {
    const { q, orgId } = scope;
    const row = await loadRequest(scope, id);
    const [steps, { window }, around, issues, issued, [more]] = await Promise.all([
      loadSteps(scope, id),
      loadSettings(scope),
      loadAround(scope, row),
      q<{ id: string; no: string; state: string; issuedAt: Date; bagCount: number }[]>`
        select id, no, state, issued_at as "issuedAt", bag_count as "bagCount" from clinical_issues
        where request_id = ${id} and org_id = ${orgId} order by issued_at, id`,
      q<{ component: string; amount: number }[]>`
        select u.component, u.amount from clinical_issues i join clinical_issue_lines l on l.issue_id = i.id and l.voided_at is null
          join blood_units u on u.id = l.unit_id where i.request_id = ${id} and i.org_id = ${orgId} and i.state <> 'void'`,
      q<
        {
          sex: 'male' | 'female' | 'unknown';
          birthDate: string | null;
          abo: RequestRow['abo'];
          rhd: RequestRow['rhd'];
          orgName: string;
        }[]
      >`
        select p.sex, p.birth_date::text as "birthDate", p.abo, p.rhd, o.name as "orgName" from patients p, organisations o
        where p.id = ${row.patientId} and p.org_id = ${orgId} and o.id = ${orgId}`,
    ]);
    if (!more) throw new Error('a request without its patient');
    const { orgName, ...patient } = more;
    const { state, isEmergency, approvalRow } = row;
    const signed = signedOf(steps, row.round);
    const personId = scope.actor.kind === 'user' ? scope.actor.personId : '';
    return {
      ...presentRequest(row),
      orgName,
      patient,
      steps: steps.map(({ orgId: _, requestId: __, personId: ___, ...step }) => step),
      waitingStep: approvalRow ? waitingStep({ state, row: approvalRow, isEmergency, signed }) : null,
      isMine: row.applicantId === personId,
      hasSigned: signed.some((one) => one.personId === personId),
      window,
      around,
      issues: [...issues],
      kinds: requestedKinds(row.lines, issued, row.appliedAt ?? scope.now),
    };
  },
});

/** Requests of the patient within a day on either side that stand: those it was summed with, and those that raised it. */
async function loadAround({ q, orgId }: Scope, row: RequestRow): Promise<WindowRequest[]> {
  if (!row.appliedAt) return [];
  const rows = await q<WindowRequest[]>`
    select id, no, state, counted_ml as "countedMl", is_emergency as "isEmergency", applied_at as "appliedAt" from transfusion_requests
    where org_id = ${orgId} and patient_id = ${row.patientId} and id <> ${row.id} and state = any(${[...countedStates]})
      and applied_at between ${row.appliedAt}::timestamptz - interval '24 hours' and ${row.appliedAt}::timestamptz + interval '24 hours'
    order by applied_at, id`;
  return [...rows];
}
