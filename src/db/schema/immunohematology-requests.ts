import { boolean, date, integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import type { PatientFinding } from '@/domain/immunohematology-requests/findings';
import type { Refusal, TestCode } from '@/domain/immunohematology-requests/items';
import type { ImmunoState } from '@/domain/immunohematology-requests/lifecycle';
import type { ImmunoFields, TestResult } from '@/domain/immunohematology-requests/schema';
import { id, instant, orgId, version } from './columns';

/** A tube as it is kept: its number is drawn when the request goes out. */
export interface KeptSpecimen {
  readonly kind: ImmunoFields['specimens'][number]['kind'];
  /** ISO text. */
  readonly collectedAt: string;
  readonly tubeNo: string | null;
}

export const immunohematologyRequests = pgTable('immunohematology_requests', {
  id: id(),
  no: text('no'),
  orgId: orgId(),
  partyOrgId: text('party_org_id').notNull(),
  state: text('state').$type<ImmunoState>().notNull(),
  patientId: uuid('patient_id').notNull(),
  patientLabel: text('patient_label').notNull(),
  sex: text('sex').$type<'male' | 'female' | 'unknown'>().notNull(),
  birthDate: date('birth_date'),
  abo: text('abo').$type<'A' | 'B' | 'O' | 'AB' | 'unknown'>().notNull(),
  rhd: text('rhd').$type<'positive' | 'negative' | 'unknown'>().notNull(),
  groupDeterminations: integer('group_determinations').notNull(),
  antibodies: text('antibodies').array().notNull(),
  isUrgent: boolean('is_urgent').notNull(),
  department: text('department').notNull(),
  bed: text('bed').notNull(),
  phone: text('phone').notNull(),
  diagnosis: text('diagnosis').notNull(),
  question: text('question').notNull(),
  transfusionHistory: text('transfusion_history').$type<ImmunoFields['transfusionHistory']>(),
  lastTransfusedOn: date('last_transfused_on'),
  gravida: integer('gravida'),
  para: integer('para'),
  transplant: text('transplant').notNull(),
  medication: text('medication').notNull(),
  tests: text('tests').array().$type<TestCode[]>().notNull(),
  specimens: jsonb('specimens').$type<KeptSpecimen[]>().notNull(),
  tubes: text('tubes').notNull().default(''),
  tubesDrawn: integer('tubes_drawn').notNull().default(0),
  applicantId: uuid('applicant_id'),
  appliedBy: text('applied_by'),
  appliedAt: instant('applied_at'),
  dueAt: instant('due_at'),
  receivedAt: instant('received_at'),
  receivedBy: text('received_by'),
  receiptNote: text('receipt_note').notNull().default(''),
  refusal: text('refusal').$type<Refusal>(),
  reason: text('reason'),
  results: jsonb('results').$type<TestResult[]>().notNull().default([]),
  conclusion: text('conclusion').notNull().default(''),
  advice: text('advice').notNull().default(''),
  correction: text('correction'),
  enteredBy: text('entered_by'),
  enteredById: uuid('entered_by_id'),
  enteredAt: instant('entered_at'),
  reviewedBy: text('reviewed_by'),
  reportedAt: instant('reported_at'),
  reportNo: integer('report_no').notNull().default(0),
  applicationPrints: integer('application_prints').notNull().default(0),
  labelPrints: integer('label_prints').notNull().default(0),
  importId: uuid('import_id'),
  createdBy: text('created_by').notNull(),
  createdAt: instant('created_at').notNull(),
  updatedAt: instant('updated_at').notNull(),
  sortedAt: instant('sorted_at').notNull(),
  version: version(),
});

export const immunohematologyReports = pgTable('immunohematology_reports', {
  id: id(),
  requestId: uuid('request_id').notNull(),
  orgId: orgId(),
  partyOrgId: text('party_org_id').notNull(),
  reportNo: integer('report_no').notNull(),
  results: jsonb('results').$type<TestResult[]>().notNull(),
  conclusion: text('conclusion').notNull(),
  advice: text('advice').notNull(),
  findings: jsonb('findings').$type<PatientFinding[]>().notNull(),
  correction: text('correction'),
  enteredBy: text('entered_by').notNull(),
  enteredById: uuid('entered_by_id').notNull(),
  enteredAt: instant('entered_at').notNull(),
  reviewedBy: text('reviewed_by').notNull(),
  reviewedById: uuid('reviewed_by_id').notNull(),
  method: text('method').$type<'session' | 'badge' | 'password'>().notNull(),
  coversDigest: text('covers_digest').notNull(),
  reportedAt: instant('reported_at').notNull(),
});

export const patientFindings = pgTable('patient_findings', {
  id: id(),
  orgId: orgId(),
  patientId: uuid('patient_id').notNull(),
  requestId: uuid('request_id').notNull(),
  kind: text('kind').$type<PatientFinding['kind']>().notNull(),
  value: text('value').notNull(),
  reportNo: integer('report_no').notNull(),
  foundAt: instant('found_at').notNull(),
  withdrawnAt: instant('withdrawn_at'),
});
