/** Frames (one message to one socket) that one process sends without any waiting. */
const freeFramesPerSecond = 20_000;
const longestWaitMs = 1_000;

/**
 * When a room may be told again. Below the free rate always at once. Above it a room rests as long as its last round of writing took:
 * half of the time is left to everything else, the pause grows with the room and with the load of the machine by itself, and what
 * changes meanwhile is told once, with its latest value.
 */
export class Pacer {
  #tokens = freeFramesPerSecond;
  #refilledAt: number;

  constructor(now: number) {
    this.#refilledAt = now;
  }

  /** ms until this room may be told; 0 for at once. */
  waitMs(room: RoomPace, now: number): number {
    this.#refill(now);
    if (this.#tokens > 0) return 0;
    const untilFree = (-this.#tokens / freeFramesPerSecond) * 1_000;
    return Math.max(0, Math.min(room.restsUntil - now, untilFree, longestWaitMs));
  }

  /** A round to `frames` sockets took from `began` to `ended`. */
  sent(room: RoomPace, frames: number, began: number, ended: number): void {
    this.#refill(ended);
    // Debt is limited, so that one storm does not slow a quiet minute after it.
    this.#tokens = Math.max(-freeFramesPerSecond, this.#tokens - frames);
    room.restsUntil = ended + (ended - began);
  }

  #refill(now: number): void {
    const gained = ((now - this.#refilledAt) / 1_000) * freeFramesPerSecond;
    this.#tokens = Math.min(freeFramesPerSecond, this.#tokens + gained);
    this.#refilledAt = now;
  }
}

export interface RoomPace {
  restsUntil: number;
}
