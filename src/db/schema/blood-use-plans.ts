import { bigint, date, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { id, instant, orgId, version } from './columns';

const amount = (name: string) => bigint(name, { mode: 'number' });

/** 用血计划. */
export const bloodUsePlans = pgTable('blood_use_plans', {
  id: id(),
  no: text('no'),
  orgId: orgId(),
  partyOrgId: text('party_org_id').notNull(),
  reviewOrgId: text('review_org_id'),
  year: integer('year').notNull(),
  state: text('state').$type<'draft' | 'submitted' | 'reviewed' | 'approved' | 'returned' | 'void'>().notNull(),
  redCellAmount: amount('red_cell_amount').notNull().default(0),
  plateletAmount: amount('platelet_amount').notNull().default(0),
  plasmaAmount: amount('plasma_amount').notNull().default(0),
  cryoAmount: amount('cryo_amount').notNull().default(0),
  remark: text('remark').notNull().default(''),
  reason: text('reason'),
  createdBy: text('created_by').notNull(),
  createdAt: instant('created_at').notNull(),
  submittedBy: text('submitted_by'),
  submittedAt: instant('submitted_at'),
  reviewedBy: text('reviewed_by'),
  reviewer: uuid('reviewer'),
  reviewedAt: instant('reviewed_at'),
  approvedBy: text('approved_by'),
  approvedAt: instant('approved_at'),
  updatedAt: instant('updated_at').notNull(),
  version: version(),
});

/** 献血者用血计划. */
export const donorPlans = pgTable('donor_plans', {
  id: id(),
  no: text('no').notNull(),
  orgId: orgId(),
  partyOrgId: text('party_org_id').notNull(),
  state: text('state')
    .$type<'allocated' | 'activated' | 'part_used' | 'used_up' | 'expired' | 'returned' | 'revoked'>()
    .notNull(),
  origin: text('origin').$type<'individual' | 'group'>().notNull(),
  reviewId: uuid('review_id'),
  donorGroup: text('donor_group').notNull().default(''),
  year: integer('year').notNull(),
  validUntil: date('valid_until').notNull(),
  measure: text('measure').$type<'red_cells' | 'platelets' | 'plasma' | 'cryo'>().notNull(),
  abo: text('abo').$type<'A' | 'B' | 'O' | 'AB'>(),
  rhd: text('rhd').$type<'positive' | 'negative'>(),
  amount: amount('amount').notNull(),
  activatedAmount: amount('activated_amount').notNull().default(0),
  pledgedAmount: amount('pledged_amount').notNull().default(0),
  usedAmount: amount('used_amount').notNull().default(0),
  remark: text('remark').notNull().default(''),
  reason: text('reason'),
  allocatedBy: text('allocated_by').notNull(),
  createdAt: instant('created_at').notNull(),
  activatedBy: text('activated_by'),
  activatedAt: instant('activated_at'),
  updatedAt: instant('updated_at').notNull(),
  version: version(),
});
