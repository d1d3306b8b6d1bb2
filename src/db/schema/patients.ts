import { boolean, date, integer, pgTable, text } from 'drizzle-orm/pg-core';
import { bytea, id, instant, orgId, version } from './columns';

export const patients = pgTable('patients', {
  id: id(),
  orgId: orgId(),
  mrn: text('mrn').notNull(),
  name: text('name').notNull(),
  search: text('search').notNull().default(''),
  sex: text('sex').$type<'male' | 'female' | 'unknown'>().notNull(),
  birthDate: date('birth_date'),
  identityCipher: bytea('identity_cipher'),
  identityIndex: bytea('identity_index'),
  abo: text('abo').$type<'A' | 'B' | 'O' | 'AB' | 'unknown'>().notNull().default('unknown'),
  rhd: text('rhd').$type<'positive' | 'negative' | 'unknown'>().notNull().default('unknown'),
  groupDeterminations: integer('group_determinations').notNull().default(0),
  antibodies: text('antibodies').array().notNull().default([]),
  requirements: text('requirements').array().notNull().default([]),
  isUnidentified: boolean('is_unidentified').notNull().default(false),
  state: text('state').$type<'active' | 'merged' | 'void'>().notNull().default('active'),
  createdBy: text('created_by').notNull().default(''),
  createdAt: instant('created_at').notNull(),
  updatedAt: instant('updated_at').notNull(),
  version: version(),
});
