import { inScope } from '../kernel/scope';
import { longestWay } from '../realtime/delta';
import type { Runtime } from '../runtime';
import type { Job } from './run-jobs';

const rememberedDays = 30;
const sweepBatch = 5_000;
const previewDays = 7;
/** A preview may hold 5,000 rows. */
const previewBatch = 100;
const feedDays = 30;

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

/** A preview is forgotten after a week; of a file that was applied its digest, name and counts stay. */
export const importSweep: Job = {
  name: 'import-sweep',
  everySeconds: 86_400,
  async run(runtime) {
    for (;;) {
      const swept = await inScope(asSystem(runtime, 'import-sweep'), 'write', async ({ q }) => {
        const dropped = await q`
          delete from imports where id in (
            select id from imports where state <> 'applied' and created_at < city_now() - make_interval(days => ${previewDays}) limit ${previewBatch})
          returning 1`;
        const emptied = await q`
          update imports set preview = jsonb_build_object('importId', preview->'importId', 'digest', preview->'digest', 'fileName', preview->'fileName',
            'badLines', preview->'badLines', 'rows', '[]'::jsonb, 'problems', '[]'::jsonb, 'rowCount', jsonb_array_length(preview->'rows'))
          where id in (
            select id from imports where state = 'applied' and created_at < city_now() - make_interval(days => ${previewDays}) and not preview ? 'rowCount'
            limit ${previewBatch})
          returning 1`;
        return Math.max(dropped.length, emptied.length);
      });
      if (swept < previewBatch) return;
    }
  },
};

/** The feed of more than thirty days ago, a partition at a time; whoever still comes from there reads everything again. */
export const feedSweep: Job = {
  name: 'feed-sweep',
  everySeconds: 21_600,
  run: (runtime) =>
    inScope(asSystem(runtime, 'feed-sweep'), 'write', ({ q }) => q`select drop_old_feed(${feedDays}, ${longestWay})`),
};

/** What every city needs, whatever its modules. main.ts adds the modules' own (expiry, audit anchor). */
export const cityJobs: readonly Job[] = [partitions, aliveMark, keySweep, importSweep, feedSweep];
