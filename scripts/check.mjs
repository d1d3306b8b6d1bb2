// npm run check: format, lint, types, arrows, dead paths, banned words; prints file sizes.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { findBanned } from './check/banned.mjs';
import { findDeadPaths } from './check/documents.mjs';
import { describeSizes } from './check/sizes.mjs';
import { ensureInstalled, ensureNode, report, root, say } from './prepare.mjs';

/** Runs a program of node_modules; resolves to its exit code and everything it said. */
function run(file, args) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [path.join(root, 'node_modules', file), ...args], {
      cwd: root,
      env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', FORCE_COLOR: process.stdout.isTTY ? '1' : '0' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const parts = [];
    child.stdout.on('data', (part) => parts.push(part));
    child.stderr.on('data', (part) => parts.push(part));
    child.on('close', (code) => resolve({ code, text: Buffer.concat(parts).toString('utf8').trim() }));
  });
}

const listed = (lines) => ({ isOk: lines.length === 0, text: lines.join('\n') });

const steps = [
  {
    name: 'format and lint',
    hint: 'npm run format mends most of it',
    async work() {
      const { code, text } = await run('@biomejs/biome/bin/biome', ['check', '--max-diagnostics=50', '.']);
      return { isOk: code === 0, text };
    },
  },
  {
    name: 'types',
    hint: 'mend the types named above',
    async work() {
      // Route types come from Next; without them tsc does not know PageProps.
      const routes = await run('next/dist/bin/next', ['typegen']);
      if (routes.code !== 0) return { isOk: false, text: routes.text };
      const { code, text } = await run('typescript/bin/tsc', ['--noEmit', '--pretty', 'false']);
      return { isOk: code === 0, text };
    },
  },
  {
    name: 'arrows',
    hint: 'each rule says the way out in .dependency-cruiser.cjs',
    async work() {
      const { code, text } = await run('dependency-cruiser/bin/dependency-cruise.mjs', [
        ...['src', 'tests', 'scripts', '--config', '.dependency-cruiser.cjs', '--output-type', 'err-long'],
      ]);
      const cruised = Number(/(\d+) modules/.exec(text)?.[1] ?? 0);
      // Under TypeScript 7 it looks at nothing and is content.
      if (cruised === 0) return { isOk: false, text: `dependency-cruiser looked at 0 modules.\n${text}` };
      return { isOk: code === 0, text: code === 0 ? '' : text, note: `${cruised} modules` };
    },
  },
  { name: 'paths in documents', hint: 'correct the document', work: async () => listed(findDeadPaths()) },
  { name: 'clock, environment, colours', hint: 'each line says the way out', work: async () => listed(findBanned()) },
];

/** Runs every check, two at a time; returns how many passed and failed. */
export async function runChecks() {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  const queue = [...steps];
  const worker = async () => {
    for (let step = queue.shift(); step; step = queue.shift()) {
      const since = performance.now();
      const { isOk, text, note } = await step.work();
      if (isOk) {
        counts.passed += 1;
        report(since, `ok    ${step.name}${note ? ` (${note})` : ''}`);
      } else {
        counts.failed += 1;
        say(`\n${text}\n`);
        report(since, `FAIL  ${step.name}: ${step.hint}`);
      }
    }
  };
  await Promise.all([worker(), worker()]);
  say('\nsizes (a habit, not a gate)');
  for (const line of describeSizes()) say(`  ${line}`);
  return counts;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  ensureNode();
  await ensureInstalled({ needsDev: true });
  const { passed, failed } = await runChecks();
  say(`\n${passed} passed, ${failed} failed`);
  process.exit(failed ? 1 : 0);
}
