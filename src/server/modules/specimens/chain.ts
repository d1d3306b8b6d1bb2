import { z } from 'zod';
import { findComponent } from '@/domain/blood/components';
import { type RequestedKind, requestedKinds } from '@/domain/blood/requested';
import { findScreenGrounds, type ScreenFacts, type ScreenGround } from '@/domain/blood/specimens';
import { type BenchStep, nextBenchStep } from '@/domain/specimens/steps';
import { notFound } from '../../kernel/errors';
import { defineRead } from '../../kernel/read';
import type { Scope } from '../../kernel/scope';
import { loadDuty } from '../stock/load-duty';
import { screenFactsOf } from '../stock/screen-grounds';
import { loadCrossmatches, loadTests } from './get';
import type { SpecimenRow } from './load';

interface Line {
  readonly component: string;
  readonly amount: number;
}

interface BenchRow extends ScreenFacts {
  readonly id: string;
  readonly no: string;
  readonly state: string;
  readonly patientId: string;
  readonly patientLabel: string;
  readonly name: string;
  readonly mrn: string;
  readonly abo: SpecimenRow['abo'];
  readonly rhd: SpecimenRow['rhd'];
  readonly groupDeterminations: number;
  readonly antibodies: string[];
  readonly department: string;
  readonly ward: string;
  readonly bed: string;
  readonly isEmergency: boolean;
  readonly plannedOn: string | null;
  readonly appliedAt: Date;
  readonly lines: Line[];
  readonly linesText: string;
  readonly issued: Line[];
  readonly kept: Line[];
  readonly specimenId: string | null;
  readonly tubeNo: string | null;
  readonly validUntil: Date | null;
  readonly grouping: SpecimenRow['grouping'] | null;
  readonly screen: SpecimenRow['screen'] | null;
}

/** Requests with the newest tube of their patient that was taken and is in date, what is kept, and what makes a screen necessary. */
function readBench(scope: Scope, which: ReturnType<Scope['q']>) {
  const { q, orgId } = scope;
  return q<BenchRow[]>`
    select r.id, r.no, r.state, r.patient_id as "patientId", r.patient_label as "patientLabel", p.name, p.mrn, p.abo, p.rhd, p.group_determinations as "groupDeterminations",
      p.antibodies, r.department, r.ward, r.bed, r.is_emergency as "isEmergency", r.planned_on::text as "plannedOn", r.applied_at as "appliedAt", r.lines, r.lines_text as "linesText",
      (select coalesce(jsonb_agg(jsonb_build_object('component', u.component, 'amount', u.amount)), '[]') from clinical_issues i
        join clinical_issue_lines l on l.issue_id = i.id and l.voided_at is null join blood_units u on u.id = l.unit_id
        where i.request_id = r.id and i.org_id = ${orgId} and i.state <> 'void') as issued,
      (select coalesce(jsonb_agg(jsonb_build_object('component', u.component, 'amount', u.amount)), '[]') from reservations v join blood_units u on u.id = v.unit_id
        where v.request_id = r.id and v.org_id = ${orgId} and v.ended_at is null) as kept,
      s.id as "specimenId", s.tube_no as "tubeNo", s.valid_until as "validUntil", s.grouping, s.screen,
      ${screenFactsOf(scope, q`r.patient_id`, q`r.id`)}
    from transfusion_requests r join patients p on p.id = r.patient_id and p.org_id = ${orgId}
    left join lateral (
      select s.id, s.tube_no, s.valid_until, s.grouping, s.screen from specimens s
      where s.org_id = ${orgId} and s.patient_id = r.patient_id and s.state = 'received' and s.valid_until > city_now() order by s.received_at desc, s.id limit 1
    ) s on true
    where r.org_id = ${orgId} and ${which}`;
}

export interface BenchLine extends Omit<BenchRow, 'lines' | 'issued' | 'kept' | keyof ScreenFacts> {
  readonly step: BenchStep;
  readonly screenGrounds: readonly ScreenGround[];
  /** Of what wants a crossmatch: what is neither issued nor kept yet. */
  readonly open: readonly RequestedKind[];
  readonly keptBags: number;
}

function toLine(row: BenchRow): BenchLine {
  const { lines, issued, kept, hadBlood, wasPregnant, hadIssues, hadIncompatible, ...line } = row;
  const wants = ({ component }: Pick<Line, 'component'>) =>
    findComponent(component, row.appliedAt)?.requiresCrossmatch ?? true;
  const open = requestedKinds(lines.filter(wants), [...issued, ...kept], row.appliedAt).filter(({ left }) => left > 0);
  const screenGrounds = findScreenGrounds({ hadBlood, wasPregnant, hadIssues, hadIncompatible });
  const step = nextBenchStep({
    specimen: row.grouping && row.screen ? { grouping: row.grouping, screen: row.screen } : null,
    groupDeterminations: row.groupDeterminations,
    wantsCrossmatch: lines.some(wants),
    isCrossmatchOpen: open.length > 0,
    isScreenRequired: screenGrounds.length > 0,
  });
  return { ...line, step, screenGrounds, open, keptBags: kept.length };
}

/** What an emergency or a contradiction left, gravest first. */
const benchTasks = ['incompatible_crossmatch', 'group_contradiction', 'retrospective_crossmatch'] as const;

/** 待我处理: open requests with what each waits for, emergencies first; above them what has a clock already. */
export const listBench = defineRead({
  name: 'specimens.bench',
  permission: 'specimens.read',
  input: z.strictObject({}).optional(),
  async run(scope) {
    const { q, orgId } = scope;
    const [rows, tasks, duty] = await Promise.all([
      readBench(
        scope,
        q`r.state in ('approved', 'accepted') order by r.is_emergency desc, r.planned_on nulls last, r.applied_at, r.id limit 200`,
      ),
      q<{ id: string; kind: (typeof benchTasks)[number]; recordId: string; no: string; dueAt: Date }[]>`
        select id, kind, record_id as "recordId", coalesce(facts->>'no', '') as no, due_at as "dueAt" from tasks
        where org_id = ${orgId} and module in ('clinical-issues', 'specimens') and kind = any(${[...benchTasks]}) and done_at is null
        order by array_position(${[...benchTasks]}::text[], kind), due_at, id limit 50`,
      loadDuty(scope),
    ]);
    return { lines: rows.map(toLine), tasks: [...tasks], isSingleDutyAllowed: duty.isSingleAllowed };
  },
});

/** The chain of one request: its patient's tubes with their readings, its crossmatches, what is kept and what went out; each with who and when. */
export const readChain = defineRead({
  name: 'specimens.chain',
  permission: 'specimens.read',
  input: z.strictObject({ requestId: z.uuid() }),
  async run(scope, { requestId }) {
    const { q, orgId } = scope;
    const [row] = await readBench(scope, q`r.id = ${requestId} and r.no is not null`);
    if (!row) throw notFound();
    const [specimens, crossmatches, { isSingleAllowed }] = await Promise.all([
      q<
        Pick<
          SpecimenRow,
          | 'id'
          | 'tubeNo'
          | 'state'
          | 'drawnAt'
          | 'drawnBy'
          | 'receivedAt'
          | 'receivedBy'
          | 'validUntil'
          | 'round'
          | 'grouping'
          | 'abo'
          | 'rhd'
          | 'isContradicting'
          | 'screen'
          | 'reason'
          | 'version'
        >[]
      >`
        select id, tube_no as "tubeNo", state, drawn_at as "drawnAt", drawn_by as "drawnBy", received_at as "receivedAt", received_by as "receivedBy",
          valid_until as "validUntil", round, grouping, abo, rhd, is_contradicting as "isContradicting", screen, reason, version
        from specimens where org_id = ${orgId} and patient_id = ${row.patientId} and state <> 'void'
          and (request_id = ${requestId} or received_at > ${row.appliedAt}::timestamptz - interval '7 days')
        order by received_at, id limit 40`,
      loadCrossmatches(scope, { requestId }),
      loadDuty(scope),
    ]);
    const tests = await loadTests(scope, specimens);
    return {
      request: toLine(row),
      specimens: specimens.map((specimen) => ({
        ...specimen,
        tests: tests.filter(({ specimenId }) => specimenId === specimen.id),
      })),
      crossmatches,
      isSingleDutyAllowed: isSingleAllowed,
    };
  },
});
