import { postOf } from '@/domain/drawn-for';

/**
 * A lock that was asked for and that the server has not confirmed, kept beyond the page: a page that is read again while the server cannot
 * be reached is covered at once, and tells it. It belongs to whoever asked for it, whatever the role of a look that may have ended meanwhile.
 */
const name = 'xuemai.lock';

/** Storage can be full or forbidden: the page itself is covered all the same. */
function tolerant<Result>(act: () => Result): Result | null {
  try {
    return act();
  } catch {
    return null;
  }
}

export const keepPendingLock = (drawnFor: string) => tolerant(() => localStorage.setItem(name, postOf(drawnFor)));
export const dropPendingLock = () => tolerant(() => localStorage.removeItem(name));
export const isLockPending = (drawnFor: string) => tolerant(() => localStorage.getItem(name)) === postOf(drawnFor);
