import type { z } from 'zod';
import type { setupInput } from '@/domain/accounts/schema';
import { drawnForHeader, isPracticeDrawn } from '@/domain/drawn-for';
import { AppError, type ErrorCode, refusal, toAppError } from '../kernel/errors';
import { type Runtime, thePractice, theRuntime } from '../runtime';
import { authOf, sessionCookieName } from './auth';
import { accountChange, mintRequestId, noteInChain } from './chain';
import { enrolDevice } from './devices';
import { endLooksOf } from './end-look';
import { withinLimit } from './leave-practice';
import { findForgery } from './same-origin';
import { readSession, readSessionOfPost, type SessionState } from './session';
import { completeSetup } from './setup';
import { type AuthRequest, signIn, signInToPractice } from './sign-in';
import { runtimeOf } from './which-city';
import {
  beginViewAs,
  changePassword,
  endViewAs,
  listMemberships,
  lockSession,
  switchMembership,
  touchSession,
  unlockSession,
} from './workstation';

const statusOf = {
  unauthenticated: 401,
  forbidden: 403,
  password_change_required: 403,
  viewing_as: 403,
  real_city_only: 403,
  not_found: 404,
  invalid_input: 400,
  refused: 412,
  conflict: 409,
  key_reused: 422,
  busy: 503,
  internal: 500,
} as const satisfies Record<ErrorCode, number>;

interface Answer {
  readonly body: unknown;
  readonly setCookies?: readonly string[];
}

type OpenSession = Exclude<SessionState, { kind: 'none' }>;

type Route = (request: AuthRequest, input: unknown) => Promise<Answer>;

const nothing = { body: { ok: true } };

/** Everything that is reachable under /api/auth. */
const reads: Record<string, Route> = {
  session: async ({ runtime, headers }) => ({ body: await describeSession(runtime, headers) }),
};

const writes: Record<string, Route> = {
  'sign-in': async (request, input) => {
    const city = ofRealCity(request);
    const practice = thePractice();
    const asked = input as Parameters<typeof signIn>[1];
    const isPractice = (asked as { isPractice?: unknown } | null)?.isPractice === true;
    if (isPractice && !practice) throw refusal({ code: 'practice.not_offered' });
    const { setCookies, mustChangePassword } =
      isPractice && practice ? await signInToPractice(city, practice, asked) : await signIn(city, asked);
    return {
      body: { mustChangePassword },
      setCookies: [...setCookies, await leaveCity(request, isPractice ? city.runtime : practice, !isPractice)],
    };
  },
  'sign-out': async (request) => ({ ...nothing, setCookies: await signOut(request) }),
  touch: async (request) => ({ body: await touchSession(request) }),
  lock: async (request) => {
    await lockSession(request);
    return nothing;
  },
  unlock: async (request, input) => ({ body: await unlockSession(request, input) }),
  password: async (request, input) => {
    if (request.runtime.isPractice) throw new AppError('real_city_only');
    await changePassword(request, input);
    return nothing;
  },
  switch: async (request, input) => {
    await switchMembership(request, input);
    return nothing;
  },
  'view-as': async (request, input) => {
    await beginViewAs(request, input);
    return nothing;
  },
  'view-as-end': async (request) => {
    await endViewAs(request);
    return nothing;
  },
  setup: async (request, input) => {
    await completeSetup(ofRealCity(request), input as z.input<typeof setupInput>);
    return nothing;
  },
  enrol: async (request, input) => {
    const state = await readSession(request.headers.get('cookie'), request.runtime);
    if (state.kind === 'live' && state.actor.look) throw new AppError('viewing_as');
    const { setCookie } = await enrolDevice(ofRealCity(request), input);
    return { ...nothing, setCookies: [setCookie] };
  },
};

/** What belongs to no session is the real city's: signing in, set-up, wallboards. */
function ofRealCity(request: AuthRequest): AuthRequest {
  return request.runtime.isPractice ? { ...request, runtime: theRuntime() } : request;
}

/**
 * Whoever signs in to one city is signed out of the other in this browser. Its cookie goes in any case, whether that city is offered, slow or down: the
 * session behind it is ended as far as that can be done.
 * @returns what takes away the cookie.
 */
async function leaveCity(request: AuthRequest, left: Runtime | null, isPractice: boolean): Promise<string> {
  const { headers, requestId, runtime } = request;
  if (left)
    await withinLimit(left, requestId, async () => {
      const state = await readSession(headers.get('cookie'), left);
      if (state.kind !== 'none') await endSession(left, requestId, state);
    });
  return cookieGone({ ...runtime, isPractice });
}

function cookieGone(of: Runtime): string {
  const secure = of.publicUrl.startsWith('https:') ? '; Secure' : '';
  return `${sessionCookieName(of)}=; Max-Age=0; Path=/; HttpOnly; SameSite=Strict${secure}`;
}

async function endSession(runtime: Runtime, requestId: string, { actor, session }: OpenSession): Promise<void> {
  await endLooksOf(runtime, { sessionId: session.id }, requestId);
  await runtime.authSql`delete from auth.session where id = ${session.id}`;
  await noteInChain(runtime, requestId, accountChange(actor.orgId, actor.personId, 'session.signed_out'));
}

export async function handleAuth(
  request: Request,
  path: readonly string[],
  runtime = runtimeOf(request.headers),
): Promise<Response> {
  const requestId = mintRequestId();
  const routes = request.method === 'GET' ? reads : request.method === 'POST' ? writes : {};
  const route = path.length === 1 && Object.hasOwn(routes, path[0] ?? '') ? routes[path[0] ?? ''] : undefined;
  if (!route) return answer(404, { error: 'not_found', violations: [], requestId }, requestId);
  const forgery = request.method === 'POST' ? findForgery(request, runtime.publicUrl) : null;
  if (forgery) {
    runtime.log.warn({ requestId, path: path[0], forgery }, 'refused a request that did not come from our pages');
    return answer(403, { error: 'forbidden', violations: [{ code: `forged.${forgery}` }], requestId }, requestId);
  }
  try {
    const input = request.method === 'POST' ? await readBody(request) : undefined;
    const { body, setCookies } = await route({ runtime, headers: request.headers, requestId }, input);
    return answer(200, body, requestId, setCookies);
  } catch (error) {
    const known = toAppError(error);
    if (known.code === 'internal') runtime.log.error({ err: error, requestId, path: path[0] }, 'sign-in route failed');
    return answer(statusOf[known.code], { error: known.code, violations: known.violations, requestId }, requestId);
  }
}

async function readBody(request: Request): Promise<unknown> {
  const text = await request.text();
  if (text.length > 16_384) throw new AppError('invalid_input', [{ code: 'invalid.too_large' }]);
  try {
    return text ? JSON.parse(text) : {};
  } catch {
    throw new AppError('invalid_input', [{ code: 'invalid.json' }]);
  }
}

/** What a page needs to know of its session without prolonging it. */
async function describeSession(runtime: Runtime, headers: Headers) {
  const state = await readSession(headers.get('cookie'), runtime);
  if (state.kind === 'none') return { kind: 'none' };
  const { name, staffNo, orgId, orgName, department, mustChangePassword } = state.actor;
  const { secondsToLock, expiresAt } = state.session;
  const memberships = await listMemberships(runtime, state.actor);
  return {
    kind: state.kind,
    name,
    staffNo,
    orgId,
    orgName,
    department,
    mustChangePassword,
    secondsToLock,
    expiresAt,
    membershipId: state.session.membershipId,
    drawnFor: state.session.drawnFor,
    isPractice: runtime.isPractice,
    viewAs: state.actor.look?.role ?? null,
    memberships,
  };
}

async function signOut({ runtime, headers, requestId }: AuthRequest): Promise<string[]> {
  if (runtime.isPractice || isPracticeDrawn(headers.get(drawnForHeader) ?? ''))
    return [await signOutOfPractice({ runtime, headers, requestId })];
  const state = await readSessionOfPost(headers, runtime);
  if (state.kind === 'none' && (await isOfAnother(runtime, headers, requestId))) throw new AppError('unauthenticated');
  if (state.kind !== 'none') await endLooksOf(runtime, { sessionId: state.session.id }, requestId);
  const { headers: answered } = await authOf(runtime).api.signOut({ headers, returnHeaders: true });
  if (state.kind !== 'none') {
    const { orgId, personId } = state.actor;
    await noteInChain(runtime, requestId, accountChange(orgId, personId, 'session.signed_out'));
  }
  return answered.getSetCookie();
}

/** The way out of practice stands open also when its city is slow, down or not offered any more. */
async function signOutOfPractice({ runtime, headers, requestId }: AuthRequest): Promise<string> {
  const isRefused = runtime.isPractice
    ? await withinLimit(runtime, requestId, async () => {
        const state = await readSessionOfPost(headers, runtime);
        if (state.kind === 'none') return isOfAnother(runtime, headers, requestId);
        await endSession(runtime, requestId, state);
        return false;
      })
    : false;
  if (isRefused) throw new AppError('unauthenticated');
  return cookieGone({ ...runtime, isPractice: true });
}

/** Somebody else is at work in this browser than the page says, in this city or the other. */
async function isOfAnother(runtime: Runtime, headers: Headers, requestId: string): Promise<boolean> {
  const cookie = headers.get('cookie');
  if ((await readSession(cookie, runtime)).kind !== 'none') return true;
  const other = runtime.isPractice ? theRuntime() : thePractice();
  if (!other || !headers.has(drawnForHeader)) return false;
  return (await withinLimit(other, requestId, async () => (await readSession(cookie, other)).kind !== 'none')) ?? false;
}

function answer(status: number, body: unknown, requestId: string, setCookies: readonly string[] = []): Response {
  const headers = new Headers({
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    'x-request-id': requestId,
  });
  for (const cookie of setCookies) headers.append('set-cookie', cookie);
  return new Response(JSON.stringify(body), { status, headers });
}
