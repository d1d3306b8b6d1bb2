import { z } from 'zod';
import type { Compatibility } from '@/domain/blood/compatibility';
import { findComponent } from '@/domain/blood/components';
import type { AboGroup, RecipientAbo, Rhd } from '@/domain/blood/groups';
import type { RecordedOverride } from '@/domain/clinical-issues/approval';
import type { Appearance, RecordedCheck } from '@/domain/clinical-issues/checks';
import type { RecordedCrossmatch } from '@/domain/clinical-issues/crossmatch';
import { identityDueAt } from '@/domain/clinical-issues/emergency';
import type { ClinicalIssueState } from '@/domain/clinical-issues/lifecycle';
import type { IssueMark } from '@/domain/clinical-issues/record';
import { notFound } from '../../kernel/errors';
import { defineRead } from '../../kernel/read';

export interface Correction {
  readonly at: string;
  readonly by: string;
  readonly reason: string;
  readonly before: Record<string, string>;
  readonly after: Record<string, string>;
}

interface IssueRow {
  readonly id: string;
  readonly no: string;
  readonly state: ClinicalIssueState;
  readonly version: number;
  readonly issueType: 'routine' | 'emergency';
  readonly dutyMode: 'two_person' | 'single';
  readonly patientId: string | null;
  readonly patientLabel: string;
  readonly patientName: string | null;
  readonly patientMrn: string | null;
  readonly patientSex: string | null;
  readonly patientBirthDate: string | null;
  readonly requestNo: string;
  readonly requestId: string | null;
  readonly overRequestReason: string | null;
  readonly department: string;
  readonly ward: string;
  readonly bed: string;
  readonly patientGroup: {
    readonly abo: RecipientAbo;
    readonly rhd: Rhd;
    readonly determinations?: number;
    readonly antibodies?: string[];
    readonly requirements?: string[];
    readonly antibodyScreen?: { result: 'negative' | 'positive'; at: string; by: string } | null;
    readonly sex?: string;
    readonly ageBand?: string;
    /** What was known of the patient when two people said who it is. */
    readonly identified?: { abo: RecipientAbo; rhd: Rhd; determinations: number; antibodies: string[] };
  };
  readonly checks: RecordedCheck[];
  readonly bagCount: number;
  readonly issuedBy: string;
  readonly collectedBy: string;
  readonly collectorTitle: string;
  readonly emergencyReason: string | null;
  readonly issuedAt: Date;
  readonly voidReason: string | null;
  readonly corrects: Correction[] | null;
  readonly marks: IssueMark[];
  /** The sheet it was entered from afterwards; empty: it was not. */
  readonly downtimeFormNo: string;
}

interface LineRow {
  readonly unitId: string;
  readonly lineNo: number;
  readonly crossmatch: RecordedCrossmatch | null;
  /** What a downtime form says of it, with neither method nor people. */
  readonly paperCrossmatch: 'compatible' | 'incompatible' | 'none' | null;
  readonly verdict: Compatibility & {
    readonly appearance: Appearance | null;
    readonly entry: 'scan' | 'hand';
    /** For the patient as it turned out. */
    readonly onIdentity?: Compatibility;
  };
  readonly override: RecordedOverride | null;
  readonly voidedAt: Date | null;
  readonly donationNo: string;
  readonly productCode: string;
  readonly component: string;
  readonly abo: AboGroup;
  readonly rhd: Rhd;
  readonly amount: number;
  readonly collectedAt: Date | null;
  readonly expiresAt: Date;
  readonly unitState: string;
}

/** One issue with its bags, signatures and what is still to be done. */
export const getIssue = defineRead({
  name: 'clinical-issues.get',
  permission: 'clinical-issues.read',
  input: z.strictObject({ id: z.uuid() }),
  async run({ q, orgId, now }, { id }) {
    const [issue] = await q<IssueRow[]>`
      select i.id, i.no, i.state, i.version, i.issue_type as "issueType", i.duty_mode as "dutyMode", i.patient_id as "patientId", i.patient_label as "patientLabel",
        p.name as "patientName", p.mrn as "patientMrn", p.sex as "patientSex", p.birth_date as "patientBirthDate", i.request_no as "requestNo", i.request_id as "requestId", i.over_request_reason as "overRequestReason", i.department, i.ward, i.bed,
        i.patient_group as "patientGroup", i.checks, i.bag_count as "bagCount", i.issued_by as "issuedBy", i.collected_by as "collectedBy",
        i.collector_title as "collectorTitle", i.emergency_reason as "emergencyReason", i.issued_at as "issuedAt", i.void_reason as "voidReason", i.corrects, i.marks, i.downtime_form_no as "downtimeFormNo"
      from clinical_issues i left join patients p on p.id = i.patient_id and p.org_id = ${orgId}
      where i.id = ${id} and i.org_id = ${orgId}`;
    if (!issue) throw notFound();
    const lines = await q<LineRow[]>`
      select l.unit_id as "unitId", l.line_no as "lineNo", l.crossmatch, f.crossmatch as "paperCrossmatch", l.verdict, l.override, l.voided_at as "voidedAt", u.donation_no as "donationNo",
        u.product_code as "productCode", u.component, u.abo, u.rhd, u.amount, u.collected_at as "collectedAt", u.expires_at as "expiresAt", u.state as "unitState"
      from clinical_issue_lines l join blood_units u on u.id = l.unit_id
      left join downtime_form_lines f on f.record_id = l.issue_id and f.unit_id = l.unit_id and f.org_id = ${orgId}
      where l.issue_id = ${id} and l.org_id = ${orgId} order by l.line_no`;
    const signatures = await q<
      {
        meaning: string;
        personId: string | null;
        signerName: string;
        method: string;
        coversDigest: string;
        signedAt: Date;
      }[]
    >`
      select meaning, person_id as "personId", signer_name as "signerName", method, covers_digest as "coversDigest", signed_at as "signedAt" from signatures
      where org_id = ${orgId} and module = 'clinical-issues' and record_id = ${id} order by signed_at, array_position(array['issued', 'checked', 'collected'], meaning), meaning`;
    const tasks = await q<
      {
        id: string;
        kind: string;
        dueAt: Date;
        doneAt: Date | null;
        doneBy: string | null;
        facts: Record<string, unknown>;
      }[]
    >`
      select id, kind, due_at as "dueAt", done_at as "doneAt", done_by as "doneBy", facts from tasks
      where org_id = ${orgId} and module = 'clinical-issues' and record_id = ${id} order by due_at, kind`;
    const unidentified = identityDueAt(issue);
    const [org] = await q<{ name: string; isDemo: boolean }[]>`
      select o.name, c.kind not in ('production', 'practice') as "isDemo" from organisations o, city c where o.id = ${orgId}`;
    return {
      ...issue,
      orgName: org?.name ?? '',
      isDemo: org?.isDemo ?? false,
      signatures: [...signatures],
      tasks: [
        ...(unidentified
          ? [{ id, kind: 'identify_patient', dueAt: unidentified, doneAt: null, doneBy: null, facts: {} }]
          : []),
        ...tasks,
      ].sort((one, other) => one.dueAt.getTime() - other.dueAt.getTime()),
      lines: lines.map((line) => {
        const component = findComponent(line.component, now);
        return {
          ...line,
          componentName: component?.nameZh ?? line.component,
          componentNameEn: component?.nameEn ?? line.component,
          unit: component?.unit ?? ('U' as const),
        };
      }),
    };
  },
});
