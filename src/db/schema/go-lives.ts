import { date, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import type { AboGroup, Rhd } from '@/domain/blood/groups';
import type { GoLiveState } from '@/domain/go-lives/lifecycle';
import type { BagDifference, OpeningOutcome } from '@/domain/go-lives/opening';
import { id, instant, orgId, version } from './columns';

export const goLives = pgTable('go_lives', {
  id: id(),
  no: text('no').notNull(),
  orgId: orgId(),
  state: text('state').$type<GoLiveState>().notNull(),
  minTrialDays: integer('min_trial_days').notNull(),
  bagCount: integer('bag_count').notNull().default(0),
  heldCount: integer('held_count').notNull().default(0),
  trialFrom: date('trial_from'),
  trialStartedAt: instant('trial_started_at'),
  startedAt: instant('started_at'),
  startedBy: text('started_by'),
  secondBy: text('second_by'),
  reason: text('reason').notNull().default(''),
  createdBy: text('created_by').notNull(),
  createdAt: instant('created_at').notNull(),
  updatedAt: instant('updated_at').notNull(),
  version: version(),
});

/** One count by two, as it stands or stood. */
export const goLiveRounds = pgTable('go_live_rounds', {
  id: id(),
  goLiveId: uuid('go_live_id').notNull(),
  orgId: orgId(),
  round: integer('round').notNull(),
  state: text('state').$type<'counting' | 'counted' | 'posted' | 'superseded' | 'void'>().notNull(),
  firstPerson: uuid('first_person').notNull(),
  firstBy: text('first_by').notNull(),
  firstAt: instant('first_at').notNull(),
  firstEntry: text('first_entry').$type<'scan' | 'import'>().notNull(),
  secondPerson: uuid('second_person'),
  secondBy: text('second_by'),
  secondAt: instant('second_at'),
  postedAt: instant('posted_at'),
  voidedAt: instant('voided_at'),
  bagCount: integer('bag_count').notNull().default(0),
  heldCount: integer('held_count').notNull().default(0),
  leftCount: integer('left_count').notNull().default(0),
  words: text('words').notNull().default(''),
  reason: text('reason').notNull().default(''),
});

/** Append only: each bag as each of the two read it. */
export const goLiveBags = pgTable(
  'go_live_bags',
  {
    roundId: uuid('round_id').notNull(),
    counter: integer('counter').$type<1 | 2>().notNull(),
    lineNo: integer('line_no').notNull(),
    orgId: orgId(),
    labelScheme: text('label_scheme').$type<'isbt128' | 'codabar'>().notNull(),
    issuer: text('issuer').notNull(),
    stationId: text('station_id').notNull(),
    donationNo: text('donation_no').notNull(),
    productCode: text('product_code').notNull(),
    component: text('component').notNull(),
    abo: text('abo').$type<AboGroup>().notNull(),
    rhd: text('rhd').$type<Rhd>().notNull(),
    amount: integer('amount').notNull(),
    modifiers: text('modifiers').array().notNull(),
    intendedUse: text('intended_use').notNull(),
    collectedAt: instant('collected_at'),
    preparedAt: instant('prepared_at'),
    expiresAt: instant('expires_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.roundId, table.counter, table.lineNo] })],
);

/** Append only: what became of each bag of a count when it was posted. */
export const goLiveLines = pgTable(
  'go_live_lines',
  {
    roundId: uuid('round_id').notNull(),
    lineNo: integer('line_no').notNull(),
    orgId: orgId(),
    unitId: uuid('unit_id'),
    outcome: text('outcome').$type<OpeningOutcome>().notNull(),
    differences: text('differences').array().$type<BagDifference[]>().notNull(),
    labelScheme: text('label_scheme').notNull(),
    issuer: text('issuer').notNull(),
    stationId: text('station_id').notNull(),
    donationNo: text('donation_no').notNull(),
    productCode: text('product_code').notNull(),
    component: text('component').notNull(),
    abo: text('abo').$type<AboGroup>().notNull(),
    rhd: text('rhd').$type<Rhd>().notNull(),
    amount: integer('amount').notNull(),
    intendedUse: text('intended_use').notNull(),
    expiresAt: instant('expires_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.roundId, table.lineNo] })],
);

/** What a house calls a product or a group. */
export const goLiveCodes = pgTable('go_live_codes', {
  id: id(),
  orgId: orgId(),
  kind: text('kind').$type<'product' | 'group'>().notNull(),
  houseCode: text('house_code').notNull(),
  state: text('state').$type<'gap' | 'mapped' | 'dropped'>().notNull(),
  target: text('target'),
  seen: integer('seen').notNull().default(0),
  lastSeenAt: instant('last_seen_at'),
  mappedBy: text('mapped_by'),
  mappedAt: instant('mapped_at'),
  version: version(),
});
