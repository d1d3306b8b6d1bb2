import type { z } from 'zod';
import type { setupInput } from '@/domain/accounts/schema';
import { AppError, type ErrorCode, refusal, toAppError } from '../kernel/errors';
import { type Runtime, thePractice, theRuntime } from '../runtime';
import { authOf, sessionCookieName } from './auth';
import { accountChange, mintRequestId, noteInChain } from './chain';
import { enrolDevice } from './devices';
import { endLooksOf } from './end-look';
import { findForgery } from './same-origin';
import { readSession, readSessionOfPost } from './session';
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
    const left = isPractice ? city.runtime : practice;
    return {
      body: { mustChangePassword },
      setCookies: [...setCookies, ...(left ? await leaveCity(request, left) : [])],
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

/** Whoever signs in to one city is signed out of the other in this browser. @returns what takes away the cookie. */
async function leaveCity({ headers, requestId }: AuthRequest, left: Runtime): Promise<string[]> {
  const state = await readSession(headers.get('cookie'), left);
  if (state.kind !== 'none') {
    const { actor, session } = state;
    await endLooksOf(left, { sessionId: session.id }, requestId);
    await left.authSql`delete from auth.session where id = ${session.id}`;
    await noteInChain(left, requestId, accountChange(actor.orgId, actor.personId, 'session.signed_out'));
  }
  const secure = left.publicUrl.startsWith('https:') ? '; Secure' : '';
  return [`${sessionCookieName(left)}=; Max-Age=0; Path=/; HttpOnly; SameSite=Strict${secure}`];
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
  const state = await readSessionOfPost(headers, runtime);
  const isOfAnother = state.kind === 'none' && (await readSession(headers.get('cookie'), runtime)).kind !== 'none';
  if (isOfAnother) throw new AppError('unauthenticated');
  if (state.kind !== 'none') await endLooksOf(runtime, { sessionId: state.session.id }, requestId);
  const { headers: answered } = await authOf(runtime).api.signOut({ headers, returnHeaders: true });
  if (state.kind !== 'none') {
    const { orgId, personId } = state.actor;
    await noteInChain(runtime, requestId, accountChange(orgId, personId, 'session.signed_out'));
  }
  return answered.getSetCookie();
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
