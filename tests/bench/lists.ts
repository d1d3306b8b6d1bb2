import { receiptRecord } from '@/domain/bag-receipts/record';
import { listOf } from '@/server/kernel/list';
import { listUnits } from '@/server/modules/stock/list-units';
import { captureRead } from './capture';
import type { Bench } from './commands';
import { callProcedure, post } from './http-client';
import { interleave, type Result, ratioOf, runClients, show, showSamples } from './measure';
import type { Place } from './place';
import type { PageQuestion } from './plain-server';

/** G6: a page of 50 with a filter and its count, beside a bare server running the same two statements. */
export async function measureLists(
  place: Place,
  benches: readonly Bench[],
  seconds: number,
  rounds: number,
): Promise<Result> {
  const app = await place.start('app.ts');
  const plain = await place.start('plain-server.ts');
  const figures: Result['figures'] = [];
  const raw: Record<string, unknown> = {};
  const lists = [
    {
      name: 'stock.units, red cells of two groups',
      path: 'stock.units',
      read: listUnits,
      filters: { component: 'rbc-suspended,rbc-lr', group: 'A.positive,O.positive' },
    },
    {
      name: 'bagReceipts.list, single duty',
      path: 'bagReceipts.list',
      read: listOf(receiptRecord),
      filters: { dutyMode: 'single' },
    },
  ];
  try {
    for (const { name, path, read, filters } of lists) {
      const input = { filters };
      const questions: PageQuestion[] = [];
      let rows = 0;
      for (const { technician } of benches) {
        const captured = await captureRead(place.runtime, place.address.appUrl, technician.actor, read as never, input);
        const [page, count] = captured.statements;
        if (!page || !count) throw new Error(`${path} sends ${captured.statements.length} statements`);
        rows = Math.max(rows, (captured.result as { rows: unknown[] }).rows.length);
        questions.push({ page: page.text, pageValues: page.values, count: count.text, countValues: count.values });
      }
      const ours = async (client: number) => {
        await callProcedure(app.url, benches[client % benches.length]?.technician.cookie ?? '', path, input);
        return true;
      };
      const bare = async (client: number) => {
        const { status, text } = await post(`${plain.url}/page`, questions[client % questions.length]);
        if (status !== 200) throw new Error(text);
        JSON.parse(text);
        return true;
      };
      await runClients(8, 2, ours);
      await runClients(8, 2, bare);
      const found = await interleave(rounds, {
        ours: () => runClients(8, seconds, ours),
        bare: () => runClients(8, seconds, bare),
      });
      const ratio = ratioOf(found.ours, found.bare, (round) => round.perSecond);
      figures.push({
        goal: 'G6',
        what: `${name}: page of ${rows}, 8 clients`,
        ours: showSamples(found.ours),
        reference: showSamples(found.bare),
        ratio: show(ratio),
        wanted: '≥ 0.6 of the bare server',
        isMet: ratio.median >= 0.6,
      });
      raw[path] = found;
    }
    return { figures, raw };
  } finally {
    await app.stop();
    await plain.stop();
  }
}
