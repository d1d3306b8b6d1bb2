import type { Change } from '@/domain/change';
import { isBackdated } from '@/domain/downtime-forms/rules';
import { tallyOfBags } from '@/domain/stock/tally';
import { drawNumber } from '../../kernel/numbers';
import type { Scope } from '../../kernel/scope';
import { actorName, type PostedUnit } from '../stock/post';
import type { AppliedLine } from './apply-line';

/** Lines that become one record: same patient or reason, same people, same moment. */
export interface RecordGroup {
  readonly recordId: string;
  readonly lines: readonly AppliedLine[];
}

const postedOf = (lines: readonly AppliedLine[]): PostedUnit[] =>
  lines.flatMap(({ posted }) => (posted ? [posted] : []));

/** The label of a patient as an issue keeps it: the registered one, else what is on paper. */
export function patientLabelOf({ patient, line }: Pick<AppliedLine, 'patient' | 'line'>): string {
  return patient ? `${patient.name} ${patient.mrn}` : `${line.patientName} ${line.mrn}`.trim();
}

/** 临床用血出库, entered afterwards: at its true time, with the sheet it comes from. An issue whose patient nobody knows waits to be identified. */
export async function writeIssue(scope: Scope, { recordId, lines }: RecordGroup, formNo: string): Promise<Change> {
  const { q, orgId } = scope;
  const [first] = lines;
  if (!first) throw new RangeError('an issue without a bag');
  const { line, patient, recipient } = first;
  const no = await drawNumber(scope, 'clinical-issues');
  const patientGroup = {
    abo: recipient?.abo ?? 'unknown',
    rhd: recipient?.rhd ?? 'unspecified',
    ...(patient
      ? { determinations: patient.groupDeterminations, antibodies: patient.antibodies }
      : { sex: 'unknown', ageBand: 'unknown' }),
  };
  const record = {
    no,
    patientId: patient?.id ?? null,
    patientLabel: patientLabelOf(first),
    issueType: 'routine' as const,
    dutyMode: line.second ? ('two_person' as const) : ('single' as const),
    department: line.department,
    patientGroup,
    issuedBy: line.first,
    collectedBy: line.second,
    issuedAt: line.occurredAt,
    downtimeFormNo: formNo,
  };
  const kept = lines.map(({ bag, verdict, line: { entry } }, index) => ({
    unitId: bag.id,
    lineNo: index + 1,
    verdict: { ...verdict, appearance: null, entry },
  }));
  await q`
    insert into clinical_issues (id, no, org_id, patient_id, patient_label, request_no, issue_type, state, duty_mode, department, patient_group, checks, bag_count,
      issued_by, collected_by, occurred_at, issued_at, created_by, downtime_form_no)
    values (${recordId}, ${no}, ${orgId}, ${record.patientId}, ${record.patientLabel}, '', 'routine', 'issued', ${record.dutyMode}, ${record.department},
      ${q.json(patientGroup as never)}, '[]', ${lines.length}, ${record.issuedBy}, ${record.collectedBy}, ${record.issuedAt}, ${record.issuedAt}, ${actorName(scope)}, ${formNo})`;
  await q`
    insert into clinical_issue_lines (issue_id, unit_id, org_id, line_no, verdict)
    select ${recordId}, l."unitId", ${orgId}, l."lineNo", l.verdict from jsonb_to_recordset(${q.json(kept as never)}) as l("unitId" uuid, "lineNo" int, verdict jsonb)`;
  return {
    module: 'clinical-issues',
    recordId,
    action: 'clinical-issues.register',
    version: 1,
    state: 'issued',
    orgId,
    before: null,
    after: { ...record, unitIds: kept.map(({ unitId }) => unitId) },
    tally: tallyOfBags('issue_fact', postedOf(lines)),
  };
}

/** 其它血袋出库 of what was thrown away, entered afterwards. */
export async function writeDiscard(scope: Scope, { recordId, lines }: RecordGroup, formNo: string): Promise<Change> {
  const { q, orgId } = scope;
  const [first] = lines;
  if (!first) throw new RangeError('an outbound without a bag');
  const { line } = first;
  const no = await drawNumber(scope, 'other-outbounds');
  const record = {
    no,
    kind: 'discard' as const,
    reasonCode: line.reasonCode,
    words: line.words,
    bagCount: lines.length,
    registeredBy: line.first,
    approvedBy: line.second,
    dutyMode: line.second ? ('two_person' as const) : ('single' as const),
    occurredAt: line.occurredAt,
    downtimeFormNo: formNo,
  };
  const kept = lines.map(({ bag, posted, holdReasonBefore }, index) => ({
    ...bag,
    lineNo: index + 1,
    was: posted?.was ?? 'quarantined',
    holdReason: posted?.was === 'quarantined' ? (holdReasonBefore ?? 'incident') : null,
  }));
  await q`
    insert into other_outbounds (id, no, org_id, kind, reason_code, words, state, bag_count, registered_by, approved_by, duty_mode, occurred_at, downtime_form_no)
    values (${recordId}, ${no}, ${orgId}, 'discard', ${record.reasonCode}, ${record.words}, 'registered', ${lines.length}, ${record.registeredBy}, ${record.approvedBy},
      ${record.dutyMode}, ${record.occurredAt}, ${formNo})`;
  await q`
    insert into other_outbound_lines (outbound_id, unit_id, org_id, line_no, donation_no, product_code, component, abo, rhd, amount, expires_at, state_before, hold_reason_before)
    select ${recordId}, l.id, ${orgId}, l."lineNo", l."donationNo", l."productCode", l.component, l.abo, l.rhd, l.amount, l."expiresAt", l.was, l."holdReason"
    from jsonb_to_recordset(${q.json(kept as never)}) as l(id uuid, "lineNo" int, "donationNo" text, "productCode" text, component text, abo text, rhd text, amount int,
      "expiresAt" timestamptz, was text, "holdReason" text)`;
  return {
    module: 'other-outbounds',
    recordId,
    action: 'other-outbounds.register',
    version: 1,
    state: 'registered',
    orgId,
    before: null,
    after: { ...record, unitIds: kept.map(({ id }) => id) },
    tally: tallyOfBags('discard_fact', postedOf(lines)),
  };
}

/** The lines as they stand on the paper, each with what it broke and what it became. */
export async function writeLines(
  { q, orgId, now }: Scope,
  formId: string,
  lines: readonly (AppliedLine & { readonly recordId: string | null })[],
  timeZone: string,
): Promise<void> {
  const rows = lines.map(({ line, bag, ...applied }) => ({
    lineNo: applied.lineNo,
    kind: line.kind,
    unitId: bag.id,
    donationNo: bag.donationNo,
    productCode: bag.productCode,
    component: bag.component,
    abo: bag.abo,
    rhd: bag.rhd,
    amount: bag.amount,
    place: applied.place,
    stateBefore: applied.stateBefore,
    holdReasonBefore: applied.holdReasonBefore,
    expiresAtOnPaper: line.expiresAt,
    occurredAt: line.occurredAt,
    isBackdated: isBackdated(line.occurredAt, now, timeZone),
    entry: line.entry,
    first: line.first,
    second: line.second,
    patientId: applied.patient?.id ?? null,
    patientLabel: line.kind === 'issued' ? patientLabelOf({ patient: applied.patient, line }) : '',
    patientName: line.kind === 'issued' ? line.patientName : '',
    department: line.kind === 'issued' ? line.department : '',
    crossmatch: line.kind === 'issued' ? line.crossmatch : null,
    celsius: line.kind === 'received' ? line.celsius : null,
    reasonCode: line.kind === 'discarded' ? line.reasonCode : null,
    words: line.words,
    broken: applied.broken.map(({ rule }) => rule),
    recordId: applied.recordId,
  }));
  await q`
    insert into downtime_form_lines (form_id, line_no, org_id, kind, unit_id, donation_no, product_code, component, abo, rhd, amount, place, state_before, hold_reason_before,
      expires_at_on_paper, occurred_at,
      is_backdated, entry, first_person, second_person, patient_id, patient_label, patient_name_on_paper, department, crossmatch, celsius, reason_code, words, broken, record_id)
    select ${formId}, l."lineNo", ${orgId}, l.kind, l."unitId", l."donationNo", l."productCode", l.component, l.abo, l.rhd, l.amount, l.place, l."stateBefore", l."holdReasonBefore",
      l."expiresAtOnPaper", l."occurredAt",
      l."isBackdated", l.entry, l.first, l.second, l."patientId", l."patientLabel", l."patientName", l.department, l.crossmatch, l.celsius, l."reasonCode", l.words,
      array(select jsonb_array_elements_text(l.broken)), l."recordId"
    from jsonb_to_recordset(${q.json(rows as never)}) as l("lineNo" int, kind text, "unitId" uuid, "donationNo" text, "productCode" text, component text, abo text, rhd text,
      amount int, place text, "stateBefore" text, "holdReasonBefore" text, "expiresAtOnPaper" timestamptz, "occurredAt" timestamptz, "isBackdated" boolean, entry text, first text, second text, "patientId" uuid,
      "patientLabel" text, "patientName" text, department text, crossmatch text, celsius numeric, "reasonCode" text, words text, broken jsonb, "recordId" uuid)`;
}
