import type { Envelope } from '@/domain/change';
import { WaitingChanges } from '@/domain/live/coalesce';
import type { ChangesFrame } from '@/domain/live/protocol';
import { channelsFor } from './audience';
import type { FeedRow } from './feed-row';
import { Pacer } from './pacing';

/** Records that may wait for one room; beyond it the room is told to read everything again. Bounds the memory of a slow minute. */
const waitingRecords = 1_000;

export interface FanOutOptions {
  readonly clock: () => number;
  readonly epoch: () => string;
  /** Sockets in a channel of this process. */
  readonly sizeOf: (channel: string) => number;
  readonly send: (channel: string, frame: ChangesFrame) => void;
  readonly sendSnapshot: (channel: string) => void;
}

interface Channel {
  readonly waiting: WaitingChanges;
  readonly pace: { restsUntil: number };
}

/** Feed rows in, frames to rooms out: one frame per room and pass while all is quiet, the latest values when it is not. */
export class FanOut {
  readonly #channels = new Map<string, Channel>();
  readonly #due = new Set<string>();
  readonly #pacer: Pacer;
  #timer: ReturnType<typeof setTimeout> | null = null;
  framesSent = 0;

  constructor(private readonly options: FanOutOptions) {
    this.#pacer = new Pacer(options.clock());
  }

  take(rows: readonly FeedRow[]): void {
    for (const { rooms, envelope } of rows) {
      for (const name of channelsFor(rooms)) this.#offer(name, envelope);
    }
    this.#tellDue();
  }

  /** Tells everything that waits, whatever the pace: a heartbeat may only vouch for what has been sent. */
  flush(): void {
    for (const name of this.#due) this.#tell(name);
    this.#due.clear();
  }

  stop(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    this.#channels.clear();
    this.#due.clear();
  }

  #offer(name: string, envelope: Envelope): void {
    if (this.options.sizeOf(name) === 0) {
      this.#channels.delete(name);
      this.#due.delete(name);
      return;
    }
    let channel = this.#channels.get(name);
    if (!channel) {
      channel = { waiting: new WaitingChanges(waitingRecords), pace: { restsUntil: 0 } };
      this.#channels.set(name, channel);
    }
    channel.waiting.add(envelope);
    this.#due.add(name);
  }

  #tellDue(): void {
    let soonest = Number.POSITIVE_INFINITY;
    for (const name of this.#due) {
      const channel = this.#channels.get(name);
      const wait = channel ? this.#pacer.waitMs(channel.pace, this.options.clock()) : 0;
      if (wait <= 0) {
        this.#tell(name);
        this.#due.delete(name);
      } else soonest = Math.min(soonest, wait);
    }
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    if (soonest < Number.POSITIVE_INFINITY)
      this.#timer = setTimeout(() => {
        this.#timer = null;
        this.#tellDue();
      }, Math.ceil(soonest));
  }

  #tell(name: string): void {
    const channel = this.#channels.get(name);
    if (!channel || channel.waiting.isEmpty) return;
    const { seq, changes, isOverflowing } = channel.waiting.take();
    const frames = this.options.sizeOf(name);
    if (frames === 0) return;
    const began = this.options.clock();
    if (isOverflowing) this.options.sendSnapshot(name);
    else this.options.send(name, { epoch: this.options.epoch(), seq, changes });
    this.framesSent += frames;
    this.#pacer.sent(channel.pace, frames, began, this.options.clock());
  }
}
