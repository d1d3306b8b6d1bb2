import { integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { id, instant, orgId, version } from './columns';

export interface BoxTemperature {
  boxNo: number;
  temperatureClass: string;
  celsius: number;
  isInRange: boolean;
}

export const bagReceipts = pgTable('bag_receipts', {
  id: id(),
  no: text('no').notNull(),
  orgId: orgId(),
  partyOrgId: text('party_org_id').notNull(),
  shipmentId: uuid('shipment_id').notNull(),
  state: text('state').$type<'posted' | 'void'>().notNull(),
  dutyMode: text('duty_mode').$type<'two_person' | 'single'>().notNull(),
  bagCount: integer('bag_count').notNull(),
  heldCount: integer('held_count').notNull().default(0),
  refusedCount: integer('refused_count').notNull().default(0),
  temperatures: jsonb('temperatures').$type<BoxTemperature[]>().notNull(),
  receivedBy: text('received_by').notNull(),
  reviewedBy: text('reviewed_by').notNull(),
  arrivedAt: instant('arrived_at').notNull(),
  postedAt: instant('posted_at').notNull(),
  reason: text('reason'),
  source: text('source').$type<'scan' | 'import' | 'hand'>().notNull(),
  voidReason: text('void_reason'),
  createdBy: text('created_by').notNull(),
  version: version(),
});

export const bagReceiptLines = pgTable('bag_receipt_lines', {
  receiptId: uuid('receipt_id').notNull(),
  unitId: uuid('unit_id').notNull(),
  orgId: orgId(),
  lineNo: integer('line_no').notNull(),
  boxNo: integer('box_no').notNull(),
  outcome: text('outcome').$type<'accepted' | 'held' | 'refused'>().notNull(),
  holdReason: text('hold_reason'),
  exceptions: text('exceptions').array().notNull().default([]),
  entry: text('entry').$type<'scan' | 'hand' | 'import'>().notNull(),
  entryReason: text('entry_reason'),
  scans: jsonb('scans').$type<string[]>().notNull().default([]),
  scannedAt: instant('scanned_at'),
});
