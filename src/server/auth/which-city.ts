import { type Runtime, thePractice, theRuntime } from '../runtime';
import { readToken } from './session';

/**
 * Which city a request belongs to: the one for practising by that city's cookie, else the real one. A browser has one of the two cookies, for signing in
 * to one city ends that of the other; a page that was drawn in one is nobody's in the other (`drawnFor`).
 */
export function runtimeOf(headers: Pick<Headers, 'get'>): Runtime {
  return runtimeOfCookie(headers.get('cookie'));
}

export function runtimeOfCookie(cookieHeader: string | null | undefined): Runtime {
  const practice = thePractice();
  return practice && readToken(cookieHeader ?? null, practice) !== undefined ? practice : theRuntime();
}
