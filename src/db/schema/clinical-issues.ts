import { integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import type { RecordedCheck } from '@/domain/clinical-issues/checks';
import type { RecordedCrossmatch } from '@/domain/clinical-issues/crossmatch';
import { id, instant, orgId, version } from './columns';

export const reservations = pgTable('reservations', {
  id: id(),
  orgId: orgId(),
  unitId: uuid('unit_id').notNull(),
  patientId: uuid('patient_id').notNull(),
  requestNo: text('request_no').notNull(),
  requestId: uuid('request_id'),
  crossmatchId: uuid('crossmatch_id'),
  crossmatch: jsonb('crossmatch').$type<RecordedCrossmatch>(),
  reservedBy: text('reserved_by').notNull(),
  reservedAt: instant('reserved_at').notNull(),
  releaseAt: instant('release_at').notNull(),
  endedAt: instant('ended_at'),
  endReason: text('end_reason').$type<'issued' | 'released' | 'lapsed' | 'held' | 'processed'>(),
  version: version(),
});

export const clinicalIssues = pgTable('clinical_issues', {
  id: id(),
  no: text('no').notNull(),
  orgId: orgId(),
  patientId: uuid('patient_id'),
  patientLabel: text('patient_label').notNull(),
  requestNo: text('request_no').notNull(),
  issueType: text('issue_type').$type<'routine' | 'emergency'>().notNull(),
  state: text('state').$type<'issued' | 'corrected' | 'void'>().notNull(),
  dutyMode: text('duty_mode').$type<'two_person' | 'single'>().notNull(),
  department: text('department').notNull().default(''),
  ward: text('ward').notNull().default(''),
  bed: text('bed').notNull().default(''),
  patientGroup: jsonb('patient_group').$type<{ abo: string; rhd: string }>().notNull(),
  checks: jsonb('checks').$type<RecordedCheck[]>().notNull(),
  bagCount: integer('bag_count').notNull(),
  issuedBy: text('issued_by').notNull(),
  collectedBy: text('collected_by').notNull(),
  collectorTitle: text('collector_title').notNull().default(''),
  emergencyReason: text('emergency_reason'),
  occurredAt: instant('occurred_at').notNull(),
  issuedAt: instant('issued_at').notNull(),
  voidReason: text('void_reason'),
  corrects: jsonb('corrects'),
  marks: text('marks').array().notNull().default([]),
  downtimeFormNo: text('downtime_form_no').notNull().default(''),
  requestId: uuid('request_id'),
  overRequestReason: text('over_request_reason'),
  createdBy: text('created_by').notNull(),
  version: version(),
});

export const clinicalIssueLines = pgTable('clinical_issue_lines', {
  id: id(),
  issueId: uuid('issue_id').notNull(),
  unitId: uuid('unit_id').notNull(),
  orgId: orgId(),
  lineNo: integer('line_no').notNull(),
  crossmatchId: uuid('crossmatch_id'),
  crossmatch: jsonb('crossmatch').$type<RecordedCrossmatch>(),
  verdict: jsonb('verdict').notNull(),
  override: jsonb('override'),
  voidedAt: instant('voided_at'),
});
