import { integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { id, instant, orgId, version } from './columns';

export type ShipmentState = 'draft' | 'shipped' | 'partly_received' | 'received' | 'closed_short' | 'refused' | 'void';

/** A box of a shipment: one temperature class, what the sender measured at packing. */
export interface ShipmentBox {
  boxNo: number;
  temperatureClass: string;
  packedAtCelsius: number | null;
}

export const shipments = pgTable('shipments', {
  id: id(),
  no: text('no'),
  orgId: orgId(),
  partyOrgId: text('party_org_id').notNull(),
  kind: text('kind').$type<'delivery' | 'return' | 'transfer' | 'unnoted'>().notNull().default('delivery'),
  state: text('state').$type<ShipmentState>().notNull(),
  bagCount: integer('bag_count').notNull().default(0),
  receivedCount: integer('received_count').notNull().default(0),
  boxCount: integer('box_count').notNull().default(0),
  boxes: jsonb('boxes').$type<ShipmentBox[]>().notNull().default([]),
  carrier: text('carrier').notNull().default(''),
  carrierPhone: text('carrier_phone').notNull().default(''),
  sentAt: instant('sent_at'),
  arrivedAt: instant('arrived_at'),
  reason: text('reason'),
  createdBy: text('created_by').notNull(),
  createdAt: instant('created_at').notNull(),
  updatedAt: instant('updated_at').notNull(),
  version: version(),
});

export type ShipmentBagState = 'packed' | 'expected' | 'received' | 'held' | 'refused' | 'missing';

export const shipmentBags = pgTable('shipment_bags', {
  shipmentId: uuid('shipment_id').notNull(),
  unitId: uuid('unit_id').notNull(),
  orgId: orgId(),
  partyOrgId: text('party_org_id').notNull(),
  boxNo: integer('box_no').notNull().default(1),
  lineNo: integer('line_no').notNull(),
  state: text('state').$type<ShipmentBagState>().notNull().default('packed'),
  heldFor: text('held_for'),
});

export const stationReleases = pgTable('station_releases', {
  id: id(),
  no: text('no').notNull(),
  orgId: orgId(),
  source: text('source').$type<'form' | 'import' | 'interface' | 'seed'>().notNull(),
  state: text('state').$type<'posted' | 'void'>().notNull().default('posted'),
  bagCount: integer('bag_count').notNull(),
  createdBy: text('created_by').notNull(),
  createdAt: instant('created_at').notNull(),
  version: version(),
});
