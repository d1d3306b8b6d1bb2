import { integer, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import type { AboGroup, Rhd } from '@/domain/blood/groups';
import type { BagFate } from '@/domain/recalls/fates';
import type { RecallClass } from '@/domain/recalls/record';
import { id, instant, orgId, version } from './columns';

export const donationHolds = pgTable('donation_holds', {
  id: id(),
  orgId: orgId(),
  module: text('module').$type<'recalls' | 'adverse-reactions'>().notNull(),
  recordId: uuid('record_id').notNull(),
  holdReason: text('hold_reason').$type<'recall' | 'reaction'>().notNull(),
  labelScheme: text('label_scheme').$type<'isbt128' | 'codabar'>().notNull(),
  issuer: text('issuer').notNull(),
  donationNo: text('donation_no').notNull(),
  openedBy: text('opened_by').notNull(),
  openedAt: instant('opened_at').notNull(),
  releasedBy: text('released_by'),
  releasedAt: instant('released_at'),
});

export const recalls = pgTable('recalls', {
  id: id(),
  no: text('no').notNull(),
  orgId: orgId(),
  recallClass: text('recall_class').$type<RecallClass>().notNull(),
  reason: text('reason').notNull(),
  instruction: text('instruction').notNull().default(''),
  donationCount: integer('donation_count').notNull(),
  donationNos: text('donation_nos').notNull(),
  state: text('state').$type<'active' | 'closed' | 'released'>().notNull().default('active'),
  registeredBy: text('registered_by').notNull(),
  createdAt: instant('created_at').notNull(),
  updatedAt: instant('updated_at').notNull(),
  closedAt: instant('closed_at'),
  releasedBy: text('released_by').notNull().default(''),
  releasedAt: instant('released_at'),
  releaseReason: text('release_reason').notNull().default(''),
  version: version(),
});

export const recallParts = pgTable('recall_parts', {
  id: id(),
  recallId: uuid('recall_id').notNull(),
  orgId: orgId(),
  partyOrgId: text('party_org_id').notNull(),
  state: text('state').$type<'sounding' | 'acknowledged' | 'settled' | 'released'>().notNull().default('sounding'),
  soundedAt: instant('sounded_at').notNull(),
  acknowledgedBy: text('acknowledged_by').notNull().default(''),
  acknowledgedAt: instant('acknowledged_at'),
  settledAt: instant('settled_at'),
  version: version(),
});

export const recallBags = pgTable('recall_bags', {
  recallId: uuid('recall_id').notNull(),
  unitId: uuid('unit_id').notNull(),
  orgId: orgId(),
  partyOrgId: text('party_org_id').notNull(),
  donationNo: text('donation_no').notNull(),
  productCode: text('product_code').notNull(),
  component: text('component').notNull(),
  abo: text('abo').$type<AboGroup>().notNull(),
  rhd: text('rhd').$type<Rhd>().notNull(),
  amount: integer('amount').notNull(),
  stateBefore: text('state_before').notNull(),
  holdReasonBefore: text('hold_reason_before'),
  stoppedAt: instant('stopped_at').notNull(),
  foundBy: text('found_by').notNull().default(''),
  foundAt: instant('found_at'),
  fate: text('fate').$type<BagFate>(),
  fateBy: text('fate_by').notNull().default(''),
  fateAt: instant('fate_at'),
});

export const recallCalls = pgTable('recall_calls', {
  id: id(),
  recallId: uuid('recall_id').notNull(),
  orgId: orgId(),
  calledOrgId: text('called_org_id').notNull(),
  reached: text('reached').notNull().default(''),
  calledBy: text('called_by').notNull(),
  calledAt: instant('called_at').notNull(),
});

export const lookBacks = pgTable('look_backs', {
  id: id(),
  orgId: orgId(),
  recallId: uuid('recall_id').notNull(),
  unitId: uuid('unit_id').notNull(),
  issueId: uuid('issue_id').notNull(),
  patientId: uuid('patient_id'),
  openedBy: text('opened_by').notNull(),
  openedAt: instant('opened_at').notNull(),
  toldTo: text('told_to').notNull().default(''),
  toldBy: text('told_by').notNull().default(''),
  toldAt: instant('told_at'),
  words: text('words').notNull().default(''),
  version: version(),
});
