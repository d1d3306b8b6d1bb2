// npm run drill <name> [-- options] [--bare | --dev]. Without a name it says what there is; docs/operations.md says what each proves.
// By hand before a release. Needs `npm run build`, or --dev, or --bare (no pages). Exit code 1 on any violation.
import { existsSync } from 'node:fs';
import { sweepLeftovers } from '../support/leftovers';
import { numberOf, readOptions } from '../support/options';
import type { Mode } from './app';
import { runDatabaseDrill } from './database';
import { runDiskDrill } from './disk';
import { runKillDrill } from './kill';
import { runMillionDrill } from './million';
import { type DrillReport, describeReport, quantile, Report, seconds } from './report';
import { runRestoreDrill } from './restore';
import { runSoakDrill } from './soak';
import { runStormDrill } from './storm';

const { values, positionals } = readOptions({
  allowPositionals: true,
  options: {
    times: { type: 'string' },
    screens: { type: 'string' },
    slow: { type: 'string' },
    minutes: { type: 'string' },
    bags: { type: 'string' },
    seconds: { type: 'string' },
    dev: { type: 'boolean' },
    bare: { type: 'boolean' },
  },
});
const mode: Mode = values.bare ? 'bare' : values.dev ? 'dev' : 'production';
const say = (line: string) => console.log(line);

async function kill(): Promise<DrillReport> {
  const times = numberOf('times', values.times, 50);
  const { kills, landed, acknowledged, refused, restartMs, violations } = await runKillDrill({ times, mode, say });
  const report = new Report();
  const { beforeFirstWrite, insideTransaction, afterCommit } = landed;
  report.fact('kills', String(kills));
  report.fact('commands acknowledged', `${acknowledged}, ${refused} refused by the rules`);
  report.fact(
    'open when killed',
    `${beforeFirstWrite} before the first write, ${insideTransaction} inside the transaction, ${afterCommit} after commit before the answer`,
  );
  report.fact('up again', `median ${seconds(quantile(restartMs, 0.5))}, slowest ${seconds(quantile(restartMs, 1))}`);
  report.found('kill', violations);
  return report;
}

const drills: Record<string, { readonly says: string; run(): Promise<DrillReport> }> = {
  kill: { says: '[--times 50]  kill -9 of the application under load', run: kill },
  storm: {
    says: '[--screens 2000] [--slow 200]  screens that all come back at once, sleep for two hours, read nothing',
    run: () =>
      runStormDrill({
        screens: numberOf('screens', values.screens, 2_000),
        slow: numberOf('slow', values.slow, 200),
        mode,
        say,
      }),
  },
  database: {
    says: '[--times 3]  the database ends in three ways under load; held locks; every connection taken',
    run: () => runDatabaseDrill({ times: numberOf('times', values.times, 3), mode, say }),
  },
  disk: {
    says: '[--seconds 30]  the disk is full under load, and has room again',
    run: () => runDiskDrill({ secondsFull: numberOf('seconds', values.seconds, 30), mode, say }),
  },
  restore: {
    says: '[--screens 40]  a backup of the working city, put in its place below screens that stay open',
    run: () => runRestoreDrill({ screens: numberOf('screens', values.screens, 40), mode, say }),
  },
  soak: {
    says: '[--minutes 90] [--screens 50]  ten times the events of the busiest hour, the heap after each forced collection',
    run: () =>
      runSoakDrill({
        minutes: numberOf('minutes', values.minutes, 90),
        screens: numberOf('screens', values.screens, 50),
        mode,
        say,
      }),
  },
  million: {
    says: '[--bags 1000000]  a filled city: pages, scans, sweeps and reconciliation within their plans and their time; needs no build',
    run: () => runMillionDrill({ bags: numberOf('bags', values.bags, 1_000_000), say }),
  },
};

const drill = drills[positionals[0] ?? ''];
if (!drill) {
  for (const [name, { says }] of Object.entries(drills)) console.error(`npm run drill ${name} -- ${says}`);
  console.error('[--dev | --bare]  without a build; --bare has no pages');
  process.exitCode = 2;
} else if (mode === 'production' && positionals[0] !== 'million' && !existsSync('.next/BUILD_ID')) {
  console.error(
    '没有构建: npm run build, 或加 --dev / --bare. There is no build: npm run build, or add --dev or --bare.',
  );
  process.exitCode = 2;
} else {
  sweepLeftovers();
  const report = await drill.run();
  console.log('');
  for (const line of describeReport(report)) console.log(line);
  process.exitCode = report.violations.length > 0 ? 1 : 0;
}
