import { integer, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import type { AboGroup, Rhd } from '@/domain/blood/groups';
import type { CountOutcome } from '@/domain/stocktakes/count';
import { id, instant, orgId, version } from './columns';

export const stocktakes = pgTable('stocktakes', {
  id: id(),
  no: text('no').notNull(),
  orgId: orgId(),
  placeId: uuid('place_id').notNull(),
  placeCode: text('place_code').notNull(),
  state: text('state').$type<'signed'>().notNull(),
  expectedCount: integer('expected_count').notNull(),
  foundCount: integer('found_count').notNull(),
  missingCount: integer('missing_count').notNull(),
  unexpectedCount: integer('unexpected_count').notNull(),
  countedBy: text('counted_by').notNull(),
  secondBy: text('second_by').notNull(),
  dutyMode: text('duty_mode').$type<'two_person' | 'single'>().notNull(),
  words: text('words').notNull().default(''),
  startedAt: instant('started_at').notNull(),
  createdAt: instant('created_at').notNull(),
  version: version(),
});

export const stocktakeLines = pgTable('stocktake_lines', {
  stocktakeId: uuid('stocktake_id').notNull(),
  lineNo: integer('line_no').notNull(),
  orgId: orgId(),
  unitId: uuid('unit_id'),
  autologousBagId: uuid('autologous_bag_id'),
  outcome: text('outcome').$type<CountOutcome>().notNull(),
  donationNo: text('donation_no').notNull(),
  productCode: text('product_code').notNull(),
  component: text('component'),
  abo: text('abo').$type<AboGroup>(),
  rhd: text('rhd').$type<Rhd>(),
  amount: integer('amount'),
  expiresAt: instant('expires_at'),
  unitState: text('unit_state'),
  holdReason: text('hold_reason'),
  storagePlace: text('storage_place').notNull().default(''),
});
