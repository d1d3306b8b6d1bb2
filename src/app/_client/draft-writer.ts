import { appErrorOf } from './app-error';
import { mintUuid } from './mint-uuid';

export type DraftState =
  | { readonly kind: 'clean' }
  | { readonly kind: 'saving' }
  | { readonly kind: 'saved'; readonly at: Date }
  /** `isRefused`: it cannot be stored as it is, however often it is tried. */
  | { readonly kind: 'failed'; readonly isRefused: boolean }
  | { readonly kind: 'conflict' };

export interface StoredDraft {
  readonly id: string;
  readonly version: number;
}

/** One saving of an entry. */
export interface DraftSaving extends StoredDraft {
  readonly body: Record<string, unknown>;
  /** Who saves, and its how-manieth saving this is: an answer that was lost is no other PC. */
  readonly writer: string;
  readonly revision: number;
}

export interface DraftToSave extends DraftSaving {
  /** Idempotency keys of the commands that take this entry: no draft is begun of an entry that was taken meanwhile. */
  readonly entryKeys: string[];
}

interface DraftWriterOptions {
  readonly stored: StoredDraft;
  /** JSON of what stands on the server already, or is worth nothing yet. */
  readonly written: string;
  readonly save: (draft: DraftSaving) => Promise<{ version: number; updatedAt: Date }>;
  readonly onState: (state: DraftState) => void;
}

/** After the last change, but no later after the first than `atLatestMs`: a scanner that never rests is saved as well. */
const quietMs = 400;
const atLatestMs = 2_000;
const againMs = 5_000;
/** How often what a page left behind is sent again, where nobody answers: about a minute. */
const triesAfterLeaving = 12;

/**
 * Keeps on the server what is being entered. One saving at a time, each with the version that the one before it left; one that failed
 * is tried again until it lands. Where another PC has saved meanwhile it stops: nobody's entry is overwritten.
 */
export class DraftWriter {
  readonly #writer = mintUuid();
  #revision = 0;
  #version: number;
  #newest: string;
  #written: string;
  #sent: string | null = null;
  #isStopped = false;
  #isPaused = false;
  /** Savings that may still fail once the page is gone; null while it is there. */
  #triesLeft: number | null = null;
  #underWay: Promise<void> = Promise.resolve();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #firstUnsavedAt: number | undefined;

  constructor(private readonly options: DraftWriterOptions) {
    this.#version = options.stored.version;
    this.#written = options.written;
    this.#newest = options.written;
  }

  /** @param body JSON of what stands on the screen now. @param at ms of a clock that only runs forward. */
  offer(body: string, at: number): void {
    this.#newest = body;
    if (this.#isStopped || this.#isPaused || this.#sent !== null || body === this.#written) return;
    this.#firstUnsavedAt ??= at;
    this.#saveIn(Math.max(0, Math.min(quietMs, this.#firstUnsavedAt + atLatestMs - at)));
  }

  /** The page is gone: saves at once what has not been sent, and sends it again where it fails. Nobody is told of it any more. */
  leave(): void {
    this.#triesLeft ??= triesAfterLeaving;
    this.flush();
  }

  /** Saves at once what has not been sent: the page may not come back. */
  flush(): void {
    if (this.#isStopped || this.#isPaused || this.#newest === (this.#sent ?? this.#written)) return;
    this.#underWay = this.#save();
  }

  /**
   * The entry is about to be posted: saves what is not saved, then nothing more until `resume`. A saving that were still under way when the
   * server takes the draft away would bring it back.
   * @returns once the server has answered, or after `atMostMs`: a slow draft keeps no entry waiting for long.
   */
  async settle(atMostMs: number): Promise<void> {
    this.#isPaused = true;
    clearTimeout(this.#timer);
    await Promise.race([this.#saveAll(), new Promise((resolve) => setTimeout(resolve, atMostMs))]);
  }

  async #saveAll(): Promise<void> {
    await this.#underWay;
    if (this.#isStopped || this.#newest === this.#written) return;
    this.#underWay = this.#save();
    await this.#underWay;
  }

  /** It was not posted: the entry goes on. */
  resume(): void {
    if (!this.#isPaused) return;
    this.#isPaused = false;
    if (this.#sent === null && this.#newest !== this.#written) this.#saveIn(quietMs);
  }

  /** Saves nothing more: the entry was posted, and the server has taken its draft away. */
  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
  }

  #saveIn(ms: number): void {
    clearTimeout(this.#timer);
    if (!this.#isStopped && !this.#isPaused) this.#timer = setTimeout(() => this.flush(), ms);
  }

  async #save(): Promise<void> {
    clearTimeout(this.#timer);
    const body = this.#newest;
    this.#sent = body;
    this.#firstUnsavedAt = undefined;
    this.#revision += 1;
    this.#tell({ kind: 'saving' });
    try {
      const saved = await this.options.save({
        id: this.options.stored.id,
        version: this.#version,
        body: JSON.parse(body) as Record<string, unknown>,
        writer: this.#writer,
        revision: this.#revision,
      });
      this.#sent = null;
      this.#version = saved.version;
      this.#written = body;
      this.#tell({ kind: 'saved', at: saved.updatedAt });
      if (this.#newest !== body) this.#saveIn(quietMs);
    } catch (error) {
      this.#sent = null;
      const { code } = appErrorOf(error);
      const isConflict = code === 'conflict';
      const isRefused = code === 'invalid_input';
      this.#tell(isConflict ? { kind: 'conflict' } : { kind: 'failed', isRefused });
      if (isConflict || (this.#triesLeft !== null && (isRefused || this.#triesLeft-- === 0))) this.stop();
      else this.#saveIn(againMs);
    }
  }

  #tell(state: DraftState): void {
    if (this.#triesLeft === null) this.options.onState(state);
  }
}
