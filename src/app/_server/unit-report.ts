import { mintRequestId } from '@/server/auth/chain';
import { currentActor, currentRuntime } from '@/server/auth/current-actor';
import { AppError } from '@/server/kernel/errors';
import { runRead } from '@/server/kernel/read';
import { traceUnit } from '@/server/modules/units/trace';

/** A trace with who prints it and when. Null: not signed in, not to be seen, or not there. */
export async function readUnitReport(id: string) {
  const actor = await currentActor();
  if (!actor) return null;
  const runtime = await currentRuntime();
  try {
    const trace = await runRead(traceUnit, { runtime, actor, requestId: mintRequestId() }, { id });
    return { ...trace, printedBy: actor.name, isDemo: runtime.isDemo };
  } catch (error) {
    if (error instanceof AppError && ['not_found', 'forbidden', 'invalid_input'].includes(error.code)) return null;
    throw error;
  }
}
