import { bigint, boolean, integer, numeric, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import type { PlaceClass } from '@/domain/stock/places';
import { id, instant, orgId, version } from './columns';

export const storagePlaces = pgTable('storage_places', {
  id: id(),
  orgId: orgId(),
  code: text('code').notNull(),
  name: text('name').notNull(),
  placeClass: text('place_class').$type<PlaceClass>().notNull(),
  state: text('state').$type<'active' | 'inactive'>().notNull().default('active'),
  isDefault: boolean('is_default').notNull().default(false),
  createdBy: text('created_by').notNull(),
  createdAt: instant('created_at').notNull(),
  version: version(),
});

export const placeMoves = pgTable('place_moves', {
  id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  orgId: orgId(),
  unitId: uuid('unit_id').notNull(),
  fromPlace: text('from_place').notNull(),
  toPlace: text('to_place').notNull(),
  movedBy: text('moved_by').notNull(),
  movedAt: instant('moved_at').notNull(),
});

export const temperatureReadings = pgTable('temperature_readings', {
  id: id(),
  orgId: orgId(),
  placeId: uuid('place_id').notNull(),
  celsius: numeric('celsius', { mode: 'number' }).notNull(),
  readAt: instant('read_at').notNull(),
  source: text('source').$type<'manual' | 'file' | 'interface'>().notNull(),
  isOut: boolean('is_out').notNull(),
  heldBags: integer('held_bags').notNull().default(0),
  readBy: text('read_by').notNull(),
  createdAt: instant('created_at').notNull(),
});
