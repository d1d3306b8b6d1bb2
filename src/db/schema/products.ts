import { date, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import type { UnmappedPlace } from '@/domain/products/places';
import { id, instant, orgId, version } from './columns';

/** What the city's own product codes are in the component catalogue; one list for all. */
export const products = pgTable('products', {
  productCode: text('product_code').primaryKey(),
  id: uuid('id').notNull().unique().defaultRandom(),
  component: text('component').notNull(),
  amount: integer('amount').notNull(),
  modifiers: text('modifiers').array().notNull().default([]),
  name: text('name').notNull(),
  /** Null: always was. */
  validFrom: date('valid_from'),
  retiredAt: instant('retired_at'),
  retiredReason: text('retired_reason'),
  createdAt: instant('created_at').notNull(),
  version: version(),
});

/** Codes that a house met and the table lacked. */
export const unmappedProducts = pgTable('unmapped_products', {
  id: id(),
  productCode: text('product_code').notNull(),
  orgId: orgId(),
  place: text('place').$type<UnmappedPlace>().notNull(),
  seen: integer('seen').notNull(),
  createdAt: instant('created_at').notNull(),
  lastSeenAt: instant('last_seen_at').notNull(),
});
