import { setTimeout as pause } from 'node:timers/promises';
import type { HeapUsage, Mode } from './app';
import { checkCity, checkRecords } from './check';
import { openDrillCity } from './city';
import { Herd } from './herd';
import { work } from './load';
import { type DrillReport, mebibytes, quantile, quantiles, Report, seconds } from './report';
import { enrolWallboards, openSessions } from './sessions';
import { compareAll } from './truth';

export interface SoakOptions {
  readonly minutes: number;
  readonly screens: number;
  readonly mode: Mode;
  readonly say: (line: string) => void;
}

/** Ten times the city's busiest: about one event a second, by the volumes of the demo city's model [unsourced: default]. */
const commandsPerSecond = 9.3;
const slopeLimit = 2 * 2 ** 20;
/** A slope over less than this says more about the collector than about the program. */
const slopeFromMinutes = 30;
const growthLimit = 48 * 2 ** 20;
const touchEveryMs = 4 * 60_000;

export interface Sample extends HeapUsage {
  readonly atMs: number;
}

/** Bytes an hour, by least squares. */
export function slopeOf(samples: readonly { readonly atMs: number; readonly heapUsed: number }[]): number {
  const n = samples.length;
  const meanAt = samples.reduce((sum, { atMs }) => sum + atMs, 0) / n;
  const meanHeap = samples.reduce((sum, { heapUsed }) => sum + heapUsed, 0) / n;
  const over = samples.reduce((sum, { atMs, heapUsed }) => sum + (atMs - meanAt) * (heapUsed - meanHeap), 0);
  const under = samples.reduce((sum, { atMs }) => sum + (atMs - meanAt) ** 2, 0);
  return under === 0 ? 0 : (over / under) * 3_600_000;
}

/** Hours of ten times the city's life under open screens: the heap does not grow, the screens are not late, and all agrees at the end. */
export async function runSoakDrill({ minutes, screens, mode, say }: SoakOptions): Promise<DrillReport> {
  const report = new Report();
  const city = await openDrillCity(mode, { hasHeapProbe: true });
  let herd: Herd | null = null;
  const round = new AbortController();
  try {
    herd = await Herd.start(city.app.url, 1);
    const place = { url: city.app.url, authSecret: city.authSecret };
    const walls = await enrolWallboards(city.eye, place, 'O01', Math.ceil(screens / 2));
    const desks = await openSessions(city.eye, place, { orgId: 'H01', staffNo: '1001' }, Math.floor(screens / 2));
    await herd.open([
      ...walls.map((cookie) => ({ cookie, viewerOrgId: 'O01', shows: 'city' as const })),
      ...desks.map((cookie) => ({ cookie, viewerOrgId: 'H01', shows: 'stock' as const })),
    ]);
    const restMs = (city.clients.length / commandsPerSecond) * 1_000;
    const hands = city.clients.map((client) => work(client, city.shared, round.signal, 'wait', restMs));
    const began = performance.now();
    const everyMs = Math.min(60_000, (minutes * 60_000) / 12);
    const samples: Sample[] = [];
    const lags: number[] = [];
    let touchedAt = began;
    while (performance.now() - began < minutes * 60_000) {
      await pause(everyMs);
      if (performance.now() - touchedAt > touchEveryMs) {
        touchedAt = performance.now();
        await Promise.all(city.clients.map((client) => client.touch()));
      }
      const heap = await city.app.heap();
      const passed = await herd.passed();
      const sample = { ...heap, atMs: performance.now() - began };
      samples.push(sample);
      lags.push(...(passed.lags.length > 2_000 ? passed.lags.filter((_, n) => n % 10 === 0) : passed.lags));
      say(
        `${seconds(sample.atMs)}: heap ${(heap.heapUsed / 2 ** 20).toFixed(1)} MiB, rss ${mebibytes(heap.rss)}, ${city.attempts().length} commands, lag p99 ${Math.round(quantile(passed.lags, 0.99))} ms, ${passed.live} of ${herd.screens} live`,
      );
      if (passed.live < herd.screens) report.found('soak', [`${passed.live} of ${herd.screens} live`]);
    }
    round.abort();
    await Promise.all(hands);
    const took = (performance.now() - began) / 1_000;
    const settled = samples.slice(Math.floor(samples.length / 3));
    const slope = slopeOf(settled);
    const growth = (samples.at(-1)?.heapUsed ?? 0) - (settled[0]?.heapUsed ?? 0);
    report.fact(
      'commands',
      `${city.attempts().length} in ${seconds(took * 1_000)}: ${(city.attempts().length / took).toFixed(1)}/s`,
    );
    const slopeText = `${(slope / 2 ** 20).toFixed(2)} MiB/h over ${settled.length} samples`;
    if (minutes >= slopeFromMinutes)
      report.demand('heap after collection, slope of the last two thirds', slopeText, '< 2 MiB/h', slope < slopeLimit);
    else report.fact('heap after collection, slope of the last two thirds', `${slopeText}, too short to mean anything`);
    report.demand(
      'heap after collection, growth over them',
      `${(growth / 2 ** 20).toFixed(1)} MiB to ${mebibytes(samples.at(-1)?.heapUsed ?? 0)}`,
      `≤ ${mebibytes(growthLimit)}`,
      growth <= growthLimit,
    );
    report.fact('server memory at the end', mebibytes(samples.at(-1)?.rss ?? 0));
    report.demand(
      'from the change to the screen',
      quantiles(lags),
      'p99 ≤ 5 s',
      lags.length > 0 && quantile(lags, 0.99) <= 5_000,
    );
    const differences = await compareAll(city, herd, 20_000);
    report.demand('screens unlike the database', `${differences.length} cells`, '0', differences.length === 0);
    report.found('screens', differences.slice(0, 5));
    await Promise.all(city.clients.map((client) => client.touch()));
    report.found('records', await checkRecords(city.eye, city.attempts()));
    report.found('city', await checkCity(city.eye, city.dataDir));
    return report;
  } finally {
    round.abort();
    await herd?.stop();
    await city.close();
  }
}
