import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync } from 'node:fs';
import { Readable } from 'node:stream';
import { text as readText } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { describeError } from './log';

describe('a logged error', () => {
  it('names constraint and place, and never what was asked or which row it was', () => {
    const cause = Object.assign(new Error('duplicate key value violates unique constraint "patients_org_id_mrn_key"'), {
      code: '23505',
      constraint: 'patients_org_id_mrn_key',
      detail: 'Key (mrn)=(ZY-CANARY) already exists.',
    });
    const error = Object.assign(new Error('Failed query: insert into patients … params: 李金丝雀'), {
      name: 'DrizzleQueryError',
      query: 'insert into patients',
      params: ['李金丝雀'],
      cause,
    });
    const text = JSON.stringify(describeError(error));
    expect(text).toContain('patients_org_id_mrn_key');
    expect(text).toContain('23505');
    expect(text).not.toMatch(/金丝雀|CANARY|insert into/);
  });
});

const load = (file: string) => `await import(${JSON.stringify(new URL(file, import.meta.url).href)})`;
const programOf = (body: string) => `
  const { createLogger } = ${load('./log.ts')};
  const { createOutput } = ${load('./start/output.ts')};
  const text = 'a line of the log of some length, so that no pipe holds them all';
  ${body}`;

function startProgram(body: string, stdout: 'pipe' | number = 'pipe') {
  return spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', programOf(body)], {
    stdio: ['ignore', stdout, 'inherit'],
  });
}

/** Resolves to exit code and signal; a program that hangs is killed. */
async function endOf(child: ChildProcess) {
  const patience = setTimeout(() => child.kill('SIGKILL'), 40_000);
  const ended = await once(child, 'exit');
  clearTimeout(patience);
  return ended;
}

interface Line {
  readonly line?: number;
  readonly dropped?: number;
  readonly msg: string;
}

const readAll = (child: ChildProcess) => readText(child.stdout ?? Readable.from([]));

/** A torn line does not parse. */
const parseLines = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);

const numbers = (count: number) => Array.from({ length: count }, (_, line) => line);

describe('a log that nobody reads', () => {
  it('holds up neither the work nor the end', async () => {
    const child = startProgram(`
      const log = createLogger('info');
      for (let line = 0; line < 20_000; line += 1) log.info({ line }, text);
      log.fatal('the last one');
      setTimeout(() => process.exit(7), 50);`);
    expect(await endOf(child)).toEqual([7, null]);
  });

  it('says how many lines it dropped, where they are missing, and keeps the fatal one', async () => {
    const child = startProgram(`
      const log = createLogger('info', createOutput(60_000));
      for (let line = 0; line < 40_000; line += 1) log.info({ line }, text);
      log.fatal('the last one');
      log.info('and on');`);
    const lines = parseLines(await readAll(child));
    const kept = lines.length - 3;
    expect(lines.slice(0, kept).map(({ line }) => line)).toEqual(numbers(kept));
    expect(kept).toBeLessThan(40_000);
    expect(lines[kept]?.dropped).toBe(40_000 - kept);
    expect(lines.slice(-2).map(({ msg }) => msg)).toEqual(['the last one', 'and on']);
  });

  it.skipIf(process.platform !== 'linux')('ends a program whose disk is full', async () => {
    const full = openSync('/dev/full', 'w');
    const child = startProgram(
      `
      const log = createLogger('info');
      process.on('uncaughtException', (error) => log.fatal({ err: error }, 'uncaught exception'));
      for (let line = 0; line < 100; line += 1) log.info({ line }, text);
      setTimeout(() => {
        log.fatal('the last one');
        process.exit(7);
      }, 50);`,
      full,
    );
    closeSync(full);
    expect(await endOf(child)).toEqual([7, null]);
  });

  it('goes on when its reader is gone', async () => {
    const child = startProgram(`
      const log = createLogger('info');
      process.on('uncaughtException', () => process.exit(1));
      log.info(text);
      setTimeout(() => {
        log.fatal('the last one');
        process.exit(7);
      }, 50);`);
    child.stdout?.destroy();
    expect(await endOf(child)).toEqual([7, null]);
  });
});

const terminal = '/usr/bin/script';

describe('a terminal that was stopped with Ctrl-S', () => {
  it.skipIf(process.platform !== 'linux' || !existsSync(terminal))(
    'holds up neither the work nor the end',
    async () => {
      const program = programOf(`
      const { say } = ${load('./start/console.ts')};
      const log = createLogger('info');
      process.stdin.once('data', () => {
        for (let line = 0; line < 2_000; line += 1) log.info({ line }, text);
        say('the end');
        log.fatal('the last one');
        process.exit(7);
      });
      say('ready');`);
      const command = '"$NODE" --import tsx --input-type=module -e "$PROGRAM"';
      const child = spawn(terminal, ['-qec', command, '/dev/null'], {
        env: { ...process.env, NODE: process.execPath, PROGRAM: program },
        stdio: ['pipe', 'pipe', 'inherit'],
      });
      // The terminal takes its keys in order: whoever has read the line is stopped.
      child.stdout.once('data', () => child.stdin.write('\x13go\n'));
      expect(await endOf(child)).toEqual([7, null]);
    },
  );
});

describe('a log that somebody reads', () => {
  it.skipIf(process.platform === 'win32')(
    'is whole, once, in order, the fatal line last, when the reader of a pipe is slow',
    async () => {
      const program = programOf(`
        const log = createLogger('info', createOutput(60_000));
        for (let line = 0; line < 25_000; line += 1) log.info({ line }, text);
        log.fatal('the last one');
        process.exit(7);`);
      // Its pace; nothing waits for it.
      const reader = `
        const { readSync, writeSync } = require('node:fs');
        const buffer = Buffer.alloc(65_536);
        const pace = new Int32Array(new SharedArrayBuffer(4));
        for (let read = readSync(0, buffer); read > 0; read = readSync(0, buffer)) {
          writeSync(1, buffer, 0, read);
          Atomics.wait(pace, 0, 0, 20);
        }`;
      const child = spawn(
        'sh',
        ['-c', '"$0" --import tsx --input-type=module -e "$1" | "$0" -e "$2"', ...[process.execPath, program, reader]],
        {
          stdio: ['ignore', 'pipe', 'inherit'],
        },
      );
      const lines = parseLines(await readAll(child));
      expect(lines.slice(0, -1).map(({ line }) => line)).toEqual(numbers(25_000));
      expect(lines.at(-1)?.msg).toBe('the last one');
    },
  );

  it('is in order when the threads of Node are busy', async () => {
    const child = startProgram(`
      const { pbkdf2 } = await import('node:crypto');
      const log = createLogger('info');
      for (let thread = 0; thread < 8; thread += 1) pbkdf2('', '', 200_000, 64, 'sha512', () => {});
      log.info('the first one');
      log.fatal('the last one');
      process.exit(7);`);
    const lines = parseLines(await readAll(child));
    expect(lines.map(({ msg }) => msg)).toEqual(['the first one', 'the last one']);
  });
});
