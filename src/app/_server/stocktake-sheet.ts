import { mintRequestId } from '@/server/auth/chain';
import { currentActor, currentRuntime } from '@/server/auth/current-actor';
import { AppError } from '@/server/kernel/errors';
import { runRead } from '@/server/kernel/read';
import { getStocktake } from '@/server/modules/stocktakes/get';

/** A signed count for its paper. Null: not signed in, not ours, or not there. */
export async function readStocktakeSheet(id: string) {
  const actor = await currentActor();
  if (!actor) return null;
  const runtime = await currentRuntime();
  try {
    const stocktake = await runRead(getStocktake, { runtime, actor, requestId: mintRequestId() }, { id });
    const [clock] = await runtime.sql<{ now: Date }[]>`select city_now() as now`;
    return {
      ...stocktake,
      orgName: actor.kind === 'user' ? actor.orgName : '',
      printedAt: clock?.now ?? stocktake.createdAt,
      printedBy: actor.name,
      isDemo: runtime.isDemo,
    };
  } catch (error) {
    if (error instanceof AppError && ['not_found', 'forbidden', 'invalid_input'].includes(error.code)) return null;
    throw error;
  }
}
