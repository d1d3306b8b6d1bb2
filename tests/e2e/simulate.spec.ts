import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { makeOwnServer, type OwnServer } from './support/own-server';
import { expect, test } from './support/test';

test.describe.configure({ mode: 'serial', timeout: 240_000 });

let server: OwnServer;
test.beforeAll(async () => {
  test.setTimeout(180_000);
  server = await makeOwnServer();
  await server.start();
});
test.afterAll(() => server.remove());

function simulate(origin: string, ...options: string[]) {
  const running = spawn(process.execPath, ['scripts/run.mjs', 'tests/simulate/run.ts', '--url', origin, ...options], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const heard = { text: '' };
  for (const stream of [running.stdout, running.stderr])
    stream.on('data', (part: Buffer) => {
      heard.text += part.toString();
    });
  return { running, heard };
}

test('a city at work, its server killed in the middle: every screen ends equal to the database', async () => {
  const { running, heard } = simulate(server.origin, '--rate', '6', '--minutes', '0.3');
  const ended = once(running, 'exit');
  await expect.poll(() => heard.text, { timeout: 60_000 }).toContain('10 s:');
  await server.kill();
  await server.start();
  const [code] = await ended;
  expect(code, heard.text).toBe(0);
  expect(heard.text).toContain('\n0 violations');
  // It did work, and somebody heard of it on both sides of the kill.
  expect(Number(/clinical-issues\.register\s+(\d+) done/.exec(heard.text)?.[1])).toBeGreaterThan(5);
  expect(heard.text).toMatch(/^(processings|stocktakes|storage-places)\.\S.*\s[1-9]\d* done/m);
  expect(heard.text).toMatch(/screen O01 2001: [1-9]\d* changes heard, [1-9]/);
});

test('on a server of its own that is killed, with its database killed too, nothing is lost, doubled or foreign', async () => {
  const { running, heard } = simulate(
    '',
    '--own',
    '--rate',
    '5',
    '--minutes',
    '0.5',
    '--kills',
    '1',
    '--restarts',
    '1',
  );
  const [code] = await once(running, 'exit');
  expect(code, heard.text).toBe(0);
  expect(heard.text).toContain('the application was killed and answers again');
  expect(heard.text).toContain('the database was killed and answers again');
  expect(heard.text).toContain('\n0 violations');
  expect(Number(/clinical-issues\.register\s+(\d+) done/.exec(heard.text)?.[1])).toBeGreaterThan(5);
});

test('it does not begin on a server that is not there, and says what to do', async () => {
  const { origin } = server;
  await server.stop();
  const { running, heard } = simulate(origin, '--rate', '1', '--minutes', '0.1');
  const [code] = await once(running, 'exit');
  expect(code).toBe(2);
  expect(heard.text).toContain(`${origin} 没有答复，先启动`);
});

test('it simulates nothing on a server that keeps real records', async () => {
  const real = createServer((_, answer) => answer.end(JSON.stringify({ status: 'ready', demo: false })));
  real.listen(0, '127.0.0.1');
  await once(real, 'listening');
  const { port } = real.address() as AddressInfo;
  const { running, heard } = simulate(`http://127.0.0.1:${port}`, '--rate', '1');
  const [code] = await once(running, 'exit');
  real.close();
  expect(code).toBe(2);
  expect(heard.text).toContain('不是演示服务器');
});
