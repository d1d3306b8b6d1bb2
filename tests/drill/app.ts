import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

export type Mode = 'production' | 'dev' | 'bare';

export type HeapUsage = Pick<NodeJS.MemoryUsage, 'heapUsed' | 'external' | 'rss'>;

export interface App {
  readonly pid: number;
  readonly url: string;
  /** From the start of the process until it says that it is ready. */
  readonly readyMs: number;
  readonly hasEnded: () => boolean;
  signal(name: 'SIGSTOP' | 'SIGCONT'): void;
  /** What is in use after everything unused was collected; only of an application that was started with the probe. */
  heap(): Promise<HeapUsage>;
  /** SIGKILL, and the process is gone. */
  kill(): Promise<void>;
  /** SIGTERM, and its exit code. */
  stop(): Promise<number | null>;
}

export async function findFreePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

export const environmentOf = (mode: Mode, dataDir: string, port: number): NodeJS.ProcessEnv => ({
  ...process.env,
  XUEMAI_DATA_DIR: dataDir,
  HOST: '127.0.0.1',
  PORT: String(port),
  DEMO_PULSE: '0',
  LOG_LEVEL: process.env.DRILL_LOG === undefined ? 'fatal' : 'warn',
  DATABASE_URL: '',
  DATABASE_MIGRATION_URL: '',
  DATABASE_AUTH_URL: '',
  PUBLIC_URL: '',
  NEXT_TELEMETRY_DISABLED: '1',
  NODE_ENV: mode === 'dev' ? 'development' : 'production',
});

export interface StartOptions {
  readonly timeoutMs?: number;
  /** Beside the usual environment. */
  readonly env?: NodeJS.ProcessEnv;
  /** Its heap may be asked for: see `heap`. */
  readonly hasHeapProbe?: boolean;
}

/** Starts the application as a process of its own on this data, and waits until it is ready. */
export async function startApp(mode: Mode, dataDir: string, port: number, options: StartOptions = {}): Promise<App> {
  const { timeoutMs = 180_000, env = {}, hasHeapProbe = false } = options;
  const since = performance.now();
  const file = mode === 'bare' ? 'tests/drill/bare-app.ts' : 'src/server/main.ts';
  const said: string[] = [];
  const probe = hasHeapProbe ? ['--expose-gc', '--import', './tests/drill/heap-probe.ts'] : [];
  const args = ['--import', 'tsx', ...probe, file, ...(mode === 'dev' ? ['--dev'] : [])];
  const child: ChildProcess = spawn(process.execPath, args, {
    env: { ...environmentOf(mode, dataDir, port), ...env },
    stdio: ['ignore', 'pipe', 'pipe', ...(hasHeapProbe ? (['ipc'] as const) : [])],
  });
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (data: Buffer) => {
      said.push(data.toString());
      if (process.env.DRILL_LOG !== undefined) process.stderr.write(data);
      if (said.length > 200) said.shift();
    });
  const ended = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  const url = `http://127.0.0.1:${port}`;
  while (!(await isReady(url))) {
    if (hasEnded() || performance.now() - since > timeoutMs) {
      child.kill('SIGKILL');
      throw new Error(`the application did not start:\n${said.join('')}`);
    }
    await pause(25);
  }
  return {
    pid: child.pid ?? 0,
    url,
    readyMs: performance.now() - since,
    hasEnded,
    signal: (name) => void child.kill(name),
    async heap() {
      const answer = once(child, 'message');
      child.send('heap');
      const [usage] = (await answer) as [HeapUsage];
      return usage;
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
    async stop() {
      child.kill('SIGTERM');
      const [code] = await ended;
      return code;
    },
  };
}

export async function isReady(url: string): Promise<boolean> {
  try {
    const answer = await fetch(`${url}/api/health/ready`, { signal: AbortSignal.timeout(2_000) });
    await answer.arrayBuffer();
    return answer.ok;
  } catch {
    return false;
  }
}
