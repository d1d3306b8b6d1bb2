import { drawnForHeader, isPracticeDrawn } from '@/domain/drawn-for';
import { type Runtime, thePractice, theRuntime } from '../runtime';
import { readToken } from './session';

/**
 * Which city a request belongs to: the one for which its page was drawn, where it says so; else the one for practising by that city's cookie, else the
 * real one. A browser has one of the two cookies, for signing in to one city ends that of the other; should it have both, a page of the real city is
 * still answered by the real one, and by nobody in the other.
 */
export function runtimeOf(headers: Pick<Headers, 'get'>): Runtime {
  const drawnFor = headers.get(drawnForHeader);
  if (drawnFor === null) return runtimeOfCookie(headers.get('cookie'));
  return (isPracticeDrawn(drawnFor) ? thePractice() : null) ?? theRuntime();
}

export function runtimeOfCookie(cookieHeader: string | null | undefined): Runtime {
  const practice = thePractice();
  return practice && readToken(cookieHeader ?? null, practice) !== undefined ? practice : theRuntime();
}
