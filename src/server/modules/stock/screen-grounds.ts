import { findScreenGrounds, type ScreenFacts, type ScreenGround } from '@/domain/blood/specimens';
import type { Scope } from '../../kernel/scope';

type Sql = ReturnType<Scope['q']>;

/** The facts of `findScreenGrounds`, as columns beside a request of a patient: what went out on that request itself is no history. */
export function screenFactsOf({ q, orgId }: Scope, patientId: Sql, requestId: Sql) {
  return q`
    exists (select 1 from transfusion_requests o where o.org_id = ${orgId} and o.patient_id = ${patientId} and o.no is not null and o.blood_history = 'had') as "hadBlood",
    exists (select 1 from transfusion_requests o where o.org_id = ${orgId} and o.patient_id = ${patientId} and o.no is not null and o.gravida > 0) as "wasPregnant",
    exists (select 1 from clinical_issues o where o.org_id = ${orgId} and o.patient_id = ${patientId} and o.state <> 'void' and o.request_id is distinct from ${requestId}) as "hadIssues",
    exists (select 1 from crossmatches o where o.org_id = ${orgId} and o.patient_id = ${patientId} and not o.is_compatible) as "hadIncompatible"`;
}

/** Why a screen must come before red cells on this request, by what this hospital has written down of its patient. */
export async function loadScreenGrounds(scope: Scope, patientId: string, requestId: string): Promise<ScreenGround[]> {
  const { q } = scope;
  const [row] = await q<ScreenFacts[]>`
    select ${screenFactsOf(scope, q`${patientId}::uuid` as Sql, q`${requestId}::uuid` as Sql)}`;
  return row ? findScreenGrounds(row) : [];
}
