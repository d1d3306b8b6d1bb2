import { setTimeout as pause } from 'node:timers/promises';
import { type Runtime, thePractice } from '../runtime';
import { mintRequestId } from './chain';
import { endLooksOf } from './end-look';

/** How long a city may take to note that it is left: nobody waits for one that does not answer. */
const leavingWithinMs = 1_000;

/** What a city answers within the limit; undefined: it failed or is still at it. */
export async function withinLimit<T>(
  runtime: Runtime,
  requestId: string,
  work: () => Promise<T>,
): Promise<T | undefined> {
  const over = new AbortController();
  const working = work().catch((error: unknown) => {
    runtime.log.warn({ err: error, requestId }, 'a session was left without being ended');
    return undefined;
  });
  const answered = await Promise.race([
    working,
    pause(leavingWithinMs, undefined, { signal: over.signal }).catch(() => undefined),
  ]);
  over.abort();
  return answered;
}

/**
 * Whoever is signed out everywhere in the real city, or everywhere in one house, is so in practice, as far as that city answers; the next mirroring does
 * the rest.
 */
export async function endSessionsInPractice(runtime: Runtime, userId: string, orgId?: string): Promise<void> {
  const practice = runtime.isPractice ? null : thePractice();
  if (!practice) return;
  const requestId = mintRequestId();
  await withinLimit(practice, requestId, async () => {
    await endLooksOf(practice, { userId, keep: null, ...(orgId === undefined ? {} : { orgId }) }, requestId);
    await practice.authSql`
      delete from auth.session where user_id = ${userId} and (${orgId ?? null}::text is null or org_id = ${orgId ?? null})`;
  });
}
