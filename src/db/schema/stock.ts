import { bigint, boolean, date, integer, jsonb, numeric, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import type { Bucket, MovementKind, UnitState } from '@/domain/stock/effects';
import { id, instant, orgId, version } from './columns';

export const components = pgTable('components', {
  code: text('code').primaryKey(),
  nameZh: text('name_zh').notNull(),
  nameEn: text('name_en').notNull(),
  componentClass: text('component_class').notNull(),
  reportClass: text('report_class').notNull(),
  unit: text('unit').$type<'U' | 'ml' | 'dose'>().notNull(),
  temperatureClass: text('temperature_class').notNull(),
  mlPerUnit: numeric('ml_per_unit', { mode: 'number' }).notNull(),
  sortOrder: integer('sort_order').notNull(),
  isMadeToOrder: boolean('is_made_to_order').notNull().default(false),
  definition: jsonb('definition').notNull(),
});

/** One row per bag. State, holder and last_kind are written by src/server/modules/stock alone. */
export const bloodUnits = pgTable('blood_units', {
  id: id(),
  labelScheme: text('label_scheme').$type<'isbt128' | 'codabar'>().notNull(),
  issuer: text('issuer').notNull(),
  donationNo: text('donation_no').notNull(),
  productCode: text('product_code').notNull(),
  component: text('component').notNull(),
  abo: text('abo').$type<'A' | 'B' | 'O' | 'AB'>().notNull(),
  rhd: text('rhd').$type<'positive' | 'negative' | 'unspecified'>().notNull(),
  amount: integer('amount').notNull(),
  volumeMl: integer('volume_ml'),
  modifiers: text('modifiers').array().notNull().default([]),
  antigens: text('antigens').array().notNull().default([]),
  /** What was done to it after the station; a kind is done once. */
  processedAs: text('processed_as').array().notNull().default([]),
  intendedUse: text('intended_use').notNull().default('default'),
  collectedAt: instant('collected_at'),
  preparedAt: instant('prepared_at'),
  expiresAt: instant('expires_at').notNull(),
  sourceOrgId: text('source_org_id').notNull(),
  holderOrgId: text('holder_org_id').notNull(),
  expectedOrgId: text('expected_org_id'),
  state: text('state').$type<UnitState>().notNull(),
  lastKind: text('last_kind').$type<MovementKind>().notNull(),
  holdReason: text('hold_reason'),
  storagePlace: text('storage_place').notNull().default(''),
  version: version(),
});

export const unitLabels = pgTable('unit_labels', {
  unitId: uuid('unit_id').notNull(),
  label: text('label').notNull(),
  productCode: text('product_code').notNull(),
  orgId: orgId(),
  since: instant('since').notNull(),
  labelScheme: text('label_scheme').$type<'isbt128' | 'codabar'>().notNull(),
  issuer: text('issuer').notNull(),
});

/** Append only: one row moves one bag from an account to an account. */
export const stockMovements = pgTable('stock_movements', {
  id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  at: instant('at').notNull(),
  unitId: uuid('unit_id').notNull(),
  kind: text('kind').$type<MovementKind>().notNull(),
  fromOrg: text('from_org'),
  fromBucket: text('from_bucket').$type<Bucket>().notNull(),
  toOrg: text('to_org'),
  toBucket: text('to_bucket').$type<Bucket>().notNull(),
  component: text('component').notNull(),
  abo: text('abo').notNull(),
  rhd: text('rhd').notNull(),
  amount: integer('amount').notNull(),
  module: text('module').notNull(),
  recordId: text('record_id').notNull(),
  actorOrgId: text('actor_org_id').notNull(),
  actor: text('actor').notNull(),
  occurredAt: instant('occurred_at').notNull(),
});

const counts = {
  availableBags: integer('available_bags').notNull().default(0),
  availableAmount: bigint('available_amount', { mode: 'number' }).notNull().default(0),
  reservedBags: integer('reserved_bags').notNull().default(0),
  reservedAmount: bigint('reserved_amount', { mode: 'number' }).notNull().default(0),
  quarantinedBags: integer('quarantined_bags').notNull().default(0),
  quarantinedAmount: bigint('quarantined_amount', { mode: 'number' }).notNull().default(0),
  inTransitBags: integer('in_transit_bags').notNull().default(0),
  inTransitAmount: bigint('in_transit_amount', { mode: 'number' }).notNull().default(0),
};

/** Projection of the ledger; only the trigger on stock_movements writes it. */
export const stockCells = pgTable(
  'stock_cells',
  {
    orgId: orgId(),
    component: text('component').notNull(),
    abo: text('abo').notNull(),
    rhd: text('rhd').notNull(),
    ...counts,
    version: bigint('version', { mode: 'number' }).notNull().default(1),
  },
  (table) => [primaryKey({ columns: [table.orgId, table.component, table.abo, table.rhd] })],
);

export const issueDays = pgTable(
  'issue_days',
  {
    orgId: orgId(),
    day: date('day').notNull(),
    component: text('component').notNull(),
    abo: text('abo').notNull(),
    rhd: text('rhd').notNull(),
    bags: integer('bags').notNull().default(0),
    amount: bigint('amount', { mode: 'number' }).notNull().default(0),
  },
  (table) => [primaryKey({ columns: [table.orgId, table.day, table.component, table.abo, table.rhd] })],
);

export const stockSettings = pgTable(
  'stock_settings',
  {
    orgId: orgId(),
    component: text('component').notNull(),
    abo: text('abo').notNull(),
    rhd: text('rhd').notNull(),
    isStocked: boolean('is_stocked').notNull().default(true),
    minimumAmount: bigint('minimum_amount', { mode: 'number' }),
  },
  (table) => [primaryKey({ columns: [table.orgId, table.component, table.abo, table.rhd] })],
);
