import { integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import type { Material } from '@/domain/exercises/material';
import { id, instant, orgId, version } from './columns';

export const exercises = pgTable('exercises', {
  id: id(),
  orgId: orgId(),
  personId: uuid('person_id').notNull(),
  personName: text('person_name').notNull(),
  code: text('code').notNull(),
  state: text('state').$type<'open' | 'finished' | 'given_up'>().notNull().default('open'),
  material: jsonb('material').$type<Material>(),
  failures: integer('failures').notNull().default(0),
  beganAt: instant('began_at').notNull(),
  suppliedAt: instant('supplied_at'),
  clockStartedAt: instant('clock_started_at'),
  finishedAt: instant('finished_at'),
  givenUpAt: instant('given_up_at'),
  minutes: integer('minutes'),
  reason: text('reason').notNull().default(''),
  version: version(),
});
