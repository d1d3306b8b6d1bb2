import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

export type Mode = 'production' | 'dev' | 'bare';

export interface App {
  readonly pid: number;
  readonly url: string;
  /** From the start of the process until it says that it is ready. */
  readonly readyMs: number;
  readonly hasEnded: () => boolean;
  signal(name: 'SIGSTOP' | 'SIGCONT'): void;
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

/** Starts the application as a process of its own on this data, and waits until it is ready. */
export async function startApp(mode: Mode, dataDir: string, port: number, timeoutMs = 180_000): Promise<App> {
  const since = performance.now();
  const file = mode === 'bare' ? 'tests/drill/bare-app.ts' : 'src/server/main.ts';
  const said: string[] = [];
  const child: ChildProcess = spawn(process.execPath, ['--import', 'tsx', file, ...(mode === 'dev' ? ['--dev'] : [])], {
    env: environmentOf(mode, dataDir, port),
    stdio: ['ignore', 'pipe', 'pipe'],
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
