import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { environmentOf } from './app';
import type { OwnCity } from './city';

export interface ToolRun {
  readonly code: number | null;
  readonly printed: string;
  readonly ms: number;
}

/** The operator's own tool on the city's data (or another folder), as a process: its exit code, and what it printed. */
export async function runTool(
  city: Pick<OwnCity, 'mode' | 'dataDir' | 'port'>,
  file: string,
  args: readonly string[] = [],
  dataDir = city.dataDir,
): Promise<ToolRun> {
  const since = performance.now();
  const env = { ...environmentOf(city.mode, dataDir, city.port), LOG_LEVEL: 'error' };
  const child = spawn(process.execPath, ['--import', 'tsx', file, ...args], { env, timeout: 600_000 });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => (printed += data.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, printed: printed.trim(), ms: performance.now() - since };
}
