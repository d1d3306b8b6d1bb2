import { toSVG } from 'bwip-js/node';
import { mintRequestId } from '@/server/auth/chain';
import { currentActor, currentRuntime } from '@/server/auth/current-actor';
import { AppError } from '@/server/kernel/errors';
import { runRead } from '@/server/kernel/read';
import { getOrder } from '@/server/modules/blood-orders/get';

/** An order with the bar code of its number. Null: not signed in, not ours, or not there. */
export async function readOrderSheet(id: string) {
  const actor = await currentActor();
  if (!actor) return null;
  const runtime = await currentRuntime();
  try {
    const order = await runRead(getOrder, { runtime, actor, requestId: mintRequestId() }, { id });
    const [clock] = await runtime.sql<{ now: Date }[]>`select city_now() as now`;
    return {
      ...order,
      noCode: toSVG({ bcid: 'code128', text: order.no, height: 11, scale: 1, includetext: false }),
      printedAt: clock?.now ?? order.createdAt,
      printedBy: actor.name,
      isDemo: runtime.isDemo,
    };
  } catch (error) {
    if (error instanceof AppError && ['not_found', 'forbidden', 'invalid_input'].includes(error.code)) return null;
    throw error;
  }
}
