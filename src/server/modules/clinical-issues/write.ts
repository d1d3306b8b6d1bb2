import type { MovementTally } from '@/domain/change';
import type { IssueMark } from '@/domain/clinical-issues/record';
import type { PlannedLine } from '@/domain/clinical-issues/rules';
import type { Scope } from '../../kernel/scope';
import type { PostedUnit } from '../stock/post';

export interface NewIssue {
  readonly id: string;
  readonly no: string;
  readonly patientId: string | null;
  readonly patientLabel: string;
  readonly requestNo: string;
  /** Of an ordinary issue: the request that it fulfils. */
  readonly requestId?: string | null;
  readonly overRequestReason?: string | null;
  readonly issueType: 'routine' | 'emergency';
  readonly dutyMode: 'two_person' | 'single';
  readonly department: string;
  readonly ward: string;
  readonly bed: string;
  readonly patientGroup: Record<string, unknown>;
  readonly checks: readonly unknown[];
  readonly issuedBy: string;
  readonly collectedBy: string;
  readonly collectorTitle: string;
  readonly emergencyReason: string | null;
}

/** Issue and lines in one statement. */
export async function insertIssue({ q, orgId }: Scope, issue: NewIssue, lines: readonly PlannedLine[]): Promise<void> {
  await q`
    with issue as (
      insert into clinical_issues (id, no, org_id, patient_id, patient_label, request_no, issue_type, state, duty_mode, department, ward, bed,
        patient_group, checks, bag_count, issued_by, collected_by, collector_title, emergency_reason, created_by, request_id, over_request_reason)
      values (${issue.id}, ${issue.no}, ${orgId}, ${issue.patientId}, ${issue.patientLabel}, ${issue.requestNo}, ${issue.issueType}, 'issued', ${issue.dutyMode},
        ${issue.department}, ${issue.ward}, ${issue.bed}, ${q.json(issue.patientGroup as never)}, ${q.json(issue.checks as never)}, ${lines.length},
        ${issue.issuedBy}, ${issue.collectedBy}, ${issue.collectorTitle}, ${issue.emergencyReason}, ${issue.issuedBy}, ${issue.requestId ?? null}, ${issue.overRequestReason ?? null})
    )
    insert into clinical_issue_lines (issue_id, unit_id, org_id, line_no, crossmatch, crossmatch_id, verdict, override)
    select ${issue.id}, l."unitId", ${orgId}, l."lineNo", nullif(l.crossmatch, 'null'::jsonb), l."crossmatchId",
      l.verdict || jsonb_build_object('appearance', l.appearance, 'entry', l.entry), nullif(l.override, 'null'::jsonb)
    from jsonb_to_recordset(${q.json(lines as never)}) as l("unitId" uuid, "lineNo" int, crossmatch jsonb, "crossmatchId" uuid, verdict jsonb, appearance text, entry text, override jsonb)`;
}

/** Ends live reservations of these bags; returns them for their audit rows. */
export async function endReservations(
  { q, orgId }: Scope,
  unitIds: readonly string[],
  endReason: 'issued' | 'released' | 'lapsed',
): Promise<{ id: string; unitId: string; patientId: string; requestNo: string; version: number }[]> {
  const ended = await q<{ id: string; unitId: string; patientId: string; requestNo: string; version: number }[]>`
    update reservations set ended_at = city_now(), end_reason = ${endReason}, version = version + 1
    where unit_id = any(${unitIds as string[]}) and org_id = ${orgId} and ended_at is null
    returning id, unit_id as "unitId", patient_id as "patientId", request_no as "requestNo", version`;
  return [...ended];
}

export function reservationEnded(
  orgId: string,
  reservation: { id: string; unitId: string; version: number },
  endReason: string,
) {
  return {
    module: 'clinical-issues',
    recordId: reservation.id,
    action: 'clinical-issues.reservation-ended',
    version: reservation.version,
    state: endReason,
    orgId,
    before: { endReason: null },
    after: { endReason, unitId: reservation.unitId },
  } as const;
}

export interface NewTask {
  readonly kind: string;
  readonly recordId: string;
  readonly dueAt: Date;
  readonly facts: Record<string, unknown>;
}

export async function addTasks({ q, orgId }: Scope, tasks: readonly NewTask[]): Promise<void> {
  if (tasks.length === 0) return;
  await q`
    insert into tasks (org_id, kind, module, record_id, facts, due_at)
    select ${orgId}, t.kind, 'clinical-issues', t."recordId", t.facts, t."dueAt"
    from jsonb_to_recordset(${q.json(tasks as never)}) as t(kind text, "recordId" text, facts jsonb, "dueAt" timestamptz)`;
}

/** A mark on the issue, once and for good. */
export async function markIssue({ q, orgId }: Scope, issueId: string, mark: IssueMark): Promise<void> {
  await q`
    update clinical_issues set marks = array_append(marks, ${mark})
    where id = ${issueId} and org_id = ${orgId} and not ${mark} = any(marks)`;
}

/** Bags for the ticker of the city: no patient; group, component and amount only where all bags share them. */
export function tallyOf(kind: string, units: readonly PostedUnit[]): MovementTally {
  const [first] = units;
  const isOneGroup = first && units.every((unit) => unit.abo === first.abo && unit.rhd === first.rhd);
  const isOneComponent = first && units.every((unit) => unit.component === first.component);
  return {
    kind,
    bags: units.length,
    ...(first && isOneGroup ? { group: `${first.abo}.${first.rhd}` } : {}),
    ...(first && isOneComponent
      ? { component: first.component, amount: units.reduce((sum, unit) => sum + unit.amount, 0) }
      : {}),
  };
}
