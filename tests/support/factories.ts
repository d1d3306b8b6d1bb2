import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import postgres, { type Sql } from 'postgres';
import { Registry } from 'prom-client';
import { openPool } from '@/db/client';
import { drizzleOn } from '@/db/drizzle';
import { loadCodeTables } from '@/db/load-codes';
import { computeCheckCharacter } from '@/domain/blood/barcodes/check-character';
import type { OrganisationKind, Role } from '@/domain/permissions';
import type { UserActor } from '@/server/kernel/actor';
import type { Request } from '@/server/kernel/scope';
import { createBell, createDiskWatch, installRuntime, type Runtime } from '@/server/runtime';
import { createTestDatabase } from './database';

/** A city of one suite: its own database, a station S01, hospitals H01 to H03, an office O01, and a product list. */
export interface TestCity {
  readonly runtime: Runtime;
  /** The owner's connection: sees and does everything, for looking and for setting the clock. */
  readonly owner: Sql;
  as(actor: UserActor): Request;
  /** Moves the city's clock: `2 hours`, `-1 day`; from the computer's, not from the last setting. */
  setClock(offset: string): Promise<void>;
  close(): Promise<void>;
}

export async function openTestCity(): Promise<TestCity> {
  const database = await createTestDatabase();
  const owner = postgres(database.ownerUrl, { max: 2, onnotice: () => {} });
  const sql = openPool(database.appUrl, { max: 8 });
  await owner`update city set kind = 'test', name = '试验市'`;
  await owner`
    insert into organisations (id, kind, name, short_name, search, sort_order) values
      ('S01', 'blood_station', '试验血液中心', '血液中心', '', 1), ('H01', 'hospital', '试验第一医院', '第一医院', '', 2),
      ('H02', 'hospital', '试验第二医院', '第二医院', '', 3), ('H03', 'hospital', '试验第三医院', '第三医院', '', 4),
      ('O01', 'blood_office', '试验血液办公室', '血办', '', 5)`;
  await loadCodeTables(owner);
  await owner`
    insert into products (product_code, component, amount, name) values
      ('E0336V00', 'rbc-suspended', 200, '悬浮红细胞 2 U'), ('E0701V00', 'ffp', 20000, '新鲜冰冻血浆 200 ml')
    on conflict do nothing`;
  const runtime: Runtime = {
    sql,
    db: drizzleOn(sql),
    authSql: sql,
    log: pino({ level: process.env.TEST_LOG ?? 'fatal' }),
    metrics: new Registry(),
    authSecret: 'a secret of this suite, long enough for a key',
    isDemo: false,
    isPractice: false,
    isInsecure: false,
    publicUrl: 'http://127.0.0.1',
    dataDir: '',
    bell: createBell(),
    disk: createDiskWatch(),
  };
  installRuntime(runtime);
  return {
    runtime,
    owner,
    as: (actor) => ({ runtime, actor, requestId: randomUUID() }),
    async setClock(offset) {
      await owner`update city set clock_offset = ${offset}::interval`;
    },
    async close() {
      await Promise.all([owner.end({ timeout: 1 }), sql.end({ timeout: 1 })]);
      await database.drop();
    },
  };
}

/** Somebody of an organisation, signed in. */
export function makePerson(
  orgId: string,
  orgKind: OrganisationKind,
  roles: readonly Role[],
  staffNo = '1001',
): UserActor {
  return {
    kind: 'user',
    personId: randomUUID(),
    name: `人${staffNo}`,
    staffNo,
    orgId,
    orgKind,
    orgName: orgId,
    department: '输血科',
    district: '',
    roles,
    sessionId: randomUUID(),
    membershipId: randomUUID(),
    mustChangePassword: false,
  };
}

let serial = 0;

/** A fresh donation number as typed: 13 characters and the check character. */
export function nextDonation(): { donationNo: string; typed: string } {
  serial += 1;
  const donationNo = `3100026${String(serial).padStart(6, '0')}`;
  return { donationNo, typed: `${donationNo}${computeCheckCharacter(donationNo)}` };
}
