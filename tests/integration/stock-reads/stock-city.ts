import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import postgres, { type Sql } from 'postgres';
import { Registry } from 'prom-client';
import { z } from 'zod';
import { openPool } from '@/db/client';
import { drizzleOn } from '@/db/drizzle';
import { loadCodeTables } from '@/db/load-codes';
import type { OrganisationKind, Role } from '@/domain/permissions';
import type { UserActor } from '@/server/kernel/actor';
import { defineCommand, done, execute } from '@/server/kernel/command';
import type { Request, Scope } from '@/server/kernel/scope';
import { post } from '@/server/modules/stock/post';
import { receiveUnits } from '@/server/modules/stock/receive';
import { type NewUnit, releaseUnits } from '@/server/modules/stock/release';
import { shipUnits } from '@/server/modules/stock/ship';
import { createBell, createDiskWatch, type Runtime } from '@/server/runtime';
import { createTestDatabase, type TestDatabase } from '../../support/database';

export interface StockCity {
  readonly database: TestDatabase;
  readonly owner: Sql;
  readonly runtime: Runtime;
  readonly now: Date;
  as(actor: UserActor): Request;
  /** Runs a verb as a real command, with its audit row. */
  act<T>(actor: UserActor, run: (scope: Scope) => Promise<T>): Promise<T>;
  relay(): Promise<void>;
  close(): Promise<void>;
}

export function person(orgId: string, orgKind: OrganisationKind, roles: readonly Role[], district = ''): UserActor {
  return {
    kind: 'user',
    personId: randomUUID(),
    name: '试',
    staffNo: '1',
    orgId,
    orgKind,
    orgName: orgId,
    department: '',
    district,
    roles,
    sessionId: randomUUID(),
    membershipId: randomUUID(),
    mustChangePassword: false,
  };
}

export const station = person('S01', 'blood_station', ['station_clerk']);
export const hospital = person('H01', 'hospital', ['technician']);
export const otherHospital = person('H02', 'hospital', ['technician']);
export const office = person('O01', 'blood_office', ['official']);

export async function openStockCity(): Promise<StockCity> {
  const database = await createTestDatabase();
  const owner = postgres(database.ownerUrl, { max: 2, onnotice: () => {} });
  const sql = openPool(database.appUrl, { max: 4 }) as unknown as Sql;
  const now = new Date();
  await owner`update city set kind = 'test', name = '试验市'`;
  await owner`
    insert into organisations (id, kind, name, short_name, district, sort_order) values
      ('S01', 'blood_station', '试验血液中心', '血液中心', '', 1), ('H01', 'hospital', '试验第一医院', '第一医院', '徐汇', 2),
      ('H02', 'hospital', '试验第二医院', '第二医院', '徐汇', 3), ('H03', 'hospital', '试验第三医院', '第三医院', '崇明', 4),
      ('O01', 'blood_office', '试验血液办公室', '血办', '', 5)`;
  await loadCodeTables(owner);
  const runtime: Runtime = {
    sql,
    db: drizzleOn(sql),
    authSql: sql,
    log: pino({ level: 'fatal' }),
    metrics: new Registry(),
    authSecret: '',
    isDemo: false,
    isPractice: false,
    isInsecure: false,
    publicUrl: '',
    dataDir: '',
    bell: createBell(),
    disk: createDiskWatch(),
  };
  const as = (actor: UserActor): Request => ({ runtime, actor, requestId: 'test' });

  async function act<T>(actor: UserActor, run: (scope: Scope) => Promise<T>): Promise<T> {
    const command = defineCommand({
      name: 'stock.test',
      permission: 'session.use',
      input: z.null(),
      async run(scope) {
        const result = await run(scope);
        return done(result, {
          module: 'stock',
          recordId: randomUUID(),
          action: 'stock.test',
          version: 1,
          state: 'done',
          orgId: scope.orgId,
          before: null,
          after: null,
          tally: { kind: 'test', bags: 1 },
        });
      },
    });
    return execute(command, as(actor), null);
  }

  return {
    database,
    owner,
    runtime,
    now,
    as,
    act,
    async relay() {
      await owner`select * from relay_outbox(10000)`;
    },
    async close() {
      await Promise.all([owner.end({ timeout: 1 }), sql.end({ timeout: 1 })]);
      await database.drop();
    },
  };
}

let lastDonation = 100_000;

export interface BagWish {
  readonly component?: string;
  readonly abo?: NewUnit['abo'];
  readonly rhd?: NewUnit['rhd'];
  readonly amount?: number;
  /** Hours from now at which the bag expires. */
  readonly hours?: number;
}

/** Bags in the station's stock, by the real verb. */
export async function release(city: StockCity, wishes: readonly BagWish[]): Promise<string[]> {
  const units = wishes.map((wish): NewUnit => {
    lastDonation += 1;
    return {
      labelScheme: 'isbt128',
      issuer: '31000',
      donationNo: `3100026${lastDonation}`,
      productCode: 'E0001V00',
      component: wish.component ?? 'rbc-lr',
      abo: wish.abo ?? 'O',
      rhd: wish.rhd ?? 'positive',
      amount: wish.amount ?? 200,
      modifiers: [],
      intendedUse: 'default',
      collectedAt: null,
      preparedAt: null,
      expiresAt: new Date(city.now.getTime() + (wish.hours ?? 24 * 30) * 3_600_000),
    };
  });
  const made = await city.act(station, (scope) =>
    releaseUnits(scope, {
      units,
      module: 'station-stock',
      recordId: randomUUID(),
      kind: 'release',
      sourceOrgId: 'S01',
    }),
  );
  const byNo = new Map(made.map((unit) => [unit.donationNo, unit.id]));
  return units.map((unit) => byNo.get(unit.donationNo) ?? '');
}

export async function ship(city: StockCity, unitIds: readonly string[], to: string): Promise<void> {
  await city.act(station, (scope) =>
    shipUnits(scope, { unitIds, toOrgId: to, module: 'shipments', recordId: randomUUID() }),
  );
}

export async function receive(
  city: StockCity,
  unitIds: readonly string[],
  by: UserActor,
  storagePlace = '2-1-01',
): Promise<void> {
  await city.act(by, (scope) =>
    receiveUnits(scope, {
      units: unitIds.map((unitId) => ({ unitId, outcome: 'accepted', storagePlace })),
      module: 'bag-receipts',
      recordId: randomUUID(),
    }),
  );
}

/** Released, shipped and received: in the hospital's available. */
export async function stock(city: StockCity, by: UserActor, wishes: readonly BagWish[]): Promise<string[]> {
  const ids = await release(city, wishes);
  await ship(city, ids, by.orgId);
  await receive(city, ids, by);
  return ids;
}

export async function move(
  city: StockCity,
  by: UserActor,
  kind: 'reserve' | 'issue' | 'hold',
  unitIds: readonly string[],
): Promise<void> {
  await city.act(by, (scope) => post(scope, { kind, unitIds, module: 'clinical-issues', recordId: randomUUID() }));
}
