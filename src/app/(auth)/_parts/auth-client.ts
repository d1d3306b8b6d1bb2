import { drawnForHeader } from '@/domain/drawn-for';
import { ownHeader } from '@/domain/live/protocol';
import type { Role } from '@/domain/permissions';
import type { Violation } from '@/domain/result';
import type { ErrorCode } from '@/server/kernel/errors';

/** What /api/auth answered instead. `unreachable`: nothing came back. */
export interface AuthFailure {
  readonly code: ErrorCode | 'unreachable';
  readonly violations: readonly Violation[];
  readonly requestId: string;
}

export type AuthAnswer<T> =
  | { readonly ok: true; readonly data: T }
  | { readonly ok: false; readonly failure: AuthFailure };

export type AuthPath =
  | 'sign-in'
  | 'sign-out'
  | 'touch'
  | 'lock'
  | 'unlock'
  | 'password'
  | 'switch'
  | 'view-as'
  | 'view-as-end'
  | 'setup'
  | 'enrol';

export interface SessionAnswer {
  readonly kind: 'none' | 'locked' | 'live';
  readonly membershipId?: string;
  /** What a page says that was drawn for it. */
  readonly drawnFor?: string;
  /** It is of the city for practising. */
  readonly isPractice?: boolean;
  readonly viewAs?: Role | null;
  readonly name?: string;
  readonly orgName?: string;
  readonly secondsToLock?: number;
}

const answerWithinMs = 20_000;

/** @param drawnFor For whom the page was drawn that asks, where it says so: for anybody else it is refused. */
export function postAuth<T = unknown>(
  path: AuthPath,
  body: unknown = {},
  drawnFor: string | null = null,
): Promise<AuthAnswer<T>> {
  const answer = ask<T>(path, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      [ownHeader]: '1',
      ...(drawnFor === null ? {} : { [drawnForHeader]: drawnFor }),
    },
    body: JSON.stringify(body),
  });
  return answer.then((said) => (said.ok ? said : { ...said, failure: nameEmpty(said.failure, body) }));
}

/** What is not in its form is said apart from what was left empty, and of each field once. */
export function nameEmpty(failure: AuthFailure, body: unknown): AuthFailure {
  const said = new Set<string>();
  const violations = failure.violations.flatMap((violation): Violation[] => {
    const { code, path } = violation;
    if (!code.startsWith('invalid.') || !path) return [violation];
    if (said.has(path)) return [];
    said.add(path);
    return [isEmptyAt(body, path) ? { code: 'invalid.empty', path } : violation];
  });
  return { ...failure, violations };
}

function isEmptyAt(body: unknown, path: string): boolean {
  let value: unknown = body;
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null) return true;
    value = (value as Record<string, unknown>)[name];
  }
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
}

export function readSessionState(): Promise<AuthAnswer<SessionAnswer>> {
  return ask<SessionAnswer>('session', { headers: { [ownHeader]: '1' } });
}

async function ask<T>(path: string, init: RequestInit): Promise<AuthAnswer<T>> {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), answerWithinMs);
  try {
    const response = await fetch(`/api/auth/${path}`, { ...init, cache: 'no-store', signal: abort.signal });
    const body: unknown = await response.json();
    if (response.ok) return { ok: true, data: body as T };
    const { error, violations, requestId } = body as { error: ErrorCode; violations: Violation[]; requestId: string };
    return { ok: false, failure: { code: error, violations, requestId } };
  } catch {
    return { ok: false, failure: { code: 'unreachable', violations: [], requestId: '' } };
  } finally {
    clearTimeout(timer);
  }
}

/** Where to go after signing in: a path of our own, never another site's. */
export function safePath(next: string | null | undefined): string {
  return next && /^\/(?![/\\])[^\s\\]*$/.test(next) && !next.startsWith('/login') ? next : '/';
}
