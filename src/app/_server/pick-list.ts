import { toSVG } from 'bwip-js/node';
import { mintRequestId } from '@/server/auth/chain';
import { currentActor, currentRuntime } from '@/server/auth/current-actor';
import { AppError } from '@/server/kernel/errors';
import { runRead } from '@/server/kernel/read';
import { readPickSheet } from '@/server/modules/blood-orders/pick-sheet';

/** What is to be fetched for an order, with the bar code of its number. Null: not signed in, not of this station, or not there. */
export async function readPickList(orderId: string, early: readonly string[]) {
  const actor = await currentActor();
  if (!actor) return null;
  const runtime = await currentRuntime();
  try {
    const request = { runtime, actor, requestId: mintRequestId() };
    const sheet = await runRead(readPickSheet, request, { orderId, early: [...early] });
    const [clock] = await runtime.sql<{ now: Date }[]>`select city_now() as now`;
    return {
      ...sheet,
      no: sheet.order.no,
      noCode: toSVG({ bcid: 'code128', text: sheet.order.no, height: 11, scale: 1, includetext: false }),
      printedAt: clock?.now ?? sheet.order.neededAt,
      printedBy: actor.name,
      isDemo: runtime.isDemo,
    };
  } catch (error) {
    if (error instanceof AppError && ['not_found', 'forbidden', 'invalid_input'].includes(error.code)) return null;
    throw error;
  }
}
