import { randomBytes, randomUUID } from 'node:crypto';
import { pino } from 'pino';
import postgres, { type Sql } from 'postgres';
import { Registry } from 'prom-client';
import { z } from 'zod';
import { openPool } from '@/db/client';
import { drizzleOn } from '@/db/drizzle';
import { loadCodeTables } from '@/db/load-codes';
import { issueChecks } from '@/domain/clinical-issues/checks';
import { coversOfIssue } from '@/domain/clinical-issues/covers';
import type { registerIssueSchema } from '@/domain/clinical-issues/schema';
import type { Role } from '@/domain/permissions';
import { digestOfCovers } from '@/domain/signatures/covers';
import { sealSignature, verifySignature } from '@/server/auth/signing';
import type { UserActor } from '@/server/kernel/actor';
import { defineCommand, done, execute } from '@/server/kernel/command';
import { AppError } from '@/server/kernel/errors';
import { inScope } from '@/server/kernel/scope';
import { registerIssue } from '@/server/modules/clinical-issues/register';
import { receiveUnits } from '@/server/modules/stock/receive';
import { type NewUnit, releaseUnits } from '@/server/modules/stock/release';
import { createBell, createDiskWatch, installRuntime, type Runtime } from '@/server/runtime';
import { createTestDatabase } from '../../support/database';

export type RegisterBody = z.input<typeof registerIssueSchema>;
type Crossmatch = NonNullable<RegisterBody['lines'][number]['crossmatch']>;

export interface PatientWish {
  readonly abo?: 'A' | 'B' | 'O' | 'AB' | 'unknown';
  readonly rhd?: 'positive' | 'negative' | 'unknown';
  readonly sex?: 'male' | 'female';
  readonly ageYears?: number;
  readonly determinations?: number;
  readonly antibodies?: string[];
  readonly requirements?: string[];
}

const hourMs = 3_600_000;
let lastDonation = 200_000;

/** A city of two hospitals; every suite mints its own people, patients and bags. */
export async function openIssueCity() {
  const database = await createTestDatabase();
  const owner: Sql = postgres(database.ownerUrl, { max: 2, onnotice: () => {} });
  await owner`update city set kind = 'test', name = '试验市'`;
  await owner`
    insert into organisations (id, kind, name, short_name) values ('S01', 'blood_station', '试验血液中心', '血液中心'),
      ('H01', 'hospital', '试验第一医院', '第一医院'), ('H02', 'hospital', '试验第二医院', '第二医院')`;
  await loadCodeTables(owner);
  const sql = openPool(database.appUrl, { max: 12 });
  const runtime: Runtime = {
    sql,
    db: drizzleOn(sql),
    authSql: sql,
    log: pino({ level: process.env.TEST_LOG ?? 'fatal' }),
    metrics: new Registry(),
    authSecret: randomBytes(32).toString('hex'),
    isDemo: false,
    isPractice: false,
    isInsecure: false,
    publicUrl: '',
    dataDir: '',
    bell: createBell(),
    disk: createDiskWatch(),
  };
  installRuntime(runtime);
  const as = (actor: UserActor) => ({ runtime, actor, requestId: randomUUID() });

  async function enrol(staffNo: string, roles: readonly Role[], orgId = 'H01', title = ''): Promise<UserActor> {
    const personId = randomUUID();
    await owner`insert into people (id, org_id, staff_no, name, title) values (${personId}, ${orgId}, ${staffNo}, ${`人${staffNo}`}, ${title})`;
    await owner`insert into memberships (person_id, org_id, roles) values (${personId}, ${orgId}, ${[...roles]})`;
    return {
      kind: 'user',
      personId,
      name: `人${staffNo}`,
      staffNo,
      orgId,
      orgKind: 'hospital',
      orgName: orgId,
      department: '输血科',
      district: '',
      roles,
      sessionId: randomUUID(),
      membershipId: randomUUID(),
      mustChangePassword: false,
    };
  }

  const technician = await enrol('1001', ['technician']);
  const reviewer = await enrol('1002', ['technician', 'reviewer'], 'H01', '输血科主任');
  const nurse = await enrol('3001', ['nurse'], 'H01', '护士');
  const physician = await enrol('2001', ['physician'], 'H01', '主治医师');
  const courier = await enrol('9001', [], 'H01', '运送员');
  const otherTechnician = await enrol('1001', ['technician'], 'H02');
  await enrol('3001', ['nurse'], 'H02', '护士');

  /** A signature as it is given at the form: this person, in the session of the one who is signed in. */
  async function sign(session: UserActor, signer: UserActor, covers: unknown): Promise<string> {
    return inScope(as(session), 'read', async (scope) => {
      const own = await verifySignature({ ...scope, actor: signer }, { method: 'session' });
      return sealSignature(scope, { ...own, method: signer === session ? 'session' : 'badge' }, digestOfCovers(covers));
    });
  }

  async function now(): Promise<Date> {
    const [row] = await owner<{ now: Date }[]>`select city_now() as now`;
    if (!row) throw new Error('no clock');
    return row.now;
  }

  async function addPatient(wish: PatientWish = {}, by = technician): Promise<string> {
    const { abo = 'O', rhd = 'positive', sex = 'male', ageYears = 60, determinations = 2 } = wish;
    const { antibodies = [], requirements = [] } = wish;
    const id = randomUUID();
    const born = new Date((await now()).getTime() - ageYears * 365.25 * 24 * hourMs).toISOString().slice(0, 10);
    const command = defineCommand({
      name: 'patients.register',
      permission: 'patients.register',
      input: z.null(),
      async run({ q, orgId }) {
        await q`
          insert into patients (id, org_id, mrn, name, sex, birth_date, abo, rhd, group_determinations, antibodies, requirements)
          values (${id}, ${orgId}, ${`ZY${id.slice(0, 8).toUpperCase()}`}, '李桂芳', ${sex}, ${born}, ${abo}, ${rhd}, ${determinations}, ${antibodies}, ${requirements})`;
        return done(id, {
          module: 'patients',
          recordId: id,
          action: 'patients.register',
          version: 1,
          state: 'active',
          orgId,
          before: null,
          after: {},
        });
      },
    });
    return execute(command, as(by), null);
  }

  /** Bags on this hospital's shelf, by the ledger's own writers; those that are to be expired come in before their time is over. */
  async function stockBags(count: number, wish: Partial<NewUnit> = {}, by = technician): Promise<string[]> {
    const at = await now();
    const units = Array.from({ length: count }, (_, index): NewUnit => {
      lastDonation += 1;
      return {
        labelScheme: 'isbt128',
        issuer: '31000',
        donationNo: `3100026${lastDonation}`,
        productCode: 'E0001V00',
        component: 'rbc-lr',
        abo: 'O',
        rhd: 'positive',
        amount: 200,
        modifiers: [],
        intendedUse: 'default',
        collectedAt: new Date(at.getTime() - 240 * hourMs),
        preparedAt: null,
        expiresAt: new Date(at.getTime() + (240 + index) * hourMs),
        ...wish,
      };
    });
    const command = defineCommand({
      name: 'bag-receipts.post',
      permission: 'bag-receipts.post',
      input: z.null(),
      async run(scope) {
        const recordId = randomUUID();
        const posting = { module: 'bag-receipts', recordId };
        const made = await releaseUnits(scope, { ...posting, units, kind: 'announce', sourceOrgId: 'S01' });
        await receiveUnits(scope, {
          ...posting,
          units: made.map((unit) => ({ unitId: unit.id, outcome: 'accepted' as const })),
        });
        const byNo = new Map(made.map((unit) => [unit.donationNo, unit.id]));
        return done(
          units.map((unit) => byNo.get(unit.donationNo) ?? ''),
          {
            module: 'bag-receipts',
            recordId,
            action: 'bag-receipts.post',
            version: 1,
            state: 'posted',
            orgId: scope.orgId,
            before: null,
            after: {},
          },
        );
      },
    });
    return execute(command, as(by), null);
  }

  async function crossmatch(change: Partial<Crossmatch> = {}): Promise<Crossmatch> {
    const at = await now();
    return {
      method: 'gel_card',
      major: 'compatible',
      minor: 'compatible',
      testedBy: '1001',
      checkedBy: '1002',
      testedAt: new Date(at.getTime() - hourMs),
      specimenNo: 'S100234',
      specimenDrawnAt: new Date(at.getTime() - 5 * hourMs),
      ...change,
    };
  }

  /** A complete, signed ordinary issue; `change` spoils it. */
  async function issueBody(
    patientId: string,
    unitIds: readonly string[],
    change: Partial<Omit<RegisterBody, 'signatures'>> = {},
    { by = technician, collector = nurse }: { by?: UserActor; collector?: UserActor } = {},
  ): Promise<RegisterBody> {
    const at = await now();
    const lines = await Promise.all(
      unitIds.map(async (unitId) => ({ unitId, appearance: 'normal' as const, crossmatch: await crossmatch() })),
    );
    const body = {
      patientId,
      requestNo: 'HIS26112300123',
      department: '骨科',
      ward: '7 病区',
      bed: '23 床',
      lines,
      checks: issueChecks.map((item) => ({ item, at: new Date(at.getTime() - 1000) })),
      ...change,
    };
    const covers = coversOfIssue({ ...body, ward: body.ward ?? '', bed: body.bed ?? '' });
    const signatures = { issuer: await sign(by, by, covers), collector: await sign(by, collector, covers) };
    return { ...body, signatures };
  }

  const register = (body: RegisterBody, by = technician, key?: string) => execute(registerIssue, as(by), body, key);

  return {
    database,
    owner,
    runtime,
    technician,
    reviewer,
    nurse,
    physician,
    courier,
    otherTechnician,
    as,
    enrol,
    sign,
    now,
    addPatient,
    stockBags,
    crossmatch,
    issueBody,
    register,
    /** Moves the clock of this database. */
    async wait(hours: number) {
      await owner`update city set clock_offset = clock_offset + make_interval(mins => ${Math.round(hours * 60)})`;
    },
    async stateOf(unitId: string) {
      const [unit] = await owner<{ state: string; holdReason: string | null }[]>`
        select state, hold_reason as "holdReason" from blood_units where id = ${unitId}`;
      return unit;
    },
    reconcile: () => owner`select * from reconcile_stock()`,
    async close() {
      await Promise.all([sql.end({ timeout: 1 }), owner.end({ timeout: 1 })]);
      await database.drop();
    },
  };
}

export type IssueCity = Awaited<ReturnType<typeof openIssueCity>>;

/** Codes of a refusal; empty when it went through. */
export async function refusals(work: Promise<unknown>): Promise<string[]> {
  try {
    await work;
    return [];
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return error.violations.length > 0 ? error.violations.map((violation) => violation.code) : [error.code];
  }
}
