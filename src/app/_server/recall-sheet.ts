import { toSVG } from 'bwip-js/node';
import { mintRequestId } from '@/server/auth/chain';
import { currentActor, currentRuntime } from '@/server/auth/current-actor';
import { AppError } from '@/server/kernel/errors';
import { runRead } from '@/server/kernel/read';
import { getRecall } from '@/server/modules/recalls/get';

/** The log of a recall as the reader's house may see it, with the bar code of its number and never a patient. Null: not signed in, not ours, or not there. */
export async function readRecallSheet(id: string) {
  const actor = await currentActor();
  if (!actor) return null;
  const runtime = await currentRuntime();
  try {
    const { lookBacks: _, ...detail } = await runRead(
      getRecall,
      { runtime, actor, requestId: mintRequestId() },
      { id },
    );
    const [clock] = await runtime.sql<{ now: Date }[]>`select city_now() as now`;
    return {
      ...detail,
      noCode: toSVG({ bcid: 'code128', text: detail.no, height: 11, scale: 1, includetext: false }),
      printedAt: clock?.now ?? detail.createdAt,
      printedBy: actor.name,
      isDemo: runtime.isDemo,
    };
  } catch (error) {
    if (error instanceof AppError && ['not_found', 'forbidden', 'invalid_input'].includes(error.code)) return null;
    throw error;
  }
}
