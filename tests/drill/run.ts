// npm run drill kill [-- --times 50] [--bare | --dev]    kill -9 of the application under load
// npm run drill postgres [-- --times 3] [--bare | --dev]  kill -9 of a database backend and of the postmaster under load
// By hand before a release. Needs `npm run build`, or --dev, or --bare (no pages). Exit code 1 on any violation.
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Mode } from './app';
import { runKillDrill } from './kill';
import { runPostgresDrill } from './postgres';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { times: { type: 'string' }, dev: { type: 'boolean' }, bare: { type: 'boolean' } },
});
const mode: Mode = values.bare ? 'bare' : values.dev ? 'dev' : 'production';
const say = (line: string) => console.log(line);

function finish(facts: readonly string[], violations: readonly string[]): void {
  console.log('');
  for (const fact of facts) console.log(fact);
  for (const violation of violations.slice(0, 50)) console.log(`VIOLATION ${violation.slice(0, 500)}`);
  console.log(`${violations.length} violations`);
  process.exitCode = violations.length > 0 ? 1 : 0;
}

const spread = (values: readonly number[]) => {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => ((sorted[Math.floor((sorted.length - 1) * share)] ?? 0) / 1000).toFixed(1);
  return `median ${at(0.5)} s, slowest ${at(1)} s`;
};

if (mode === 'production' && !existsSync('.next/BUILD_ID')) {
  console.error(
    '没有构建: npm run build, 或加 --dev / --bare. There is no build: npm run build, or add --dev or --bare.',
  );
  process.exitCode = 2;
} else if (positionals[0] === 'kill') {
  const { kills, landed, acknowledged, refused, restartMs, violations } = await runKillDrill({
    times: Number(values.times ?? 50),
    mode,
    say,
  });
  const { beforeFirstWrite, insideTransaction, afterCommit } = landed;
  finish(
    [
      `${kills} kills, ${acknowledged} commands acknowledged, ${refused} refused by the rules`,
      `open when killed: ${beforeFirstWrite} before the first write, ${insideTransaction} inside the transaction, ${afterCommit} after commit before the answer`,
      `up again: ${spread(restartMs)}`,
    ],
    violations,
  );
} else if (positionals[0] === 'postgres') {
  const { outages, acknowledged, unanswered, violations } = await runPostgresDrill({
    times: Number(values.times ?? 3),
    mode,
    say,
  });
  finish(
    [
      `${outages.length} outages, ${acknowledged} commands acknowledged, ${unanswered} unanswered at first and settled by their keys`,
      `first answer after the kill: ${spread(outages.map(({ recoveredMs }) => recoveredMs))}`,
    ],
    violations,
  );
} else {
  console.error('npm run drill kill | postgres [-- --times N] [--dev | --bare]');
  process.exitCode = 2;
}
