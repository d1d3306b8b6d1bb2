import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isAlive, isServing, readPostmaster } from '@/db/embedded/postmaster';

const prefix = 'xuemai-run-';

/** A data folder for one test run, named after its process so that a later run can tell whether it still lives. */
export function makeRunFolder(): string {
  return mkdtempSync(path.join(tmpdir(), `${prefix}${process.pid}-`));
}

export function removeRunFolder(folder: string): void {
  const pointer = path.join(folder, 'pg-place');
  const places = existsSync(pointer) ? [readFileSync(pointer, 'utf8').trim(), folder] : [folder];
  for (const place of places) {
    const cluster = path.join(place, 'pg');
    const running = readPostmaster(cluster);
    if (running && isServing(running.pid, cluster)) process.kill(running.pid, 'SIGQUIT');
    // A drill's own small disk.
    if (isMounted(place)) spawnSync('umount', ['-l', place]);
    rmSync(place, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  }
}

function isMounted(folder: string): boolean {
  return process.platform === 'linux' && readFileSync('/proc/mounts', 'utf8').includes(` ${folder} `);
}

/** What a run that was killed left behind: its server still running, its folder still there. */
export function sweepLeftovers(): void {
  for (const entry of readdirSync(tmpdir())) {
    const owner = Number(new RegExp(`^${prefix}(\\d+)-`).exec(entry)?.[1] ?? 0);
    if (!owner || isAlive(owner)) continue;
    try {
      removeRunFolder(path.join(tmpdir(), entry));
    } catch {
      // Another account's.
    }
  }
}
