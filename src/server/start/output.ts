import { constants, openSync, write, writeSync } from 'node:fs';
import { pino } from 'pino';

/** Bytes of lines that are kept for a reader that does not read; what comes then is dropped. [unsourced: default] */
const keptBytes = 4 * 1024 * 1024;
const againAfterMs = 20;
const { fatal, warn } = pino.levels.values as { fatal: number; warn: number };

const pause = new Int32Array(new SharedArrayBuffer(4));

/**
 * Node opens pipes and sockets so that a write never waits, but lets a terminal block, after Ctrl-S for good: that one is opened anew.
 * Where this cannot be had (Windows, a terminal outside Linux or of another account), a write may block.
 */
function openDescriptor(): { readonly fd: number; readonly canBlock: boolean } {
  const { fd, isTTY } = process.stdout;
  if (!isTTY) return { fd, canBlock: process.platform === 'win32' };
  const flags = constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY;
  try {
    return { fd: openSync(`/proc/self/fd/${fd}`, flags), canBlock: false };
  } catch {
    return { fd, canBlock: true };
  }
}

/**
 * Lines on their way to the standard output, each once, whole, in order. Nobody waits for the reader, who may have paused or be gone, nor for
 * room on the disk: the lines wait and are tried again. Only a flush waits, for a reader that takes something every `patienceMs`.
 * Where a write may block, a thread writes: while it does, a flush does nothing, and the end waits for it.
 */
export function createOutput(patienceMs = 1_000) {
  const { fd, canBlock } = openDescriptor();
  let lines: string[] = [];
  /** What is written next; may begin within a line. */
  let rest: Buffer = Buffer.alloc(0);
  let keptNow = 0;
  let dropped = 0;
  let isThreadWriting = false;
  let again: NodeJS.Timeout | undefined;

  const push = (line: string) => {
    lines.push(line);
    keptNow += Buffer.byteLength(line);
  };

  /** The note stands where the lines are missing. */
  const noteDropped = () => {
    if (dropped === 0) return;
    push(
      `{"level":${warn}${pino.stdTimeFunctions.epochTime()},"dropped":${dropped},"msg":"lines dropped: nobody took them"}\n`,
    );
    dropped = 0;
  };

  const hasMore = () => {
    if (rest.length === 0 && lines.length === 0) noteDropped();
    if (rest.length === 0) {
      rest = Buffer.from(lines.join(''));
      lines = [];
    }
    return rest.length > 0;
  };

  const advance = (written: number) => {
    rest = rest.subarray(written);
    keptNow -= written;
  };

  const tryAgain = () => {
    again = setTimeout(() => {
      again = undefined;
      send();
    }, againAfterMs).unref();
  };

  const send = () => {
    if (canBlock) return sendByThread();
    try {
      while (hasMore()) advance(writeSync(fd, rest));
    } catch {
      tryAgain();
    }
  };

  const sendByThread = () => {
    if (!hasMore()) return;
    isThreadWriting = true;
    write(fd, rest, (error, written) => {
      isThreadWriting = false;
      if (error) return tryAgain();
      advance(written);
      send();
    });
  };

  const output = {
    [pino.symbols.needsMetadataGsym]: true as const,
    /** Set by pino before each line. */
    lastLevel: 0,

    write(line: string): void {
      const isFull = dropped > 0 || keptNow + line.length > keptBytes;
      if (isFull && output.lastLevel < fatal) {
        dropped += 1;
        return;
      }
      noteDropped();
      push(line);
      if (!again && !isThreadWriting) send();
    },

    flushSync(): void {
      let waitedMs = 0;
      while (!isThreadWriting && waitedMs < patienceMs && hasMore()) {
        try {
          advance(writeSync(fd, rest));
          waitedMs = 0;
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return;
          Atomics.wait(pause, 0, 0, againAfterMs);
          waitedMs += againAfterMs;
        }
      }
    },
  };
  process.on('exit', output.flushSync);
  return output;
}

export type Output = ReturnType<typeof createOutput>;

/** The one of this process: lines for a person and lines of the log do not tear each other. */
export const standardOutput = createOutput();
