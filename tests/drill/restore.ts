import { setTimeout as pause } from 'node:timers/promises';
import { makeRunFolder } from '../support/leftovers';
import type { Mode } from './app';
import { checkCity, checkRecords, committedKeys } from './check';
import { type DrillCity, openDrillCity } from './city';
import type { Attempt } from './client';
import { Herd } from './herd';
import { work } from './load';
import { type DrillReport, Report, seconds } from './report';
import { enrolWallboards, openSessions } from './sessions';
import { runTool } from './tool';
import { compareAll } from './truth';

export interface RestoreOptions {
  /** Wallboards that stay on through it all; a quarter as many desks. */
  readonly screens: number;
  readonly mode: Mode;
  readonly say: (line: string) => void;
}

const restMs = 400;
const recoveredWithinMs = 30 * 60_000;
const rightWithinMs = 30_000;

async function epochOf(city: DrillCity): Promise<string> {
  const [row] = await city.eye<{ epoch: string }[]>`select epoch from city`;
  return row?.epoch ?? '';
}

/** What the restored database has of what was acknowledged: all from before the backup, and nothing by halves. */
async function judgeRecords(
  city: DrillCity,
  report: Report,
  attempts: readonly Attempt[],
  times: { readonly begunAt: number; readonly doneAt: number },
): Promise<void> {
  const acknowledged = attempts.filter(({ outcome }) => outcome === 'acknowledged');
  const answeredAt = ({ sentAt, tookMs }: Attempt) => sentAt + (tookMs ?? 0);
  const before = acknowledged.filter((attempt) => answeredAt(attempt) < times.begunAt);
  const after = acknowledged.filter(({ sentAt }) => sentAt > times.doneAt);
  const there = await committedKeys(city.eye, acknowledged);
  const lost = before.filter(({ key }) => !there.has(key));
  report.demand(
    'acknowledged before the backup, and there',
    `${before.length - lost.length} of ${before.length}`,
    'all',
    lost.length === 0 && before.length > 0,
  );
  report.fact('acknowledged while it was made', String(acknowledged.length - before.length - after.length));
  const kept = after.filter(({ key }) => there.has(key));
  report.demand(
    'acknowledged after the backup, and gone with it',
    `${after.length - kept.length} of ${after.length}`,
    'all',
    kept.length === 0 && after.length > 0,
  );
  // Gone is not lost here; half there would be.
  const judged = attempts.map((attempt) => ({ ...attempt, outcome: 'unanswered' as const }));
  report.found('restored records', await checkRecords(city.eye, judged));
}

/** A backup while the city works, more work, and the backup put in place of it all below screens that stay open. */
export async function runRestoreDrill({ screens, mode, say }: RestoreOptions): Promise<DrillReport> {
  const report = new Report();
  const city = await openDrillCity(mode);
  let herd: Herd | null = null;
  let round = new AbortController();
  let hands: Promise<void>[] = [];
  const begin = () => {
    round = new AbortController();
    hands = city.clients.map((client) => work(client, city.shared, round.signal, 'wait', restMs));
  };
  const quiet = async () => {
    round.abort();
    await Promise.all(hands);
  };
  try {
    const place = { url: city.app.url, authSecret: city.authSecret };
    const openDesks = async () => {
      const cookies = await openSessions(city.eye, place, { orgId: 'H01', staffNo: '1001' }, Math.ceil(screens / 4));
      return cookies.map((cookie) => ({ cookie, viewerOrgId: 'H01', shows: 'stock' as const }));
    };
    const walls = (await enrolWallboards(city.eye, place, 'O01', screens)).map((cookie) => ({
      ...{ cookie, viewerOrgId: 'O01', shows: 'city' as const },
    }));
    herd = await Herd.start(city.app.url, 1);
    await herd.open(walls);
    const desks = await Herd.start(city.app.url, 1);
    try {
      await desks.open(await openDesks());
      begin();
      await pause(4_000);
      const begunAt = performance.now();
      const backup = await runTool(city, 'scripts/backup.ts');
      const doneAt = performance.now();
      const folder = /^(\S+\/backups\/\S+)/m.exec(backup.printed)?.[1] ?? '';
      report.demand(
        'backup while the city works',
        `exit ${backup.code} after ${seconds(backup.ms)}`,
        'exit 0',
        backup.code === 0 && folder !== '',
      );
      say(backup.printed);
      await pause(4_000);
      await quiet();
      report.found('before the restore', await compareAll(city, herd, 20_000));
      const epoch = await epochOf(city);

      say('the application is stopped and the backup put in its place');
      await herd.begin();
      await desks.begin();
      const since = performance.now();
      const code = await city.app.stop();
      if (code !== 0) report.found('stop', [`SIGTERM ended the application with ${code}`]);
      const target = makeRunFolder();
      const restored = await runTool(city, 'scripts/backup.ts', ['--restore', folder], target);
      say(restored.printed);
      report.demand(
        'npm run backup -- --restore: reconciled and verified',
        `exit ${restored.code} after ${seconds(restored.ms)}`,
        'exit 0',
        restored.code === 0,
      );
      await city.moveTo(target);
      const readyMs = performance.now() - since;
      report.demand(
        'recovery time: stopped, restored, ready',
        seconds(readyMs),
        '≤ 30 min',
        readyMs <= recoveredWithinMs,
      );
      const newEpoch = await epochOf(city);
      report.demand('epoch', `${epoch} → ${newEpoch}`, 'another', newEpoch !== epoch && newEpoch !== '');

      const end = performance.now() + rightWithinMs;
      let passed = await herd.passed();
      while (passed.live < screens && performance.now() < end) {
        await pause(100);
        passed = await herd.passed();
      }
      const again = passed.passages.filter(({ readAgain }) => readAgain > 0).length;
      const last = Math.max(...passed.passages.map(({ liveAt }) => liveAt ?? Number.POSITIVE_INFINITY));
      report.demand(
        'wallboards that read everything anew and are live',
        `${Math.min(again, passed.live)} of ${screens}, the last ${seconds(last - readyMs)} after ready`,
        `all within ${rightWithinMs / 1_000} s`,
        again === screens && passed.live === screens,
      );
      const differences = await compareAll(city, herd, 20_000);
      report.demand(
        'wallboards unlike the restored database',
        `${differences.length} cells`,
        '0',
        differences.length === 0,
      );
      report.found('wallboards', differences.slice(0, 5));
      const ended = await desks.passed();
      report.demand(
        'desks told to sign in again',
        `${ended.signedOut > 0 ? ended.passages.length : 0} of ${ended.passages.length}, ${ended.live} live`,
        'all, none live',
        ended.signedOut >= ended.passages.length && ended.live === 0,
      );
      await desks.close();
      await judgeRecords(city, report, city.attempts(), { begunAt, doneAt });

      // Life goes on in the new epoch; what was lost is entered again by people, as new commands.
      for (const client of city.clients) await client.signIn();
      city.shared.patients.clear();
      city.shared.underWay.clear();
      await desks.open(await openDesks());
      begin();
      await pause(5_000);
      await quiet();
      for (const [what, of] of [
        ['wallboards', herd],
        ['desks', desks],
      ] as const) {
        const found = await compareAll(city, of, 20_000);
        report.demand(
          `${what} after work in the new epoch, unlike the database`,
          `${found.length} cells`,
          '0',
          found.length === 0,
        );
        report.found(what, found.slice(0, 5));
      }
      report.found('city', await checkCity(city.eye, city.dataDir));
      const verified = await runTool(city, 'scripts/audit-verify.ts');
      report.demand('npm run audit:verify', `exit ${verified.code}`, 'exit 0', verified.code === 0);
      return report;
    } finally {
      await desks.stop();
    }
  } finally {
    round.abort();
    await herd?.stop();
    await city.close();
  }
}
