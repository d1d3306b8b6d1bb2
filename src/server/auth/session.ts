import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { parseCookies } from 'better-auth/cookies';
import { drawnForHeader, drawnForOf, postOf } from '@/domain/drawn-for';
import type { OrganisationKind, Role } from '@/domain/permissions';
import { type Look, lookMinutes, mayLookAs } from '@/domain/view-as';
import type { DeviceActor, UserActor } from '../kernel/actor';
import type { Runtime } from '../runtime';
import { deviceCookieName, idleMinutes, sessionCookieName } from './auth';

/** What a request carries: somebody at work, somebody whose screen is locked, or nobody. */
export type SessionState =
  | { readonly kind: 'none' }
  | { readonly kind: 'locked'; readonly actor: UserActor; readonly session: SessionFacts }
  | { readonly kind: 'live'; readonly actor: UserActor; readonly session: SessionFacts };

export interface SessionFacts {
  readonly id: string;
  readonly userId: string;
  readonly membershipId: string;
  /** What a page says that was drawn for it: the city, the membership, and the role of a look. */
  readonly drawnFor: string;
  /** Seconds until the screen locks by itself; 0 when it is locked. */
  readonly secondsToLock: number;
  readonly expiresAt: Date;
}

interface SessionRow {
  id: string;
  token: string;
  userId: string;
  membershipId: string;
  expiresAt: Date;
  isLocked: boolean;
  secondsToLock: number;
  personId: string;
  personName: string;
  staffNo: string;
  mustChangePassword: boolean;
  department: string;
  roles: Role[];
  orgId: string;
  orgKind: OrganisationKind;
  orgName: string;
  district: string;
  viewAsRole: string | null;
  viewAsRoles: string[] | null;
  isLookOver: boolean;
}

/**
 * Reads session, person, membership and organisation in one query: roles and active flags are those of this instant, never of the
 * sign-in. A session without a living membership is nobody.
 */
export async function readSession(cookieHeader: string | null, runtime: Runtime): Promise<SessionState> {
  const token = readToken(cookieHeader, runtime);
  if (!token) return { kind: 'none' };
  const [row] = await selectSessions(runtime, { tokens: [token] });
  if (!row) return { kind: 'none' };
  const actor = toActor(row, runtime);
  const session: SessionFacts = {
    id: row.id,
    userId: row.userId,
    membershipId: row.membershipId,
    drawnFor: pageOfActor(actor),
    expiresAt: row.expiresAt,
    secondsToLock: row.isLocked ? 0 : row.secondsToLock,
  };
  return { kind: row.isLocked ? 'locked' : 'live', actor, session };
}

/**
 * The session as far as it is that of the page which asks. All tabs of a browser share one cookie: a page that still shows one person
 * must neither read nor sign as another who has signed in beside it.
 */
export async function readSessionOfPage(headers: Headers, runtime: Runtime): Promise<SessionState> {
  const state = await readSession(headers.get('cookie'), runtime);
  const drawnFor = headers.get(drawnForHeader);
  return drawnFor === null || isOf(state, drawnFor) ? state : { kind: 'none' };
}

/**
 * The session as far as it is that of the person in the post for which the page was drawn, in a look or not: for what only takes away, a lock and
 * signing out. The page of a look that has just ended must be able to lock what is behind it.
 */
export async function readSessionOfPost(headers: Headers, runtime: Runtime): Promise<SessionState> {
  const state = await readSession(headers.get('cookie'), runtime);
  const drawnFor = headers.get(drawnForHeader);
  const isOwn = drawnFor === null || (state.kind !== 'none' && postOf(state.session.drawnFor) === postOf(drawnFor));
  return isOwn ? state : { kind: 'none' };
}

/** What a page says that was drawn for this person as he stands now. */
export function pageOfActor({ membershipId, look, isPractice }: UserActor): string {
  return drawnForOf({ membershipId, viewAs: look?.role ?? null, isPractice: isPractice === true });
}

function isOf(state: SessionState, drawnFor: string): boolean {
  return state.kind !== 'none' && state.session.drawnFor === drawnFor;
}

/** Who is asking: a signed-in person whose screen is not locked, an enrolled wallboard, or nobody. */
export async function resolveActor(headers: Headers, runtime: Runtime): Promise<UserActor | DeviceActor | null> {
  const state = await readSessionOfPage(headers, runtime);
  if (state.kind === 'live') return state.actor;
  // The page of a person is never a wallboard.
  if (state.kind === 'locked' || headers.has(drawnForHeader)) return null;
  return resolveDevice(headers.get('cookie'), runtime);
}

/** As `resolveActor`, for what a link may start: it carries no header, and names its page in the address. */
export function resolveActorOfLink(request: Request, runtime: Runtime): Promise<UserActor | DeviceActor | null> {
  const headers = new Headers(request.headers);
  const drawnFor = new URL(request.url).searchParams.get(drawnForHeader);
  if (drawnFor !== null) headers.set(drawnForHeader, drawnFor);
  return resolveActor(headers, runtime);
}

/**
 * For sockets, many at once: who comes with each of these cookie headers, in at most two queries; who is nobody is missing. A locked screen goes
 * on listening: the feed carries no patient, and an alarm must reach a desk that nobody touched for a quarter of an hour. Reading and writing
 * through procedures is refused until it is unlocked.
 */
export async function resolveActorsFromCookies(
  cookieHeaders: readonly string[],
  runtime: Runtime,
): Promise<Map<string, UserActor | DeviceActor>> {
  const found = new Map<string, UserActor | DeviceActor>();
  const tokens = new Map(cookieHeaders.map((header) => [header, readToken(header, runtime)]));
  const signed = [...tokens.values()].filter((token) => token !== undefined);
  const sessions = signed.length > 0 ? await selectSessions(runtime, { tokens: signed }) : [];
  const byToken = new Map(sessions.map((row) => [row.token, row]));
  for (const [header, token] of tokens) {
    const row = token === undefined ? undefined : byToken.get(token);
    if (row) found.set(header, toActor(row, runtime));
  }
  const digests = new Map(
    cookieHeaders.flatMap((header) => {
      const digest = found.has(header) ? null : digestOfDevice(header, runtime);
      return digest ? [[header, digest.toString('hex')] as const] : [];
    }),
  );
  if (digests.size === 0) return found;
  const rows = await runtime.authSql<(DeviceRow & { digest: string })[]>`
    ${selectDevices(runtime)} and d.token_hash in (select decode(hex, 'hex') from unnest(${[...digests.values()]}::text[]) hex)`;
  const byDigest = new Map(rows.map((row) => [row.digest, row]));
  for (const [header, digest] of digests) {
    const row = byDigest.get(digest);
    if (row) found.set(header, toDevice(row));
  }
  return found;
}

export async function actorForSession(sessionId: string, runtime: Runtime): Promise<UserActor | DeviceActor | null> {
  return (await liveActors([sessionId], runtime)).get(sessionId) ?? null;
}

/**
 * The people and wallboards behind these session or device ids as they stand now, in one query each. Missing: signed out, revoked,
 * expired, deactivated. Roles may differ from those a socket was opened with.
 */
export async function liveActors(
  ids: readonly string[],
  runtime: Runtime,
): Promise<Map<string, UserActor | DeviceActor>> {
  if (ids.length === 0) return new Map();
  const [sessions, devices] = await Promise.all([
    selectSessions(runtime, { ids }),
    runtime.authSql<DeviceRow[]>`${selectDevices(runtime)} and d.id::text = any(${[...ids]}::text[])`,
  ]);
  return new Map<string, UserActor | DeviceActor>([
    ...sessions.map((row) => [row.id, toActor(row, runtime)] as const),
    ...devices.map((row) => [row.id, toDevice(row)] as const),
  ]);
}

export async function liveSessions(ids: readonly string[], runtime: Runtime): Promise<Set<string>> {
  return new Set((await liveActors(ids, runtime)).keys());
}

export async function isSessionLive(id: string, runtime: Runtime): Promise<boolean> {
  return (await liveActors([id], runtime)).has(id);
}

function selectSessions(runtime: Runtime, by: { tokens: readonly string[] } | { ids: readonly string[] }) {
  const sql = runtime.authSql;
  return sql<SessionRow[]>`
    select s.id, s.token, s.user_id as "userId", s.membership_id as "membershipId", s.expires_at as "expiresAt",
      s.is_locked or s.last_human_at < city_now() - make_interval(mins => ${idleMinutes}) as "isLocked",
      greatest(0, extract(epoch from s.last_human_at + make_interval(mins => ${idleMinutes}) - city_now()))::int as "secondsToLock",
      a.person_id as "personId", a.person_name as "personName", a.staff_no as "staffNo",
      a.must_change_password as "mustChangePassword", a.department, a.roles, a.org_id as "orgId", a.org_kind as "orgKind",
      a.org_name as "orgName", a.district, s.view_as_role as "viewAsRole",
      s.view_as_roles as "viewAsRoles", coalesce(s.view_as_since <= city_now() - make_interval(mins => ${lookMinutes}), false) as "isLookOver"
    from auth.session s cross join lateral session_people(array[s.membership_id]) a
    where ${'tokens' in by ? sql`s.token = any(${[...by.tokens]}::text[])` : sql`s.id = any(${[...by.ids]}::text[])`} and s.expires_at > city_now()`;
}

/** The look as it stands now: over with its minutes, under the lock, and when the roles are not those with which it began. */
function effectiveLook(row: SessionRow): Look | null {
  const { viewAsRole, viewAsRoles, roles, orgKind } = row;
  if (viewAsRole === null || row.isLookOver || row.isLocked) return null;
  if (!isSameRoles(viewAsRoles ?? [], roles) || !mayLookAs(orgKind, roles, viewAsRole)) return null;
  return { role: viewAsRole };
}

function toActor(row: SessionRow, { isPractice }: Runtime): UserActor {
  const look = effectiveLook(row);
  return {
    kind: 'user',
    personId: row.personId,
    name: row.personName,
    staffNo: row.staffNo,
    orgId: row.orgId,
    orgKind: row.orgKind,
    orgName: row.orgName,
    department: row.department,
    district: row.district,
    roles: look ? [look.role] : row.roles,
    ...(look ? { look } : {}),
    ...(isPractice ? { isPractice } : {}),
    sessionId: row.id,
    membershipId: row.membershipId,
    mustChangePassword: row.mustChangePassword,
  };
}

function isSameRoles(before: readonly string[], now: readonly string[]): boolean {
  return [...before].sort().join() === [...now].sort().join();
}

interface DeviceRow {
  id: string;
  label: string;
  orgId: string;
  orgKind: OrganisationKind;
  district: string;
}

function selectDevices({ authSql }: Runtime) {
  return authSql`
    select d.id, encode(d.token_hash, 'hex') as digest, d.label, o.id as "orgId", o.kind as "orgKind", o.district
    from auth.devices d join organisations o on o.id = d.org_id
    where d.revoked_at is null and d.token_hash is not null and o.is_active`;
}

function toDevice(row: DeviceRow): DeviceActor {
  const { id, label, orgId, orgKind, district } = row;
  return { kind: 'device', deviceId: id, name: label, orgId, orgKind, district, roles: ['wallboard'] };
}

function digestOfDevice(cookieHeader: string | null, runtime: Runtime): Buffer | null {
  const token = cookieHeader ? parseCookies(cookieHeader).get(deviceCookieName(runtime)) : undefined;
  return token ? createHash('sha256').update(token).digest() : null;
}

async function resolveDevice(cookieHeader: string | null, runtime: Runtime): Promise<DeviceActor | null> {
  const digest = digestOfDevice(cookieHeader, runtime);
  if (!digest) return null;
  const [row] = await runtime.authSql<DeviceRow[]>`${selectDevices(runtime)} and d.token_hash = ${digest}`;
  return row ? toDevice(row) : null;
}

/** Digest of what names the caller among his cookies: whatever else he sends is no further caller. */
export function keyOfCaller(cookieHeader: string, runtime: Runtime): string {
  const cookies = parseCookies(cookieHeader);
  const names = [sessionCookieName(runtime), deviceCookieName(runtime)];
  const named = names.map((name) => cookies.get(name) ?? '').join('\n');
  return createHash('sha256').update(named).digest('base64');
}

/** The token of better-auth's signed cookie `<token>.<base64 HMAC-SHA-256>`, or undefined when it was not signed by us. */
export function readToken(cookieHeader: string | null, runtime: Runtime): string | undefined {
  const cookie = cookieHeader ? parseCookies(cookieHeader).get(sessionCookieName(runtime)) : undefined;
  if (!cookie) return undefined;
  const value = decode(cookie);
  const dot = value.lastIndexOf('.');
  if (dot < 1) return undefined;
  const token = value.slice(0, dot);
  const given = Buffer.from(value.slice(dot + 1), 'base64');
  const expected = createHmac('sha256', runtime.authSecret).update(token).digest();
  return given.length === expected.length && timingSafeEqual(given, expected) ? token : undefined;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}
