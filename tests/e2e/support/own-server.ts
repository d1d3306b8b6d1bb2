import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Browser, BrowserContextOptions, Page } from '@playwright/test';
import { makeRunFolder, removeRunFolder } from '../../support/leftovers';
import { type Person, signIn } from './people';

/** A city of its own for tests that stop and start the server; the shared one must go on for the others. */
export interface OwnServer {
  readonly origin: string;
  start(): Promise<void>;
  /** Ends the process as an operator would. */
  stop(): Promise<void>;
  /** Ends it as a power cut would. */
  kill(): Promise<void>;
  remove(): Promise<void>;
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (typeof address !== 'object' || !address) throw new Error('no free port');
  return address.port;
}

const startWithinMs = 150_000;

export async function makeOwnServer(): Promise<OwnServer> {
  const folder = makeRunFolder();
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  let child: ChildProcess | null = null;
  let said = '';

  async function end(signal: 'SIGTERM' | 'SIGKILL') {
    const running = child;
    child = null;
    if (!running || running.exitCode !== null || running.signalCode !== null) return;
    running.kill(signal);
    await once(running, 'exit');
  }

  return {
    origin,
    async start() {
      const running = spawn(process.execPath, ['--import', 'tsx', 'src/server/main.ts'], {
        env: {
          ...process.env,
          NODE_ENV: 'production',
          HOST: '127.0.0.1',
          PORT: String(port),
          XUEMAI_DATA_DIR: folder,
          DEMO_PULSE: '0',
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      child = running;
      for (const stream of [running.stdout, running.stderr])
        stream.on('data', (part: Buffer) => {
          said += part.toString();
        });
      const since = Date.now();
      while (Date.now() - since < startWithinMs) {
        if (running.exitCode !== null) throw new Error(`the server ended: ${said}`);
        const answer = await fetch(`${origin}/api/health/ready`).catch(() => null);
        if (answer?.ok) return;
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
      throw new Error(`the server was not ready in time: ${said}`);
    },
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
    async remove() {
      await end('SIGTERM');
      removeRunFolder(folder);
    },
  };
}

/** A PC of its own at such a server, signed in as this person, at this page. */
export async function openOn(
  origin: string,
  browser: Browser,
  person: Person,
  path: string,
  options: BrowserContextOptions,
): Promise<Page> {
  const context = await browser.newContext({ ...options, baseURL: origin });
  await signIn(context, origin, person);
  const page = await context.newPage();
  await page.goto(path);
  return page;
}
