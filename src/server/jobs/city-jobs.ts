import { inScope } from '../kernel/scope';
import type { Runtime } from '../runtime';
import type { Job } from './run-jobs';

const rememberedDays = 30;
const sweepBatch = 5_000;

function asSystem(runtime: Runtime, name: string) {
  return { runtime, actor: { kind: 'system', name, orgId: '-' } as const, requestId: name };
}

/** Partitions for the months and sequences ahead; a DEFAULT partition catches what this missed. */
const partitions: Job = {
  name: 'partitions',
  everySeconds: 3_600,
  run: (runtime) => inScope(asSystem(runtime, 'partitions'), 'write', ({ q }) => q`select ensure_partitions()`),
};

/** The process was alive at this minute: on the next start it tells how long the city was off. */
const aliveMark: Job = {
  name: 'alive',
  everySeconds: 60,
  run: (runtime) =>
    inScope(asSystem(runtime, 'alive'), 'write', ({ q }) => q`update city set last_alive_at = city_now()`),
};

/** Answers are remembered for thirty days; a repeat after that is a new command. */
const keySweep: Job = {
  name: 'key-sweep',
  everySeconds: 86_400,
  async run(runtime) {
    for (;;) {
      const swept = await inScope(asSystem(runtime, 'key-sweep'), 'write', async ({ q }) => {
        const rows = await q`
          delete from idempotency_keys where (org_id, key) in (
            select org_id, key from idempotency_keys
            where created_at < city_now() - make_interval(days => ${rememberedDays}) limit ${sweepBatch})
          returning 1`;
        return rows.length;
      });
      if (swept < sweepBatch) return;
    }
  },
};

/** What every city needs, whatever its modules. main.ts adds the modules' own (expiry, audit anchor). */
export const cityJobs: readonly Job[] = [partitions, aliveMark, keySweep];
