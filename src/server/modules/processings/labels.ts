import type { z } from 'zod';
import type { AboGroup, Rhd } from '@/domain/blood/groups';
import { labelsInput } from '@/domain/processings/label-schema';
import { notFound } from '../../kernel/errors';
import { defineRead } from '../../kernel/read';
import type { Scope } from '../../kernel/scope';

type Asked = z.output<typeof labelsInput>;

/** What stands on one label. */
export interface Label {
  readonly unitId: string;
  readonly labelScheme: 'isbt128' | 'codabar';
  readonly donationNo: string;
  readonly productCode: string;
  readonly component: string;
  readonly abo: AboGroup;
  readonly rhd: Rhd;
  readonly amount: number;
  readonly expiresAt: Date;
  readonly state: string;
  readonly modifiers: string[];
  readonly processedAs: string[];
  readonly intendedUse: string;
  /** The issue or the reservation that a compatibility label belongs to; empty on a bag's own. */
  readonly subjectId: string;
  readonly issueNo: string | null;
  readonly patientName: string | null;
  readonly mrn: string | null;
  readonly patientAbo: string | null;
  readonly patientRhd: string | null;
  readonly requestNo: string | null;
  readonly crossmatch: { readonly method: string; readonly major: string; readonly minor: string } | null;
  /** Copies that have left a printer so far. */
  readonly copies: number;
  /** Of them the last first print; 0: there is none. */
  readonly firstCopy: number;
  /** One of this kind is valid, of whichever subject. */
  readonly hasValid: boolean;
}

/** The bags that are meant, in the order of their record: those of a processing, of an issue, or named. */
async function wantedBy(
  { q, orgId }: Scope,
  { kind, processingId, issueId, unitIds }: Asked,
): Promise<{ ids: string[]; lines: number[] }> {
  const rows = await q<{ id: string; line: number }[]>`
    select unit_id::text as id, min(line)::int as line from (
      select b.unit_id, b.line_no as line from processing_bags b where b.processing_id = ${processingId ?? null} and b.org_id = ${orgId} and b.outcome = 'done'
        and not exists (select 1 from unit_parents p where p.processing_id = b.processing_id and p.org_id = ${orgId})
      union all
      select p.child_id, b.line_no from unit_parents p join processing_bags b on b.processing_id = p.processing_id and b.unit_id = p.parent_id
      where p.processing_id = ${processingId ?? null} and p.org_id = ${orgId}
      union all
      select l.unit_id, l.line_no from clinical_issue_lines l
      where l.issue_id = ${issueId ?? null} and l.org_id = ${orgId} and l.voided_at is null and ${kind} = 'compatibility'
      union all
      select w.id, w.n from unnest(${unitIds}::uuid[]) with ordinality as w(id, n)
    ) wanted group by unit_id`;
  return { ids: rows.map(({ id }) => id), lines: rows.map(({ line }) => line) };
}

/** Labels as they would be printed now. A bag out of this house, or one that is kept for nobody where a patient is asked for, has none. */
export async function loadLabels(scope: Scope, asked: Asked): Promise<Label[]> {
  const { q, orgId } = scope;
  const { ids, lines } = await wantedBy(scope, asked);
  if (ids.length === 0) throw notFound();
  const isForPatient = asked.kind === 'compatibility';
  return [
    ...(await q<Label[]>`
      select u.id as "unitId", u.label_scheme as "labelScheme", u.donation_no as "donationNo", u.product_code as "productCode", u.component, u.abo, u.rhd, u.amount,
        u.expires_at as "expiresAt", u.state, u.modifiers, u.processed_as as "processedAs", u.intended_use as "intendedUse",
        ${isForPatient ? q`coalesce(i.id::text, r.id::text)` : q`''`} as "subjectId", i.no as "issueNo",
        ${isForPatient ? q`coalesce(p.name, i.patient_label)` : q`null`} as "patientName", ${isForPatient ? q`p.mrn` : q`null`} as mrn,
        ${isForPatient ? q`p.abo` : q`null`} as "patientAbo", ${isForPatient ? q`p.rhd` : q`null`} as "patientRhd",
        coalesce(i.request_no, r.request_no) as "requestNo", ${isForPatient ? q`coalesce(l.crossmatch, r.crossmatch)` : q`null::jsonb`} as crossmatch,
        c.copies, c."firstCopy",
        exists (select 1 from label_prints v where v.org_id = ${orgId} and v.unit_id = u.id and v.kind = ${asked.kind} and v.voided_at is null) as "hasValid"
      from unnest(${ids}::uuid[], ${lines}::int[]) as w(id, line) join blood_units u on u.id = w.id
      left join clinical_issue_lines l on l.unit_id = u.id and l.voided_at is null and l.org_id = ${orgId} and u.state = 'issued'
      left join clinical_issues i on i.id = l.issue_id and i.org_id = ${orgId}
      left join reservations r on r.unit_id = u.id and r.ended_at is null and r.org_id = ${orgId} and u.state = 'reserved'
      left join patients p on p.id = coalesce(i.patient_id, r.patient_id) and p.org_id = ${orgId}
      left join lateral (
        select count(*)::int as copies, coalesce(max(l.copy) filter (where l.reason = ''), 0) as "firstCopy" from label_prints l
        where l.org_id = ${orgId} and l.unit_id = u.id and l.kind = ${asked.kind} and l.subject_id = ${isForPatient ? q`coalesce(i.id::text, r.id::text, '')` : q`''`}
      ) c on true
      where u.holder_org_id = ${orgId} and u.state in ('available', 'reserved', 'issued', 'quarantined') and (not ${isForPatient} or i.id is not null or r.id is not null)
      order by w.line, u.product_code, u.donation_no`),
  ];
}

/** 血袋标签 and 配血标签, to be looked at before they are printed. */
export const readLabels = defineRead({
  name: 'processings.labels',
  permission: 'processings.print',
  input: labelsInput,
  async run(scope, asked) {
    const labels = await loadLabels(scope, asked);
    const [house] = await scope.q<{ orgName: string; timeZone: string }[]>`
      select o.name as "orgName", c.time_zone as "timeZone" from organisations o, city c where o.id = ${scope.orgId}`;
    return { labels, orgName: house?.orgName ?? '', timeZone: house?.timeZone ?? 'Asia/Shanghai' };
  },
});
