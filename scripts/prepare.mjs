// What must be true before anything runs: Node, packages, build. No dependencies: it runs before they exist.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { patchPackages } from './patch-packages.mjs';

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
export const beganAt = Date.now();

export const say = (line) => process.stdout.write(`${line}\n`);

/** `     312 ms  text` */
export function report(sinceMs, text) {
  say(`${String(Math.round(performance.now() - sinceMs)).padStart(8)} ms  ${text}`);
}

function stop(...lines) {
  for (const line of lines) console.error(line);
  process.exit(1);
}

export function ensureNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  stop(
    `血脉需要 Node 20.19 或更新版本, 当前是 ${process.versions.node}: 从 https://nodejs.org 安装后重试.`,
    `Xuemai needs Node 20.19 or newer, this is ${process.versions.node}: install it from https://nodejs.org and try again.`,
  );
}

const readJson = (file) => JSON.parse(readFileSync(path.join(root, file), 'utf8'));

/** Compares npm's own record of what lies in node_modules with the lock file. */
function isInstalled(needsDev) {
  if (!existsSync(path.join(root, 'node_modules/.package-lock.json'))) return false;
  const wanted = readJson('package-lock.json').packages;
  const present = readJson('node_modules/.package-lock.json').packages;
  return Object.entries(wanted).every(([at, entry]) => {
    if (at === '') return true;
    const found = present[at];
    if (!found) return Boolean(entry.optional || entry.devOptional || entry.peer || (entry.dev && !needsDev));
    return found.version === entry.version && found.integrity === entry.integrity;
  });
}

function findNpm() {
  const beside = path.dirname(process.execPath);
  const candidates = [
    process.env.npm_execpath,
    path.join(beside, '../lib/node_modules/npm/bin/npm-cli.js'),
    path.join(beside, 'node_modules/npm/bin/npm-cli.js'),
    '/usr/share/nodejs/npm/bin/npm-cli.js',
  ];
  const cli = candidates.find((file) => file?.endsWith('npm-cli.js') && existsSync(file));
  return cli
    ? { file: process.execPath, args: [cli], shell: false }
    : { file: 'npm', args: [], shell: process.platform === 'win32' };
}

/** A service account often has no home: npm's cache then goes to the temporary folder. */
function npmEnvironment() {
  try {
    accessSync(homedir(), constants.W_OK);
    return process.env;
  } catch {
    return { ...process.env, npm_config_cache: path.join(tmpdir(), `xuemai-npm-${process.getuid?.() ?? 0}`) };
  }
}

/** Passes on what ends us: signals, and the death of npm (its shell dies of a SIGTERM without passing it on). */
function endWithUs(child) {
  const parent = process.ppid;
  const onSignal = (signal) => child.kill(signal);
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, onSignal);
  const watch =
    process.env.npm_lifecycle_event && process.platform !== 'win32'
      ? setInterval(() => process.ppid !== parent && child.kill('SIGTERM'), 500)
      : undefined;
  watch?.unref();
  child.once('exit', () => {
    clearInterval(watch);
    for (const signal of signals) process.removeListener(signal, onSignal);
  });
}

/** Runs a program in the foreground; resolves to undefined when it went well, else to what went wrong. */
function runForeground(file, args, options) {
  return new Promise((resolve) => {
    const child = spawn(file, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], ...options });
    endWithUs(child);
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, signal) => {
      // Ended by the same Ctrl-C as we.
      if (signal === 'SIGINT' || signal === 'SIGTERM') process.exit(signal === 'SIGINT' ? 130 : 143);
      resolve(code === 0 ? undefined : String(signal ?? code));
    });
  });
}

async function installPackages() {
  const since = performance.now();
  say('安装依赖 (npm ci), 约一分钟 … Installing packages, about a minute …');
  const npm = findNpm();
  // --include=dev: NODE_ENV=production would leave out what the build and the tests need.
  const args = [
    ...npm.args,
    'ci',
    '--include=dev',
    '--include=optional',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ];
  const failure = await runForeground(npm.file, args, { env: npmEnvironment(), shell: npm.shell });
  if (failure) {
    stop(
      `依赖没有装上 (npm ci: ${failure}). 检查网络与 npm 源 (npm config get registry) 后重试.`,
      'The packages could not be installed: check the network and the registry (npm config get registry), then try again.',
    );
  }
  report(since, '依赖已安装. Packages installed');
}

/** `npm ci` when node_modules is missing or is not what the lock file says, then our repairs. */
export async function ensureInstalled({ needsDev = false } = {}) {
  if (!isInstalled(needsDev)) await installPackages();
  try {
    patchPackages();
  } catch {
    // A package that an older release of this project repaired differently: fetch it afresh.
    await installPackages();
    patchPackages();
  }
}

const buildInputs = [
  'src',
  'public',
  'package.json',
  'package-lock.json',
  'next.config.ts',
  'postcss.config.mjs',
  'tsconfig.json',
];

function digestBuildInputs() {
  const hash = createHash('sha256').update(process.versions.node.split('.')[0] ?? '');
  const visit = (at) => {
    const full = path.join(root, at);
    if (!existsSync(full)) return;
    const entries = readdirSync(full, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const entry of entries) {
      const child = `${at}/${entry.name}`;
      if (entry.isDirectory()) visit(child);
      else if (!/\.test\.tsx?$/.test(entry.name))
        hash.update(`${child}\n`).update(readFileSync(path.join(root, child)));
    }
  };
  for (const input of buildInputs) {
    if (/\./.test(input)) {
      if (existsSync(path.join(root, input))) hash.update(`${input}\n`).update(readFileSync(path.join(root, input)));
    } else visit(input);
  }
  return hash.digest('hex');
}

const digestFile = path.join(root, '.next/xuemai-digest');

export function isBuilt() {
  return existsSync(digestFile) && readFileSync(digestFile, 'utf8') === digestBuildInputs();
}

/** `next build` when its inputs changed. Returns false when it failed. */
export async function ensureBuilt() {
  const since = performance.now();
  if (isBuilt()) {
    report(since, '页面是最新的. Build is current');
    return true;
  }
  say('构建页面 (next build), 一两分钟 … Building the pages, a minute or two …');
  const digest = digestBuildInputs();
  rmSync(digestFile, { force: true });
  // The dev server's leftover types break a build.
  rmSync(path.join(root, '.next/dev'), { recursive: true, force: true });
  const failure = await runForeground(process.execPath, [path.join(root, 'node_modules/next/dist/bin/next'), 'build'], {
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
  });
  if (failure) {
    console.error('页面没有构建成功, 原因见上. The build failed; the reason stands above.');
    return false;
  }
  mkdirSync(path.dirname(digestFile), { recursive: true });
  writeFileSync(digestFile, digest);
  report(since, '页面已构建. Pages built');
  return true;
}

/** Runs a TypeScript program of this project in a process of its own, without a shell in between, and ends as it ends. */
export function runTypeScript(file, args, env) {
  const child = spawn(process.execPath, ['--import', 'tsx', file, ...args], {
    cwd: root,
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', ...env },
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  endWithUs(child);
  child.on('error', (error) => stop(String(error)));
  child.on('exit', (code, signal) => {
    if (signal) process.exit(128 + (signal === 'SIGINT' ? 2 : signal === 'SIGKILL' ? 9 : 15));
    process.exit(code ?? 1);
  });
  return child;
}
