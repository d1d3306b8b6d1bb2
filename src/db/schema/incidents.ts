import { boolean, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import type { AboGroup, Rhd } from '@/domain/blood/groups';
import type { IncidentState } from '@/domain/incidents/lifecycle';
import type { IncidentDecision } from '@/domain/incidents/record';
import type { IncidentFacts, IncidentRule, Severity } from '@/domain/stock/incidents';
import { id, instant, orgId, version } from './columns';

export const incidents = pgTable('incidents', {
  id: id(),
  no: text('no').notNull(),
  orgId: orgId(),
  rule: text('rule').$type<IncidentRule>().notNull(),
  severity: text('severity').$type<Severity>().notNull(),
  facts: jsonb('facts').$type<IncidentFacts>().notNull().default({}),
  donationNo: text('donation_no').notNull().default(''),
  module: text('module').notNull(),
  recordId: text('record_id').notNull(),
  recordNo: text('record_no').notNull().default(''),
  occurredAt: instant('occurred_at').notNull(),
  state: text('state').$type<IncidentState>().notNull().default('open'),
  ownerId: uuid('owner_id'),
  ownerName: text('owner_name').notNull().default(''),
  finding: text('finding').notNull().default(''),
  decision: text('decision').$type<IncidentDecision>(),
  resolvedBy: text('resolved_by').notNull().default(''),
  resolvedAt: instant('resolved_at'),
  createdBy: text('created_by').notNull(),
  createdAt: instant('created_at').notNull(),
  version: version(),
});

export const incidentBags = pgTable('incident_bags', {
  incidentId: uuid('incident_id').notNull(),
  unitId: uuid('unit_id').notNull(),
  orgId: orgId(),
  donationNo: text('donation_no').notNull(),
  productCode: text('product_code').notNull(),
  component: text('component').notNull(),
  abo: text('abo').$type<AboGroup>().notNull(),
  rhd: text('rhd').$type<Rhd>().notNull(),
  isBinding: boolean('is_binding').notNull().default(true),
  isUnderWay: boolean('is_under_way').notNull().default(false),
});
