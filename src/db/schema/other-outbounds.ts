import { integer, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import type { AboGroup, Rhd } from '@/domain/blood/groups';
import type { OutboundKind, OutboundReason } from '@/domain/other-outbounds/kinds';
import { id, instant, orgId, version } from './columns';

export const otherOutbounds = pgTable('other_outbounds', {
  id: id(),
  no: text('no').notNull(),
  orgId: orgId(),
  kind: text('kind').$type<OutboundKind>().notNull(),
  reasonCode: text('reason_code').$type<OutboundReason>().notNull(),
  words: text('words').notNull().default(''),
  state: text('state').$type<'registered' | 'void'>().notNull(),
  partyOrgId: text('party_org_id'),
  shipmentId: uuid('shipment_id'),
  bagCount: integer('bag_count').notNull(),
  registeredBy: text('registered_by').notNull(),
  approvedBy: text('approved_by').notNull().default(''),
  dutyMode: text('duty_mode').$type<'two_person' | 'single'>(),
  destroyedAt: instant('destroyed_at'),
  destroyMethod: text('destroy_method').notNull().default(''),
  voidReason: text('void_reason'),
  downtimeFormNo: text('downtime_form_no').notNull().default(''),
  createdAt: instant('created_at').notNull(),
  occurredAt: instant('occurred_at'),
  version: version(),
});

export const otherOutboundLines = pgTable('other_outbound_lines', {
  outboundId: uuid('outbound_id').notNull(),
  unitId: uuid('unit_id').notNull(),
  orgId: orgId(),
  lineNo: integer('line_no').notNull(),
  donationNo: text('donation_no').notNull(),
  productCode: text('product_code').notNull(),
  component: text('component').notNull(),
  abo: text('abo').$type<AboGroup>().notNull(),
  rhd: text('rhd').$type<Rhd>().notNull(),
  amount: integer('amount').notNull(),
  expiresAt: instant('expires_at').notNull(),
  stateBefore: text('state_before').$type<'available' | 'reserved' | 'quarantined'>().notNull(),
  holdReasonBefore: text('hold_reason_before'),
});
