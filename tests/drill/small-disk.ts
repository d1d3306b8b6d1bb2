import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { makeRunFolder } from '../support/leftovers';

/** A disk that can be filled and emptied under a running city; it goes with its run folder. */
export interface SmallDisk {
  /** The city's data folder. */
  readonly folder: string;
  /** How it is made to be full, for the report. */
  readonly how: string;
  /** A limit on files stops some writes and not others; over the write-ahead log the database ends and comes back, and has said nothing. */
  readonly isFileSystem: boolean;
  fill(postmaster: number): void;
  empty(postmaster: number): void;
}

const megabytes = 1_500;
/** Less than a segment of the write-ahead log and than the larger tables have. */
const limitBytes = 2 ** 20;

function run(file: string, ...args: string[]): boolean {
  return spawnSync(file, args, { stdio: 'ignore' }).status === 0;
}

function writeUntilFull(file: string): void {
  const block = Buffer.alloc(2 ** 20);
  const ballast = openSync(file, 'a');
  try {
    for (let size = block.length; size >= 512; size = Math.floor(size / 2)) {
      try {
        for (;;) writeSync(ballast, block, 0, size);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
      }
    }
  } finally {
    closeSync(ballast);
  }
}

function membersOf(postmaster: number): number[] {
  const children = readFileSync(`/proc/${postmaster}/task/${postmaster}/children`, 'utf8').trim();
  return [postmaster, ...(children === '' ? [] : children.split(' ').map(Number))];
}

/**
 * A file system in memory of its own, filled to the last byte, where mounting is allowed; else a limit on the size of the files that the
 * database may write, which stops it like a full disk and goes with the process. @returns null where neither can be had.
 */
export function openSmallDisk(): SmallDisk | null {
  if (process.platform !== 'linux') return null;
  const folder = makeRunFolder();
  if (run('mount', '-t', 'tmpfs', '-o', `size=${megabytes}m,mode=755`, 'xuemai-drill', folder)) {
    const ballast = path.join(folder, 'ballast');
    return {
      ...{ folder, how: `a file system of ${megabytes} MiB, filled to the last byte`, isFileSystem: true },
      fill: () => writeUntilFull(ballast),
      empty: () => rmSync(ballast),
    };
  }
  // One that has ended meanwhile writes nothing.
  const limit = (postmaster: number, soft: string) =>
    membersOf(postmaster).every(
      (pid) => run('prlimit', '--pid', String(pid), `--fsize=${soft}:`) || !existsSync(`/proc/${pid}`),
    );
  if (!run('prlimit', '--version')) return null;
  return {
    ...{ folder, how: `no file system may be mounted here: files of at most ${limitBytes / 2 ** 20} MiB` },
    isFileSystem: false,
    fill(postmaster) {
      if (!limit(postmaster, String(limitBytes))) throw new Error('the database’s files could not be limited');
    },
    empty(postmaster) {
      // A database that ended over it was started again without it.
      if (postmaster > 0) limit(postmaster, 'unlimited');
    },
  };
}
