import { customType, integer, text, timestamp, uuid } from 'drizzle-orm/pg-core';

/** Shared columns. Instants are timestamptz and arrive as Date; days are ISO text. */
export const id = () => uuid('id').primaryKey().defaultRandom();
export const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });
export const orgId = () => text('org_id').notNull();
export const version = () => integer('version').notNull().default(1);

export const bytea = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => 'bytea' });
