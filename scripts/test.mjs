// npm test [check|unit|integration|build|e2e …]: everything, or the named steps; the last line counts.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { findBrokenColours } from './check/built-colours.mjs';
import { ensureBuilt, ensureInstalled, ensureNode, report, root, say } from './prepare.mjs';

const results = path.join(root, 'test-results');
const stepTimeoutMs = 35 * 60_000;
const endWithinMs = 60_000;

let interruptedBy;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    // While a step runs, it is asked to end first; the rest is not begun.
    if (interruptedBy) process.exit(1);
    interruptedBy = signal;
    if (running) end(running);
  });
}
let running;

/** As from a keyboard; a step that does not end by itself is killed. */
function end(child) {
  child.kill('SIGINT');
  const killing = setTimeout(() => child.kill('SIGKILL'), endWithinMs);
  child.once('close', () => clearTimeout(killing));
}

/** Asked to end, Playwright ends the servers that it started; Vitest leaves its database, and a killed one leaves everything. */
function sweep() {
  const program = "import('./tests/support/leftovers.ts').then(({ sweepLeftovers }) => sweepLeftovers())";
  spawnSync(process.execPath, ['--import', 'tsx', '-e', program], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
}

/** Runs a program of node_modules in the foreground; resolves to its exit code. */
function run(file, args, env) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [path.join(root, 'node_modules', file), ...args], {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    running = child;
    let isTooLong = false;
    const timer = setTimeout(() => {
      isTooLong = true;
      end(child);
    }, stepTimeoutMs);
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      running = undefined;
      if (isTooLong) say(`${file}: ended after ${stepTimeoutMs / 60_000} minutes`);
      else if (signal || code > 128) {
        // Not a test that failed: a person, a supervisor or the memory's guard ended it.
        say(
          `${file}: ended by ${signal ?? `signal ${code - 128}`}${interruptedBy ? '' : ', sent from outside this run'}`,
        );
      }
      if (isTooLong || signal || code > 128) sweep();
      resolve(code ?? 1);
    });
  });
}

/** A run that failed without naming a failed test (nothing found, a crash, a timeout) counts as one failure. */
function withCrash(counts, code) {
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

function readResult(name) {
  const file = path.join(results, `${name}.json`);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

/** Said once more at the end of the run, where a long log is looked at first. */
const remarks = [];

function remark(what, where, message = '') {
  const [first = ''] = stripVTControlCharacters(message).split('\n');
  remarks.push(`${what}: ${where}${first ? `\n    ${first.slice(0, 300)}` : ''}`);
}

async function runVitest(project, ...options) {
  rmSync(path.join(results, `${project}.json`), { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=test-results/${project}.json`];
  const code = await run('vitest/vitest.mjs', ['run', '--project', project, ...reporters, ...options], {
    NODE_ENV: 'test',
  });
  const result = readResult(project);
  const files = result?.testResults ?? [];
  for (const { name, assertionResults } of files) {
    for (const { fullName, status, failureMessages } of assertionResults) {
      const where = `${path.relative(root, name)}: ${fullName}`;
      if (status === 'failed') remark('failed', where, failureMessages[0]);
      else if (failureMessages.length) remark('passed at the second try only', where, failureMessages[0]);
    }
  }
  // A file that could not be loaded has no tests of its own to count.
  const broken = files.filter((file) => file.status === 'failed' && file.assertionResults.length === 0);
  for (const { name, message } of broken) remark('not loaded', path.relative(root, name), message);
  return withCrash(
    {
      passed: result?.numPassedTests ?? 0,
      failed: (result?.numFailedTests ?? 0) + broken.length,
      skipped: (result?.numPendingTests ?? 0) + (result?.numTodoTests ?? 0),
    },
    code,
  );
}

/** What did not pass at once in the browser, by file and title. */
function remarkBrowser(suites) {
  for (const { specs = [], suites: inner = [] } of suites) {
    for (const { file, title, tests } of specs) {
      for (const { status, results: tries } of tests) {
        const where = `${file}: ${title}`;
        const message = tries.find(({ error }) => error)?.error.message;
        if (status === 'unexpected') remark('failed', where, message);
        if (status === 'flaky') remark('passed at the second try only', where, message);
      }
    }
    remarkBrowser(inner);
  }
}

let isBuildGood = true;

const steps = {
  check: async () => (await import('./check.mjs')).runChecks(),
  unit: () => runVitest('unit'),
  // Drills wait for a machine that they share with two others: what fails once is tried once more, and named at the end.
  integration: () => runVitest('integration', '--retry=1'),
  async build() {
    isBuildGood = await ensureBuilt();
    if (!isBuildGood) return { passed: 0, failed: 1, skipped: 0 };
    const broken = findBrokenColours();
    for (const line of broken) say(line);
    return { passed: 1, failed: broken.length ? 1 : 0, skipped: 0 };
  },
  async e2e() {
    isBuildGood = await ensureBuilt();
    if (!isBuildGood) {
      say('e2e: not run, the build failed');
      return { passed: 0, failed: 1, skipped: 0 };
    }
    rmSync(path.join(results, 'e2e.json'), { force: true });
    // The same holds for two browsers and two databases.
    const code = await run('@playwright/test/cli.js', ['test', '--retries=1'], {});
    const result = readResult('e2e');
    const stats = result?.stats;
    remarkBrowser(result?.suites ?? []);
    const hasOld = process.platform === 'linux' && process.arch === 'x64';
    return withCrash(
      {
        passed: (stats?.expected ?? 0) + (stats?.flaky ?? 0),
        failed: stats?.unexpected ?? 0,
        skipped: (stats?.skipped ?? 0) + (hasOld ? 0 : 1),
      },
      code,
    );
  },
};

ensureNode();
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in steps));
if (unknown.length) {
  console.error(`没有这一步: ${unknown.join(', ')}. There is: ${Object.keys(steps).join(', ')}.`);
  process.exit(1);
}
await ensureInstalled({ needsDev: true });
mkdirSync(results, { recursive: true });

const total = { passed: 0, failed: 0, skipped: 0 };
const lines = [];
const began = performance.now();
for (const [name, work] of Object.entries(steps)) {
  if (asked.length && !asked.includes(name)) continue;
  if (interruptedBy) {
    say(`\n${name}: not run, ended by ${interruptedBy}`);
    total.failed += 1;
    continue;
  }
  say(`\n── ${name} ──`);
  const since = performance.now();
  const counts = await work();
  for (const key of Object.keys(total)) total[key] += counts[key];
  const seconds = ((performance.now() - since) / 1000).toFixed(1).padStart(7);
  lines.push(
    `${seconds} s  ${name.padEnd(12)} ${counts.passed} passed, ${counts.failed} failed${counts.skipped ? `, ${counts.skipped} skipped` : ''}`,
  );
}
say('');
for (const line of [...remarks, ...lines]) say(line);
report(began, 'in all\n');
say(`${total.passed} passed, ${total.failed} failed${total.skipped ? `, ${total.skipped} skipped` : ''}`);
process.exit(total.failed ? 1 : 0);
