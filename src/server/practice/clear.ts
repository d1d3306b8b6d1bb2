import type { Material } from '@/domain/exercises/material';
import { isExpected } from '../kernel/errors';
import type { Runtime } from '../runtime';
import { closeNote, findLeftNotes } from './notes';
import { callOff, findLeftOrders } from './orders';

const clearedAtOnce = 20;
/** Runs of the job until what could not be cleared is tried again: 2, 4, 8, up to some ten minutes. */
const longestWait = 256;

/** What could not be cleared in this process, and how often: a hint that saves work, nothing that matters. */
const waiting = new WeakMap<Runtime, Map<string, { wait: number; left: number }>>();

/** What rounds that were given up have left, however long ago: nobody waits for it. */
export async function clearRounds(runtime: Runtime): Promise<void> {
  await clear(runtime, await findLeftOrders(runtime), callOff);
  await clear(runtime, await findLeftNotes(runtime), closeNote);
}

/** What was made for a round that ended before it could have it. */
export async function clearMaterial(runtime: Runtime, { order, shipment }: Material): Promise<void> {
  await clear(runtime, order ? [order.id] : [], callOff);
  await clear(runtime, shipment ? [shipment.id] : [], closeNote);
}

async function clear(
  runtime: Runtime,
  ids: readonly string[],
  work: (runtime: Runtime, id: string) => Promise<unknown>,
): Promise<void> {
  const failed = waiting.get(runtime) ?? new Map<string, { wait: number; left: number }>();
  waiting.set(runtime, failed);
  for (const id of ids.filter((one) => isDue(failed.get(one))).slice(0, clearedAtOnce)) {
    try {
      await work(runtime, id);
      failed.delete(id);
    } catch (error) {
      const wait = Math.min(longestWait, 2 * (failed.get(id)?.wait ?? 1));
      failed.set(id, { wait, left: wait });
      // Somebody of the house goes on with it: it is his.
      if (!isExpected(error)) runtime.log.error({ err: error, id }, 'something of a round that ended stays open');
    }
  }
}

function isDue(failure: { left: number } | undefined): boolean {
  if (!failure) return true;
  failure.left -= 1;
  return failure.left <= 0;
}
