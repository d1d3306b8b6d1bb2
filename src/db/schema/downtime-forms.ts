import { boolean, integer, numeric, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import type { AboGroup, Rhd } from '@/domain/blood/groups';
import type { DiscardReason, LineKind, PaperCrossmatch } from '@/domain/downtime-forms/kinds';
import type { DowntimeFormState } from '@/domain/downtime-forms/lifecycle';
import type { Place } from '@/domain/downtime-forms/line-facts';
import type { UnitState } from '@/domain/stock/effects';
import type { IncidentRule } from '@/domain/stock/incidents';
import { id, instant, orgId, version } from './columns';

export const downtimeForms = pgTable('downtime_forms', {
  id: id(),
  no: text('no').notNull(),
  orgId: orgId(),
  state: text('state').$type<DowntimeFormState>().notNull().default('printed'),
  printedBy: text('printed_by').notNull(),
  printedAt: instant('printed_at').notNull(),
  lineCount: integer('line_count').notNull().default(0),
  backdatedCount: integer('backdated_count').notNull().default(0),
  incidentCount: integer('incident_count').notNull().default(0),
  enteredBy: text('entered_by').notNull().default(''),
  enteredAt: instant('entered_at'),
  words: text('words').notNull().default(''),
  voidReason: text('void_reason'),
  version: version(),
});

export const downtimeFormLines = pgTable('downtime_form_lines', {
  formId: uuid('form_id').notNull(),
  lineNo: integer('line_no').notNull(),
  orgId: orgId(),
  kind: text('kind').$type<LineKind>().notNull(),
  unitId: uuid('unit_id').notNull(),
  donationNo: text('donation_no').notNull(),
  productCode: text('product_code').notNull(),
  component: text('component').notNull(),
  abo: text('abo').$type<AboGroup>().notNull(),
  rhd: text('rhd').$type<Rhd>().notNull(),
  amount: integer('amount').notNull(),
  place: text('place').$type<Place>().notNull(),
  stateBefore: text('state_before').$type<UnitState>(),
  holdReasonBefore: text('hold_reason_before'),
  expiresAtOnPaper: instant('expires_at_on_paper'),
  occurredAt: instant('occurred_at').notNull(),
  isBackdated: boolean('is_backdated').notNull(),
  entry: text('entry').$type<'scan' | 'hand'>().notNull(),
  firstPerson: text('first_person').notNull().default(''),
  secondPerson: text('second_person').notNull().default(''),
  patientId: uuid('patient_id'),
  patientLabel: text('patient_label').notNull().default(''),
  patientNameOnPaper: text('patient_name_on_paper').notNull().default(''),
  department: text('department').notNull().default(''),
  crossmatch: text('crossmatch').$type<PaperCrossmatch>(),
  celsius: numeric('celsius', { mode: 'number' }),
  reasonCode: text('reason_code').$type<DiscardReason>(),
  words: text('words').notNull().default(''),
  broken: text('broken').array().$type<IncidentRule[]>().notNull().default([]),
  recordId: uuid('record_id'),
});
