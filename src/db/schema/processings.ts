import { boolean, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import type { AboGroup, Rhd } from '@/domain/blood/groups';
import type { ProcessingName } from '@/domain/processings/kinds';
import type { ProcessingState } from '@/domain/processings/lifecycle';
import { id, instant, orgId, version } from './columns';

export const processings = pgTable('processings', {
  id: id(),
  no: text('no').notNull(),
  orgId: orgId(),
  kind: text('kind').$type<ProcessingName>().notNull(),
  state: text('state').$type<ProcessingState>().notNull(),
  device: text('device').notNull().default(''),
  words: text('words').notNull().default(''),
  isOpenSystem: boolean('is_open_system').notNull().default(false),
  bagCount: integer('bag_count').notNull(),
  outputCount: integer('output_count'),
  heldCount: integer('held_count').notNull().default(0),
  startedBy: text('started_by').notNull(),
  startedAt: instant('started_at').notNull(),
  endedBy: text('ended_by').notNull().default(''),
  endedAt: instant('ended_at'),
  checkedBy: text('checked_by').notNull().default(''),
  dutyMode: text('duty_mode').$type<'two_person' | 'single'>(),
  reason: text('reason'),
  createdAt: instant('created_at').notNull(),
  version: version(),
});

export const processingBags = pgTable('processing_bags', {
  processingId: uuid('processing_id').notNull(),
  unitId: uuid('unit_id').notNull(),
  orgId: orgId(),
  lineNo: integer('line_no').notNull(),
  donationNo: text('donation_no').notNull(),
  productCode: text('product_code').notNull(),
  component: text('component').notNull(),
  abo: text('abo').$type<AboGroup>().notNull(),
  rhd: text('rhd').$type<Rhd>().notNull(),
  amount: integer('amount').notNull(),
  loss: integer('loss').notNull().default(0),
  stateBefore: text('state_before').$type<'available' | 'reserved'>().notNull(),
  expiresBefore: instant('expires_before').notNull(),
  expiresAfter: instant('expires_after'),
  outcome: text('outcome').$type<'done' | 'spoiled' | 'back' | 'held' | 'gone' | 'undone'>(),
});

export const unitParents = pgTable('unit_parents', {
  childId: uuid('child_id').notNull(),
  parentId: uuid('parent_id').notNull(),
  processingId: uuid('processing_id').notNull(),
  orgId: orgId(),
  amount: integer('amount').notNull(),
});

export const labelPrints = pgTable('label_prints', {
  id: id(),
  orgId: orgId(),
  unitId: uuid('unit_id').notNull(),
  kind: text('kind').$type<'bag' | 'compatibility'>().notNull(),
  subjectId: text('subject_id').notNull().default(''),
  copy: integer('copy').notNull(),
  reason: text('reason').notNull().default(''),
  printedBy: text('printed_by').notNull(),
  printedAt: instant('printed_at').notNull(),
  voidedAt: instant('voided_at'),
});
