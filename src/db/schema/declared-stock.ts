import { bigint, date, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import type { AboGroup } from '@/domain/blood/groups';
import type { ReportingMode } from '@/domain/stock/reporting';
import { id, instant, orgId, version } from './columns';

/** How the city hears of a house; without a row it works on these screens. */
export const stockReporting = pgTable('stock_reporting', {
  id: id(),
  orgId: orgId(),
  mode: text('mode').$type<ReportingMode>().notNull(),
  intervalHours: integer('interval_hours').notNull(),
  dueHour: integer('due_hour').notNull(),
  agreedBy: text('agreed_by').notNull(),
  agreedAt: instant('agreed_at').notNull(),
  version: version(),
});

export const stockDeclarations = pgTable('stock_declarations', {
  id: id(),
  orgId: orgId(),
  day: date('day').notNull(),
  version: version(),
});

/** Append only: the declaration, then its corrections. */
export const stockDeclarationRevisions = pgTable(
  'stock_declaration_revisions',
  {
    declarationId: uuid('declaration_id').notNull(),
    revision: integer('revision').notNull(),
    orgId: orgId(),
    cellCount: integer('cell_count').notNull(),
    entry: text('entry').$type<'form' | 'import'>().notNull(),
    reason: text('reason').notNull(),
    declaredBy: text('declared_by').notNull(),
    declaredAt: instant('declared_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.declarationId, table.revision] })],
);

/** Append only: what each revision said. */
export const stockDeclarationLines = pgTable(
  'stock_declaration_lines',
  {
    declarationId: uuid('declaration_id').notNull(),
    revision: integer('revision').notNull(),
    orgId: orgId(),
    component: text('component').notNull(),
    abo: text('abo').$type<AboGroup>().notNull(),
    rhd: text('rhd').$type<'positive' | 'negative'>().notNull(),
    amount: bigint('amount', { mode: 'number' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.declarationId, table.revision, table.component, table.abo, table.rhd] })],
);
