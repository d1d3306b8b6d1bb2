import type { Sql } from 'postgres';
import { type OrganisationKind, type Role, rolesByOrganisation } from '@/domain/permissions';
import { type CityOptions, openCity, type Person, type TrialCity, type Wallboard } from '../../support/city';
import type { House } from '../../support/city-work';

/** Everybody who may stand before a procedure: each built role of each house, two wallboards, nobody. */
export const cast = {
  'H01.technician': ['H01', ['technician']],
  'H01.reviewer': ['H01', ['technician', 'reviewer']],
  'H01.nurse': ['H01', ['nurse']],
  'H01.physician': ['H01', ['physician']],
  'H01.senior_physician': ['H01', ['senior_physician']],
  'H01.hospital_admin': ['H01', ['hospital_admin']],
  'H01.auditor': ['H01', ['auditor']],
  'H02.technician': ['H02', ['technician']],
  'H02.reviewer': ['H02', ['technician', 'reviewer']],
  'H02.nurse': ['H02', ['nurse']],
  'H02.physician': ['H02', ['physician']],
  'H02.senior_physician': ['H02', ['senior_physician']],
  'H02.hospital_admin': ['H02', ['hospital_admin']],
  'H02.auditor': ['H02', ['auditor']],
  'S01.station_clerk': ['S01', ['station_clerk']],
  'S01.hospital_admin': ['S01', ['hospital_admin']],
  'O01.coordinator': ['O01', ['coordinator']],
  'O01.official': ['O01', ['official']],
  'O01.auditor': ['O01', ['auditor']],
  'O01.city_admin': ['O01', ['city_admin']],
  'O01.office_clerk': ['O01', ['office_clerk']],
  'O01.office_reviewer': ['O01', ['office_reviewer']],
  'S01.lab_technician': ['S01', ['lab_technician']],
  'S01.lab_reviewer': ['S01', ['lab_reviewer']],
} as const satisfies Record<string, readonly [string, readonly Role[]]>;
export type PersonName = keyof typeof cast;
export type ActorName = PersonName | 'O01.wallboard' | 'H02.wallboard' | 'nobody';

export interface MatrixActor {
  readonly name: ActorName;
  readonly orgId: string | null;
  readonly orgKind: OrganisationKind | null;
  readonly roles: readonly Role[];
  readonly cookie: string | null;
}

export interface MatrixCity extends TrialCity {
  readonly people: Readonly<Record<PersonName, Person>>;
  readonly actors: readonly MatrixActor[];
  /** The bench of the hospital whose records everything points at. */
  readonly house: House;
}

export async function openMatrixCity(options: CityOptions = {}): Promise<MatrixCity> {
  const city = await openCity(options);
  const people: Partial<Record<PersonName, Person>> = {};
  let number = 1000;
  for (const name of Object.keys(cast) as PersonName[]) {
    const [orgId, roles] = cast[name];
    number += 1;
    people[name] = await city.enter(orgId, String(number), roles, {
      name: staffName(orgId, number),
      title: roles.includes('nurse' as never) ? '护士' : roles.includes('physician' as never) ? '主治医师' : '',
    });
  }
  const known = people as Record<PersonName, Person>;
  const wallboards: [ActorName, Wallboard][] = [
    ['O01.wallboard', await city.enrolWallboard('O01')],
    ['H02.wallboard', await city.enrolWallboard('H02')],
  ];
  const actors: MatrixActor[] = [
    ...(Object.keys(cast) as PersonName[]).map((name) => ({
      name,
      orgId: known[name].actor.orgId,
      orgKind: known[name].actor.orgKind,
      roles: known[name].actor.roles,
      cookie: known[name].cookie,
    })),
    ...wallboards.map(([name, { actor, cookie }]) => ({
      name,
      orgId: actor.orgId,
      orgKind: actor.orgKind,
      roles: actor.roles,
      cookie,
    })),
    { name: 'nobody', orgId: null, orgKind: null, roles: [], cookie: null },
  ];
  return {
    ...city,
    people: known,
    actors,
    house: {
      technician: known['H01.technician'].actor,
      reviewer: known['H01.reviewer'].actor,
      nurse: known['H01.nurse'].actor,
    },
  };
}

const staffName = (orgId: string, number: number) => `职工${orgId}之${number}`;

/** Roles that exist and stand in no house of the cast would leave holes in the matrix. */
export function rolesNotInCast(): string[] {
  const played = new Set<string>([...Object.values(cast).flatMap(([, roles]) => [...roles]), 'wallboard']);
  return [...new Set(Object.values(rolesByOrganisation).flat())].filter((role) => !played.has(role));
}

/** Columns that say whose a row is. */
export const organisationColumns = [
  'org_id',
  'holder_org_id',
  'source_org_id',
  'expected_org_id',
  'party_org_id',
  'from_org',
  'to_org',
];

export interface OwnedTable {
  readonly name: string;
  readonly columns: readonly string[];
}

/** Every table that belongs to organisations, from the catalogue; queues and the feed are asked elsewhere. */
export async function ownedTables(owner: Sql): Promise<OwnedTable[]> {
  const rows = await owner<OwnedTable[]>`
    select c.relname as name, array_agg(a.attname::text order by a.attnum) as columns
    from pg_class c join pg_attribute a on a.attrelid = c.oid and not a.attisdropped and a.attname = any(${organisationColumns})
    where c.relkind in ('r', 'p') and not c.relispartition and c.relnamespace = current_schema()::regnamespace and c.relname not in ('feed', 'outbox')
    group by 1 order by 1`;
  return [...rows];
}

/** A digest of every row that this organisation has no part in: what it does may never change it. */
export async function digestOfOthers(owner: Sql, orgId: string | null): Promise<Record<string, string>> {
  const tables = await ownedTables(owner);
  const parts = tables.map(({ name, columns }) => {
    const isOthers = columns.map((column) => `t.${column} is distinct from $1`).join(' and ');
    return `select '${name}' as name, md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as digest from ${name} t where ${isOthers}`;
  });
  const auth = [
    `select 'auth.devices', md5(coalesce(string_agg(t::text, '|' order by t::text), '')) from auth.devices t where t.org_id is distinct from $1`,
    // The last use of a session and of a password is the account's own; which there are is not.
    `select 'auth.account', md5(coalesce(string_agg(a.user_id || a.password, '|' order by a.id), '')) from auth.account a join people p on p.auth_user_id = a.user_id where p.org_id is distinct from $1`,
    `select 'auth.session', md5(coalesce(string_agg(s.id || s.is_locked, '|' order by s.id), '')) from auth.session s where s.org_id is distinct from $1`,
  ];
  const rows = await owner.unsafe<{ name: string; digest: string }[]>([...parts, ...auth].join(' union all '), [orgId]);
  return Object.fromEntries(rows.map(({ name, digest }) => [name, digest]));
}

/**
 * Texts that may not reach a viewer: ids of rows it has no part in, donation numbers of bags it neither sent nor holds nor awaits, record
 * numbers, names and identity numbers of others' patients. An office sees bags, journeys, and by the ledger the ids of the records that
 * moved them; it never sees what stands for a patient, nor people and drafts of others.
 */
export async function secretsFor(
  owner: Sql,
  viewerOrgId: string | null,
  viewerKind: OrganisationKind | null,
): Promise<Set<string>> {
  const isOffice = viewerKind === 'blood_office';
  const openToOffices = [
    'blood_units',
    'shipments',
    'blood_orders',
    'blood_order_deliveries',
    'blood_use_plans',
    'blood_use_plan_lines',
    'blood_use_plan_changes',
    'donor_plans',
    'quota_accounts',
    'quota_draws',
    'recalls',
    'delivery_plans',
    'bag_receipts',
    'clinical_issues',
    'other_outbounds',
    'processings',
    'station_releases',
    'go_lives',
    'go_live_rounds',
    'go_live_codes',
    'redistributions',
    'stock_declarations',
    'stock_reporting',
    'unmapped_products',
  ];
  const secrets = new Set<string>();
  for (const { name, columns } of await ownedTables(owner)) {
    if (isOffice && openToOffices.includes(name)) continue;
    const hasId =
      await owner`select 1 from pg_attribute where attrelid = ${name}::regclass and attname = 'id' and atttypid = 'uuid'::regtype`;
    if (hasId.length === 0) continue;
    const isOthers = columns.map((column) => `t.${column} is distinct from $1`).join(' and ');
    // A recall is its station's, and of every house that has a part.
    const isShared =
      name === 'recalls'
        ? ' and not exists (select 1 from recall_parts p where p.recall_id = t.id and p.org_id = $1)'
        : '';
    const rows = await owner.unsafe<{ text: string }[]>(
      `select t.id::text as text from ${name} t where ${isOthers}${isShared}`,
      [viewerOrgId],
    );
    for (const { text } of rows) secrets.add(text);
  }
  const patients = await owner<
    { mrn: string; name: string }[]
  >`select mrn, name from patients where org_id is distinct from ${viewerOrgId} and name like '金丝雀%'`;
  for (const { mrn, name } of patients) secrets.add(mrn).add(name);
  const requests = await owner<{ text: string }[]>`
    select distinct request_no as text from clinical_issues where org_id is distinct from ${viewerOrgId} and request_no like '%CANARY%'`;
  for (const { text } of requests) secrets.add(text);
  if (!isOffice) {
    const bags = await owner<{ text: string }[]>`
      select donation_no as text from blood_units where source_org_id is distinct from ${viewerOrgId} and holder_org_id is distinct from ${viewerOrgId}
        and expected_org_id is distinct from ${viewerOrgId}`;
    for (const { text } of bags) secrets.add(text);
  }
  if (viewerKind === 'hospital' || viewerKind === null) {
    // A note names the clerk of the station who packed it; a guest of the house is in its list.
    const people = await owner<{ text: string }[]>`
      select p.name as text from people p join organisations o on o.id = p.org_id where p.org_id is distinct from ${viewerOrgId} and o.kind <> 'blood_station'
        and not exists (select 1 from guests g where g.person_id = p.id and g.org_id = ${viewerOrgId})`;
    for (const { text } of people) secrets.add(text);
  }
  return secrets;
}
