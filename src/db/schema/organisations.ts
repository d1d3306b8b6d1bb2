import { boolean, integer, interval, jsonb, numeric, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import type { HouseSettings } from '@/domain/house-switches';
import type { OrganisationKind, Role } from '@/domain/permissions';
import { bytea, id, instant, orgId, version } from './columns';

export const city = pgTable('city', {
  id: boolean('id').primaryKey().default(true),
  name: text('name').notNull(),
  timeZone: text('time_zone').notNull().default('Asia/Shanghai'),
  kind: text('kind')
    .$type<'production' | 'demo' | 'test' | 'simulation' | 'practice'>()
    .notNull()
    .default('production'),
  clockOffset: interval('clock_offset').notNull().default('0'),
  epoch: text('epoch').notNull(),
  dutyPhone: text('duty_phone').notNull().default(''),
  rulesVersion: text('rules_version').notNull().default(''),
  lastAliveAt: instant('last_alive_at'),
});

export const organisations = pgTable('organisations', {
  id: text('id').primaryKey(),
  kind: text('kind').$type<OrganisationKind>().notNull(),
  name: text('name').notNull(),
  shortName: text('short_name').notNull(),
  nameEn: text('name_en').notNull().default(''),
  search: text('search').notNull().default(''),
  parentId: text('parent_id'),
  district: text('district').notNull().default(''),
  institutionCode: text('institution_code').notNull().default(''),
  dutyPhone: text('duty_phone').notNull().default(''),
  settings: jsonb('settings').$type<HouseSettings>().notNull().default({}),
  isActive: boolean('is_active').notNull().default(true),
  sortOrder: integer('sort_order').notNull().default(0),
  /** What lists and the trail know the house by. */
  recordId: uuid('record_id').notNull().defaultRandom(),
  address: text('address').notNull().default(''),
  longitude: numeric('longitude', { precision: 9, scale: 6, mode: 'number' }),
  latitude: numeric('latitude', { precision: 9, scale: 6, mode: 'number' }),
  nightPhone: text('night_phone').notNull().default(''),
  retiredReason: text('retired_reason'),
  createdAt: instant('created_at').notNull(),
  version: version(),
});

/** The staff directory: people who sign; `authUserId` is set for those who also log in. */
export const people = pgTable('people', {
  id: id(),
  orgId: orgId(),
  staffNo: text('staff_no').notNull(),
  name: text('name').notNull(),
  title: text('title').notNull().default(''),
  search: text('search').notNull().default(''),
  authUserId: text('auth_user_id'),
  badgeHash: bytea('badge_hash'),
  isActive: boolean('is_active').notNull().default(true),
  mustChangePassword: boolean('must_change_password').notNull().default(false),
  createdAt: instant('created_at').notNull(),
  version: version(),
});

export const memberships = pgTable('memberships', {
  id: id(),
  personId: uuid('person_id').notNull(),
  orgId: orgId(),
  department: text('department').notNull().default(''),
  roles: text('roles').array().$type<Role[]>().notNull(),
  isActive: boolean('is_active').notNull().default(true),
});
