import { boolean, integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import type { RecordedCrossmatch } from '@/domain/clinical-issues/crossmatch';
import type { ReadingFault } from '@/domain/specimens/grouping';
import type { Grouping, ReceiptCheck, Screen } from '@/domain/specimens/kinds';
import type { SpecimenState } from '@/domain/specimens/lifecycle';
import type { Readings } from '@/domain/specimens/schema';
import { id, instant, orgId, version } from './columns';

type Abo = 'A' | 'B' | 'O' | 'AB' | 'unknown';
type Rhd = 'positive' | 'negative' | 'unknown';

export const specimens = pgTable('specimens', {
  id: id(),
  orgId: orgId(),
  tubeNo: text('tube_no').notNull(),
  patientId: uuid('patient_id').notNull(),
  patientLabel: text('patient_label').notNull(),
  requestId: uuid('request_id'),
  requestNo: text('request_no').notNull().default(''),
  department: text('department').notNull().default(''),
  state: text('state').$type<SpecimenState>().notNull(),
  drawnAt: instant('drawn_at').notNull(),
  drawnBy: text('drawn_by').notNull(),
  receivedAt: instant('received_at').notNull(),
  receivedBy: text('received_by').notNull(),
  checks: text('checks').array().$type<ReceiptCheck[]>().notNull(),
  validUntil: instant('valid_until').notNull(),
  round: integer('round').notNull().default(1),
  grouping: text('grouping').$type<Grouping>().notNull().default('none'),
  abo: text('abo').$type<Abo>().notNull().default('unknown'),
  rhd: text('rhd').$type<Rhd>().notNull().default('unknown'),
  isContradicting: boolean('is_contradicting').notNull().default(false),
  screen: text('screen').$type<Screen>().notNull().default('none'),
  reason: text('reason'),
  createdBy: text('created_by').notNull(),
  createdAt: instant('created_at').notNull(),
  updatedAt: instant('updated_at').notNull(),
  version: version(),
});

export const specimenTests = pgTable('specimen_tests', {
  id: id(),
  specimenId: uuid('specimen_id').notNull(),
  orgId: orgId(),
  round: integer('round').notNull(),
  kind: text('kind').$type<'first' | 'recheck' | 'screen'>().notNull(),
  readings: jsonb('readings')
    .$type<Readings | { readonly result: 'negative' | 'positive'; readonly antibodies: readonly string[] }>()
    .notNull(),
  abo: text('abo').$type<Abo>().notNull(),
  rhd: text('rhd').$type<Rhd>().notNull(),
  faults: text('faults').array().$type<ReadingFault[]>().notNull().default([]),
  isSecondEntry: boolean('is_second_entry').notNull().default(false),
  personId: uuid('person_id').notNull(),
  testedBy: text('tested_by').notNull(),
  testedAt: instant('tested_at').notNull(),
});

export const crossmatches = pgTable('crossmatches', {
  id: id(),
  orgId: orgId(),
  patientId: uuid('patient_id'),
  unitId: uuid('unit_id').notNull(),
  requestId: uuid('request_id'),
  specimenId: uuid('specimen_id'),
  origin: text('origin').$type<'bench' | 'reserve' | 'issue' | 'afterwards'>().notNull(),
  recordId: uuid('record_id').notNull(),
  isCompatible: boolean('is_compatible').notNull(),
  isSecondEntry: boolean('is_second_entry').notNull(),
  crossmatch: jsonb('crossmatch').$type<RecordedCrossmatch>().notNull(),
  createdBy: text('created_by').notNull(),
  createdAt: instant('created_at').notNull(),
});
