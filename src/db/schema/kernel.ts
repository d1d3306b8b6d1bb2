import { bigint, date, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { id, instant, orgId, version } from './columns';

/** Server-side drafts: a shared PC may die, the entry goes on at another. */
export const drafts = pgTable('drafts', {
  id: uuid('id').primaryKey(),
  orgId: orgId(),
  module: text('module').notNull(),
  subjectId: text('subject_id'),
  personId: uuid('person_id'),
  body: jsonb('body').notNull(),
  version: version(),
  updatedAt: instant('updated_at').notNull(),
  writer: uuid('writer'),
  revision: integer('revision').notNull(),
});

export const signatures = pgTable('signatures', {
  id: id(),
  orgId: orgId(),
  module: text('module').notNull(),
  recordId: text('record_id').notNull(),
  meaning: text('meaning').notNull(),
  personId: uuid('person_id'),
  signerName: text('signer_name').notNull(),
  method: text('method').$type<'session' | 'badge' | 'password' | 'deliverer' | 'phone'>().notNull(),
  coversDigest: text('covers_digest').notNull(),
  signedAt: instant('signed_at').notNull(),
});

export const tasks = pgTable('tasks', {
  id: id(),
  orgId: orgId(),
  kind: text('kind').notNull(),
  module: text('module').notNull(),
  recordId: text('record_id').notNull(),
  facts: jsonb('facts').notNull().default({}),
  dueAt: instant('due_at').notNull(),
  createdAt: instant('created_at').notNull(),
  doneAt: instant('done_at'),
  doneBy: text('done_by'),
});

export const auditLog = pgTable('audit_log', {
  id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  orgId: orgId(),
  seq: bigint('seq', { mode: 'number' }).notNull(),
  at: instant('at').notNull(),
  module: text('module').notNull(),
  recordId: text('record_id').notNull(),
  action: text('action').notNull(),
  payload: text('payload').notNull(),
  prevHash: text('prev_hash').notNull(),
  hash: text('hash').notNull(),
});

export const imports = pgTable('imports', {
  id: id(),
  orgId: orgId(),
  module: text('module').notNull(),
  digest: text('digest').notNull(),
  fileName: text('file_name').notNull(),
  preview: jsonb('preview').notNull(),
  state: text('state').$type<'preview' | 'applied' | 'void'>().notNull().default('preview'),
  personId: uuid('person_id'),
  createdAt: instant('created_at').notNull(),
});

export const recordCounters = pgTable(
  'record_counters',
  { orgId: orgId(), module: text('module').notNull(), day: date('day').notNull(), last: integer('last').notNull() },
  (table) => [primaryKey({ columns: [table.orgId, table.module, table.day] })],
);
