import { spawn } from 'node:child_process';
import { once } from 'node:events';
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

describe('a log that nobody reads', () => {
  const logMuch = `
    const { createLogger } = await import(${JSON.stringify(new URL('./log.ts', import.meta.url).href)});
    process.stdout.write('');
    const log = createLogger('info');
    for (let line = 0; line < 20_000; line += 1) log.info({ line }, 'a line of the log of some length, so that no pipe holds them all');
    log.fatal('the last one');
    setTimeout(() => process.exit(7), 50);`;

  it('holds up neither the work nor the end', async () => {
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', logMuch], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const patience = setTimeout(() => child.kill('SIGKILL'), 20_000);
    const [code, signal] = await once(child, 'exit');
    clearTimeout(patience);
    expect([code, signal]).toEqual([7, null]);
  }, 30_000);

  it('is whole when somebody does', async () => {
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', logMuch], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
    await once(child, 'close');
    const lines = text.trim().split('\n');
    expect(lines).toHaveLength(20_001);
    expect(lines.at(-1)).toContain('the last one');
  }, 30_000);
});
