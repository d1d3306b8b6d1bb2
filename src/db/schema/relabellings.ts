import { integer, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import type { AboGroup, Rhd } from '@/domain/blood/groups';
import { id, instant, orgId } from './columns';

export const relabellings = pgTable('relabellings', {
  id: id(),
  no: text('no').notNull(),
  orgId: orgId(),
  state: text('state').$type<'posted'>().notNull().default('posted'),
  bagCount: integer('bag_count').notNull(),
  reason: text('reason').notNull(),
  relabelledBy: text('relabelled_by').notNull(),
  checkedBy: text('checked_by').notNull(),
  oldLabel: text('old_label').notNull(),
  newLabel: text('new_label').notNull(),
  labels: text('labels').notNull(),
  createdAt: instant('created_at').notNull(),
});

export const relabellingLines = pgTable('relabelling_lines', {
  relabellingId: uuid('relabelling_id').notNull(),
  unitId: uuid('unit_id').notNull(),
  orgId: orgId(),
  lineNo: integer('line_no').notNull(),
  oldScheme: text('old_scheme').notNull(),
  oldIssuer: text('old_issuer').notNull(),
  oldDonationNo: text('old_donation_no').notNull(),
  oldProductCode: text('old_product_code').notNull(),
  newScheme: text('new_scheme').notNull(),
  newIssuer: text('new_issuer').notNull(),
  newDonationNo: text('new_donation_no').notNull(),
  newProductCode: text('new_product_code').notNull(),
  component: text('component').notNull(),
  abo: text('abo').$type<AboGroup>().notNull(),
  rhd: text('rhd').$type<Rhd>().notNull(),
  amount: integer('amount').notNull(),
  expiresAt: instant('expires_at').notNull(),
  stateBefore: text('state_before').$type<'available' | 'quarantined'>().notNull(),
  createdAt: instant('created_at').notNull(),
});
