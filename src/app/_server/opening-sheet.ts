import { mintRequestId } from '@/server/auth/chain';
import { currentActor, currentRuntime } from '@/server/auth/current-actor';
import { AppError } from '@/server/kernel/errors';
import { runRead } from '@/server/kernel/read';
import { getRound } from '@/server/modules/go-lives/get';

/** One count of an opening for its paper. Null: not signed in, not ours, or not there. */
export async function readOpeningSheet(id: string, roundId: string) {
  const actor = await currentActor();
  if (!actor) return null;
  const runtime = await currentRuntime();
  try {
    const opening = await runRead(getRound, { runtime, actor, requestId: mintRequestId() }, { id, roundId });
    const [clock] = await runtime.sql<{ now: Date }[]>`select city_now() as now`;
    return {
      ...opening,
      orgName: actor.kind === 'user' ? actor.orgName : '',
      printedAt: clock?.now ?? opening.round.firstAt,
      printedBy: actor.name,
      isDemo: runtime.isDemo,
    };
  } catch (error) {
    if (error instanceof AppError && ['not_found', 'forbidden', 'invalid_input'].includes(error.code)) return null;
    throw error;
  }
}
