import { mintRequestId } from '@/server/auth/chain';
import { currentActor, currentRuntime } from '@/server/auth/current-actor';
import { AppError } from '@/server/kernel/errors';
import { runRead } from '@/server/kernel/read';
import { temperatureMonth } from '@/server/modules/storage-places/temperature-month';

/** The readings of one place and month for their paper; without a month, of the one that runs. Null: not signed in, not ours, no such month, or not there. */
export async function readTemperatureSheet(placeId: string, month: string | undefined) {
  const actor = await currentActor();
  if (!actor) return null;
  const runtime = await currentRuntime();
  const [clock] = await runtime.sql<{ now: Date; month: string }[]>`
    select city_now() as now, to_char(city_today(), 'YYYY-MM') as month`;
  const about = { placeId, month: month || clock?.month || '' };
  try {
    const sheet = await runRead(temperatureMonth, { runtime, actor, requestId: mintRequestId() }, about);
    return {
      ...sheet,
      orgName: actor.kind === 'user' ? actor.orgName : '',
      printedAt: clock?.now ?? null,
      printedBy: actor.kind === 'user' ? `${actor.staffNo} ${actor.name}` : actor.name,
      isDemo: runtime.isDemo,
    };
  } catch (error) {
    if (error instanceof AppError && ['not_found', 'forbidden', 'invalid_input'].includes(error.code)) return null;
    throw error;
  }
}
