import { randomBytes } from 'node:crypto';
import type { Sql } from 'postgres';
import { openPool } from '@/db/client';
import { loadCodeTables } from '@/db/load-codes';
import { migrateDatabase } from '@/db/migrate';
import { demoAccounts, loopbackDemoPassword } from '@/domain/accounts/demo';
import { createAccount } from '../auth/accounts';
import { demoBadgeCode } from '../auth/badges';
import { searchWords } from '../kernel/search-words';
import type { Runtime } from '../runtime';
import { bringAutologous } from './autologous';
import { declaringHouses, madeProducts, organisations, people, products } from './city';
import { liveRecentDays } from './days';
import { agreeDeclaring, declareToday } from './declare';
import { bringGoLive } from './go-lives';
import { askGuestIn } from './guests';
import { createDemoSource, liveOldDay } from './history';
import { bringImmunohematology } from './immunohematology';
import { leaveOrders, openDeliveryPlan } from './orders';
import { openPlaces, readTemperatures } from './places';
import { bringPlans } from './plans';
import { createRandom } from './random';
import { sendWaitingShipments } from './recent';
import { bringRedistributions } from './redistributions';
import { bringRequests } from './requests';
import { bringReviews } from './reviews';

export interface DemoAccount {
  readonly role: string;
  readonly org: string;
  readonly staffNo: string;
  readonly password: string;
}

export interface PreparedDemo {
  readonly accounts: DemoAccount[];
  readonly printed: string[];
}

const oldDays = 25;
const recentDays = 3;
const staleAfterHours = 6;

/**
 * Makes the demo city when the embedded database is empty, and makes it anew when it was off for more than six hours,
 * so that its times stand around today. A city that was off for less goes on where it stopped.
 */
export async function prepareDemo(
  runtime: Runtime,
  options: { ownerUrl: string; hasRandomPasswords: boolean },
): Promise<PreparedDemo> {
  const owner = openPool(options.ownerUrl, { max: 1, name: 'xuemai demo', statementTimeoutMs: 120_000 });
  try {
    const printed: string[] = [];
    const state = await stateOf(owner);
    if (state === 'stale') {
      await emptyDatabase(owner, options.ownerUrl);
      printed.push(
        '演示城市停了六小时以上，已重置到今天。The demo city was off for more than six hours and was made anew around today.',
      );
    }
    const passwords = options.hasRandomPasswords ? randomPassword : () => loopbackDemoPassword;
    const accounts =
      state === 'current' ? knownAccounts(options.hasRandomPasswords) : await makeCity(runtime, owner, passwords);
    await owner`update city set last_alive_at = now()`;
    return { accounts, printed };
  } finally {
    await owner.end({ timeout: 5 });
  }
}

async function stateOf(owner: Sql): Promise<'empty' | 'stale' | 'current'> {
  const [row] = await owner<{ kind: string; houses: number; hoursOff: number | null }[]>`
    select kind, (select count(*)::int from organisations) as houses, extract(epoch from now() - last_alive_at)::float / 3600 as "hoursOff" from city`;
  if (!row || row.houses === 0) return 'empty';
  // A process killed in the middle of making the city left it half made: kind says so.
  if (row.kind === 'simulation' || row.hoursOff === null) return 'stale';
  return row.hoursOff > staleAfterHours ? 'stale' : 'current';
}

async function emptyDatabase(owner: Sql, ownerUrl: string): Promise<void> {
  await owner
    .unsafe(
      'drop schema if exists auth cascade; drop schema public cascade; create schema public; grant usage on schema public to public',
    )
    .simple();
  await migrateDatabase(ownerUrl);
  await loadCodeTables(owner);
}

/** Runs the city's past by the clock of a simulation, then hands it over as a demo at the true time. */
async function makeCity(runtime: Runtime, owner: Sql, passwordOf: () => string): Promise<DemoAccount[]> {
  await owner`update city set name = '示范市', kind = 'simulation', duty_phone = '内线 6000', rules_version = '2026-11-01'`;
  await owner`select ensure_partitions()`;
  await writeMasterData(owner);
  for (const org of organisations) if (org.kind === 'hospital') await openPlaces(runtime, org.id);
  const { random, donations } = createDemoSource();
  for (let day = 0; day < oldDays; day++) {
    const now = await setClock(owner, `-${oldDays + recentDays - day} days`);
    await liveOldDay(runtime, day, now, random, donations);
  }
  const accounts = await openAccounts(runtime, passwordOf);
  await askGuestIn(runtime);
  await liveRecentDays(runtime, random, donations, recentDays, (offset) => setClock(owner, offset));
  await agreeDeclaring(runtime);
  await bringGoLive(runtime, (offset) => setClock(owner, offset));
  for (const offset of ['-26 hours', '-2 hours']) {
    await setClock(owner, offset);
    await declareToday(runtime, createRandom(7));
  }
  await bringReviews(runtime);
  const morning = await setClock(owner, '-90 minutes');
  await bringAutologous(runtime, morning);
  await bringRequests(runtime, morning);
  await bringImmunohematology(runtime, await setClock(owner, '-75 minutes'));
  await bringPlans(runtime, await setClock(owner, '-1 hours'));
  await setClock(owner, '-40 minutes');
  await sendWaitingShipments(runtime, random, donations);
  await openDeliveryPlan(runtime);
  await bringRedistributions(runtime, (offset) => setClock(owner, offset));
  const now = await setClock(owner, '-25 minutes');
  await leaveOrders({ runtime, random, donations, patients: new Map() }, now);
  await owner`update city set clock_offset = '0', kind = 'demo', last_alive_at = now()`;
  for (const org of organisations) if (org.kind === 'hospital') await readTemperatures(runtime, org.id, random);
  return accounts;
}

async function setClock(owner: Sql, offset: string): Promise<Date> {
  const [row] = await owner<
    { now: Date }[]
  >`update city set clock_offset = ${offset}::interval returning now() + clock_offset as now`;
  if (!row) throw new Error('the database has no city');
  return row.now;
}

async function writeMasterData(owner: Sql): Promise<void> {
  const houses = [...organisations, ...declaringHouses].map((org, index) => ({
    ...org,
    search: `${searchWords(org.name)} ${searchWords(org.shortName)} ${org.id.toLowerCase()}`,
    sortOrder: index,
  }));
  await owner`
    insert into organisations (id, kind, name, short_name, name_en, search, district, institution_code, duty_phone, night_phone, address, longitude, latitude, settings, sort_order)
    select id, kind, name, "shortName", "nameEn", search, district, "institutionCode", "dutyPhone", "nightPhone", address, (place->>0)::numeric, (place->>1)::numeric, settings, "sortOrder"
    from jsonb_to_recordset(${owner.json(houses as never)}) as o(id text, kind text, name text, "shortName" text, "nameEn" text, search text, district text,
      "institutionCode" text, "dutyPhone" text, "nightPhone" text, address text, place jsonb, settings jsonb, "sortOrder" int)`;
  await owner`
    insert into products (product_code, component, amount, name, created_at)
    select "productCode", component, amount, name, city_now() - row_number() over (order by "productCode") * interval '1 microsecond' from jsonb_to_recordset(${owner.json([...products, ...madeProducts] as never)}) as p("productCode" text, component text, amount int, name text)`;
  // Minima of the groups that are judged by count: three large hospitals, and the city's in the name of its blood office.
  await owner`
    insert into stock_settings (org_id, component, abo, rhd, minimum_amount)
    select o.id, 'rbc-lr', g.abo, 'negative', 400 from organisations o cross join (values ('A'), ('O')) g(abo) where o.id in ('H01', 'H02', 'H06')
    union all
    select 'O01', 'rbc-lr', g.abo, 'negative', g.minimum from (values ('A', 2000), ('B', 1400), ('O', 2000), ('AB', 600)) g(abo, minimum)`;
}

async function openAccounts(runtime: Runtime, passwordOf: () => string): Promise<DemoAccount[]> {
  const passwords = new Map<string, string>();
  for (const person of people) {
    const password = passwordOf();
    await createAccount(runtime, {
      ...person,
      roles: [...person.roles],
      password,
      mustChangePassword: false,
      badge: demoBadgeCode(runtime.authSecret, person.orgId, person.staffNo),
    });
    passwords.set(keyOf(person), password);
  }
  return shownAccounts((account) => passwords.get(keyOf(account)) ?? '');
}

const keyOf = ({ orgId, staffNo }: { readonly orgId: string; readonly staffNo: string }) => `${orgId} ${staffNo}`;

function shownAccounts(passwordOf: (account: (typeof demoAccounts)[number]) => string): DemoAccount[] {
  return demoAccounts.map((account) => {
    const { orgId, staffNo, shownAs } = account;
    const name = people.find((person) => keyOf(person) === keyOf(account))?.name ?? '';
    const house = [...organisations, ...declaringHouses].find((org) => org.id === orgId)?.name ?? '';
    return { role: `${name} ${shownAs.zh}`, org: `${orgId} ${house}`, staffNo, password: passwordOf(account) };
  });
}

/** On a later start: the table again; random passwords were printed once and are not kept. */
function knownAccounts(hasRandomPasswords: boolean): DemoAccount[] {
  return shownAccounts(() => (hasRandomPasswords ? '（首次启动时已显示）' : loopbackDemoPassword));
}

function randomPassword(): string {
  return `Xm-${randomBytes(9).toString('base64url')}9a`;
}
