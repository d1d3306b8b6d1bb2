import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { expect, test } from '@playwright/test';
import { makeRunFolder, removeRunFolder } from '../support/leftovers';

// The process itself, without a browser: start, stop, be killed, start again.
test.describe.configure({ mode: 'serial', timeout: 180_000 });

const dataDir = makeRunFolder();
const children: ChildProcess[] = [];

interface Running {
  readonly child: ChildProcess;
  readonly port: number;
  readonly said: () => string;
}

function launch(settings: Record<string, string> = {}) {
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/server/main.ts'], {
    env: { PATH: process.env.PATH, NODE_ENV: 'production', PORT: '0', XUEMAI_DATA_DIR: dataDir, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (part: Buffer) => {
      said += part.toString();
    });
  return { child, said: () => said };
}

async function start(settings: Record<string, string> = {}): Promise<Running> {
  const { child, said } = launch(settings);
  await expect
    .poll(() => (child.exitCode === null ? said() : `ended: ${said()}`), { timeout: 120_000 })
    .toMatch(/Press Ctrl-C|ended:/);
  const port = Number(/血脉 Xuemai {2}http:\/\/[^:]+:(\d+)/.exec(said())?.[1]);
  expect(port, said()).toBeGreaterThan(0);
  return { child, port, said };
}

async function ended(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return child.exitCode;
}

const readiness = async (port: number): Promise<unknown> =>
  (await fetch(`http://127.0.0.1:${port}/api/health/ready`)).json();

/** A request whose second half is still to come. */
async function beginRequest(port: number): Promise<{ socket: Socket; finish: () => Promise<string> }> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  const head = [
    'POST /api/trpc/nothing HTTP/1.1',
    'Host: 127.0.0.1',
    'Content-Type: application/json',
    'Content-Length: 2',
  ];
  socket.write(`${head.join('\r\n')}\r\n\r\n{`);
  return {
    socket,
    async finish() {
      const answer = once(socket, 'data');
      socket.write('}');
      return String((await answer)[0]);
    },
  };
}

test.afterEach(async () => {
  for (const child of children.splice(0)) {
    child.kill('SIGKILL');
    await ended(child);
  }
});

test.afterAll(() => removeRunFolder(dataDir));

test('a first start makes database and demo city, and prints the address and an account for each role', async () => {
  const { port, said } = await start();
  // The relay is still carrying what the demo city did.
  await expect.poll(() => readiness(port), { timeout: 30_000 }).toMatchObject({ status: 'ready', demo: true });
  expect(said()).toContain('演示账号');
  expect(said()).toMatch(/登记员 +H01/);
});

test('SIGTERM lets the running request finish, takes no new one, and ends with 0', async () => {
  const { child, port, said } = await start();
  const request = await beginRequest(port);
  child.kill('SIGTERM');
  await expect.poll(said).toContain('正在停止');
  await expect
    .poll(() =>
      fetch(`http://127.0.0.1:${port}/api/health/live`).then(
        () => 'open',
        () => 'closed',
      ),
    )
    .toBe('closed');
  expect(await request.finish()).toMatch(/^HTTP\/1\.1 \d{3}/);
  expect(await ended(child)).toBe(0);
  expect(said()).toContain('已停止');
});

test('after kill -9 the next start takes over the database that was left, and knows its demo city', async () => {
  const first = await start();
  first.child.kill('SIGKILL');
  await ended(first.child);
  const second = await start();
  expect(second.said()).toContain('接管上次留下的内置数据库');
  await expect.poll(() => readiness(second.port), { timeout: 30_000 }).toMatchObject({ status: 'ready', demo: true });
});

test('a second process on the same data is refused with a sentence', async () => {
  await start();
  const second = launch();
  expect(await ended(second.child)).toBe(1);
  expect(second.said()).toContain('已在运行');
});

test('beyond this machine over plain http it does not start, and says what to do', async () => {
  const { child, said } = launch({ HOST: '0.0.0.0' });
  expect(await ended(child)).toBe(1);
  expect(said()).toContain('ALLOW_INSECURE_HTTP=1');
});

test('a wrong setting is a sentence, not a stack', async () => {
  const { child, said } = launch({ PORT: 'abc' });
  expect(await ended(child)).toBe(1);
  expect(said()).toContain('PORT="abc"');
  expect(said()).not.toMatch(/\n\s+at /);
});
