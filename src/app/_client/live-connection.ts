import { io, type ManagerOptions, type Socket, type SocketOptions } from 'socket.io-client';
import type { Envelope } from '@/domain/change';
import { drawnForHeader, isPracticeDrawn } from '@/domain/drawn-for';
import { retryDelayMs } from '@/domain/live/backoff';
import {
  type ClientEvents,
  type FeedCursor,
  type Heartbeat,
  ownHeader,
  pollEveryMs,
  pollPath,
  practiceSocketPath,
  type ResumeAnswer,
  type ServerEvents,
  socketPath,
} from '@/domain/live/protocol';
import {
  beginLive,
  type Coverage,
  cityTimeAt,
  isOtherHistory,
  type LiveEvent,
  type LiveMemory,
  stepLive,
} from '@/domain/live/state';
import type { ChangeApplier } from './apply-change';
import { browserTimeMs, elapsedMs } from './browser-clock';

const answerWithinMs = 8_000;
/** A handshake that waits among thousands of others is let wait: begun anew it would cost the server twice, and everybody later. */
const connectWithinMs = 25_000;
/** Without a socket for so long, the figures come by polls, while the handshake waits on. */
const pollAfterMs = 8_000;
/** Heartbeats come every two seconds: after this silence the line is dead, whatever it says of itself. */
const silentAfterMs = 9_000;
const pollAfterFailures = 3;
const probeAfterMs = 1_000;
/** Figures of a server that answers within two seconds are still not called delayed. */
const slowestPollMs = 6_000;
const socketAgainMs = 30_000;
/** A server that was gone and answers a poll again takes sockets too: everybody comes back within this, each at a moment of its own. */
const backWithinMs = 3_000;
/** So often an attempt may fail on a server that is still busy with all the others, before it counts as one that takes no sockets. */
const comeBackAttempts = 5;
const replayedAtOnce = 100;
const shownWithinMs = 5_000;
const healthPath = '/api/health/live';

export interface LiveConnectionOptions {
  readonly initial: Heartbeat | null;
  readonly applier: ChangeApplier;
  /** Every change as it is heard, for tickers. */
  readonly onChanges: (changes: readonly Envelope[]) => void;
  readonly onSignedOut: () => void;
  /** For whom the page is drawn: it hears nothing that is for another. */
  readonly drawnFor?: string;
  /** Where the city is and who comes, for a screen that is no page of it; a page knows both by itself. */
  readonly visitor?: { readonly origin: string; readonly headers: Readonly<Record<string, string>> };
}

/** Keeps one screen on the feed: socket, else polling, else telling that it is cut off. Applies nothing that was not confirmed. */
export class LiveConnection {
  #memory: LiveMemory;
  #socket: Socket<ServerEvents, ClientEvents> | null = null;
  #listeners = new Set<() => void>();
  #retryTimer: ReturnType<typeof setTimeout> | null = null;
  #pollTimer: ReturnType<typeof setTimeout> | null = null;
  #watchTimer: ReturnType<typeof setInterval> | null = null;
  #probeTimer: ReturnType<typeof setTimeout> | null = null;
  #failures = 0;
  #heardAt = 0;
  #nextDelayMs: number | null = null;
  #isRunning = false;
  #pollTookMs = 0;
  #isPolling = false;
  #isPollUnderWay = false;
  /** When the handshake began that is on its way. */
  #connectingSince = 0;
  /** Since when there is no socket. */
  #awaySince: number | null = null;
  /** Nobody answered the last poll. */
  #isPollLost = false;
  /** A poll was answered since there is no socket. */
  #isPollAnswered = false;
  /** When the last series of quick attempts began: a line that comes and goes begins one in a while, not one after the other. */
  #cameBackAt = Number.NEGATIVE_INFINITY;
  /** Attempts since the server was found to be back; 0: it was not away. */
  #comeBacks = 0;
  #round = 0;

  constructor(private readonly options: LiveConnectionOptions) {
    this.#memory = beginLive(elapsedMs(), options.initial, browserTimeMs());
  }

  get memory(): LiveMemory {
    return this.#memory;
  }

  cityNowMs(): number {
    return cityTimeAt(this.#memory, elapsedMs()) ?? browserTimeMs();
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  start(): void {
    if (this.#isRunning) return;
    this.#isRunning = true;
    this.#watchTimer = setInterval(() => this.#watch(), 1_000);
    document.addEventListener('visibilitychange', this.#comeBack);
    window.addEventListener('online', this.#comeBack);
    this.#connect();
  }

  stop(): void {
    this.#isRunning = false;
    this.#round += 1;
    document.removeEventListener('visibilitychange', this.#comeBack);
    window.removeEventListener('online', this.#comeBack);
    for (const timer of [this.#retryTimer, this.#pollTimer, this.#probeTimer]) if (timer) clearTimeout(timer);
    if (this.#watchTimer) clearInterval(this.#watchTimer);
    this.#isPolling = false;
    this.#awaySince = null;
    this.#dropSocket();
  }

  /** Somebody pressed 立即重试. */
  retryNow = (): void => {
    if (!this.#isRunning || this.#memory.link === 'socket') return;
    this.#connect();
  };

  setCoverage(coverage: Coverage | null): void {
    this.#step({ type: 'covered', coverage });
  }

  #step(event: LiveEvent): void {
    this.#memory = stepLive(this.#memory, event);
    for (const listener of this.#listeners) listener();
  }

  #cursor(): FeedCursor {
    return this.#memory.cursor ?? { epoch: '', seq: 0 };
  }

  #connect(): void {
    if (this.#retryTimer) clearTimeout(this.#retryTimer);
    this.#retryTimer = null;
    this.#dropSocket();
    this.#connectingSince = elapsedMs();
    this.#awaySince ??= elapsedMs();
    const { visitor, drawnFor } = this.options;
    const options: Partial<ManagerOptions & SocketOptions> = {
      ...(drawnFor === undefined ? {} : { auth: { drawnFor } }),
      path: drawnFor !== undefined && isPracticeDrawn(drawnFor) ? practiceSocketPath : socketPath,
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
      timeout: connectWithinMs,
    };
    const socket: Socket<ServerEvents, ClientEvents> = visitor
      ? io(visitor.origin, { ...options, extraHeaders: { ...visitor.headers } })
      : io(options);
    this.#socket = socket;
    const isCurrent = () => this.#socket === socket && this.#isRunning;

    socket.on('connect', () => {
      if (!isCurrent()) return;
      this.#failures = 0;
      this.#comeBacks = 0;
      this.#awaySince = null;
      this.#stopPolling();
      this.#heardAt = elapsedMs();
      this.#step({ type: 'opened', clock: elapsedMs() });
      void this.#resume(socket);
    });
    socket.on('heartbeat', (heartbeat) => {
      if (!isCurrent()) return;
      this.#heardAt = elapsedMs();
      if (this.#memory.isResumed && isOtherHistory(this.#memory, heartbeat)) void this.#resume(socket);
      else
        this.#step({
          ...{ type: 'heard', heartbeat, clock: elapsedMs(), browserTime: browserTimeMs() },
          isBehind: this.options.applier.isBehind(),
        });
    });
    socket.on('changes', ({ changes }) => {
      if (!isCurrent()) return;
      this.#heardAt = elapsedMs();
      this.#take(changes).catch(() => {});
    });
    socket.on('snapshot', () => {
      if (isCurrent()) void this.#resume(socket, { epoch: '', seq: 0 });
    });
    socket.on('session_ended', () => {
      if (isCurrent()) this.options.onSignedOut();
    });
    socket.on('server_restart', ({ reconnectInMs }) => {
      this.#nextDelayMs = reconnectInMs;
    });
    socket.on('disconnect', () => {
      if (isCurrent()) this.#lost();
    });
    // A proxy that accepts a websocket and ends it at once: no error is told, and the answer would be waited for in vain.
    socket.io.engine?.once('close', () => {
      if (isCurrent() && !socket.connected) this.#lost();
    });
    socket.on('connect_error', (error) => {
      if (!isCurrent()) return;
      if (error.message === 'unauthenticated' || error.message === 'password_change_required') {
        this.options.onSignedOut();
      }
      this.#lost();
    });
  }

  async #resume(socket: Socket<ServerEvents, ClientEvents>, cursor = this.#cursor()): Promise<void> {
    const round = ++this.#round;
    try {
      const answer = await socket.timeout(answerWithinMs).emitWithAck('resume', cursor);
      if (round !== this.#round) return;
      await this.#applyAnswer(answer, 'socket', () => round === this.#round);
    } catch {
      if (round !== this.#round || this.#socket !== socket) return;
      // A line over which the server is heard is good; it is busy, and to begin anew would cost it more.
      if (socket.connected && !this.#isSilent()) void this.#resume(socket, cursor);
      else this.#lost();
    }
  }

  async #applyAnswer(answer: ResumeAnswer, link: 'socket' | 'polling', isCurrent: () => boolean): Promise<void> {
    // The answer's time is that of its arrival, not of the moment when all of it is on the screen.
    const clock = elapsedMs();
    const browserTime = browserTimeMs();
    const shown: Promise<void>[] = [];
    if (answer.kind === 'snapshot') shown.push(this.options.applier.readAgain());
    else {
      const total = answer.changes.length;
      for (let done = 0; done < total; done += replayedAtOnce) {
        if (link === 'socket') this.#step({ type: 'replaying', left: total - done, total });
        shown.push(this.#take(answer.changes.slice(done, done + replayedAtOnce)));
        await pause(0);
        if (!isCurrent()) return;
      }
    }
    // Live is said when the figures on the screen are. What has had its time and is not there keeps the screen at its age.
    await Promise.race([Promise.allSettled(shown), pause(shownWithinMs)]);
    if (!isCurrent()) return;
    const isBehind = this.options.applier.isBehind();
    this.#step({ type: 'resumed', link, heartbeat: answer, clock, browserTime, isBehind });
  }

  async #take(changes: readonly Envelope[]): Promise<void> {
    this.options.onChanges(changes);
    await this.options.applier.apply(changes);
  }

  #lost(): void {
    this.#dropSocket();
    this.#failures += 1;
    this.#awaySince ??= elapsedMs();
    if (this.#memory.link !== 'polling') this.#step({ type: 'lost', clock: elapsedMs() });
    if (this.#probeTimer) clearTimeout(this.#probeTimer);
    // A line that was cut is tried again within half a second, and mostly back before anybody need ask whether the server is there.
    if (this.#failures > 1) void this.#probe();
    else this.#probeTimer = setTimeout(() => void this.#probe(), probeAfterMs * (1 + Math.random()));
    const isPolling = this.#failures >= pollAfterFailures;
    if (isPolling) this.#startPolling();
    this.#planRetry(this.#nextDelayMs ?? this.#delayMs(isPolling));
    this.#nextDelayMs = null;
  }

  #delayMs(isPolling: boolean): number {
    if (!isPolling) return retryDelayMs(this.#failures - 1, Math.random());
    if (this.#comeBacks === 0) return socketAgainMs * (0.7 + Math.random() * 0.3);
    this.#comeBacks = this.#comeBacks < comeBackAttempts ? this.#comeBacks + 1 : 0;
    return retryDelayMs(Math.max(1, this.#comeBacks), Math.random());
  }

  #planRetry(delayMs: number): void {
    this.#step({ type: 'retry-planned', atClock: elapsedMs() + delayMs });
    if (this.#retryTimer) clearTimeout(this.#retryTimer);
    this.#retryTimer = setTimeout(() => this.#connect(), delayMs);
  }

  #dropSocket(): void {
    const socket = this.#socket;
    this.#socket = null;
    this.#round += 1;
    socket?.removeAllListeners();
    socket?.disconnect();
  }

  async #probe(): Promise<void> {
    const isAway = () => this.#isRunning && this.#memory.link !== 'socket';
    if (!isAway()) return;
    const isReachable = await this.#fetch(healthPath).then(
      (response) => response.ok,
      () => false,
    );
    if (isAway()) this.#step({ type: 'probed', isReachable });
  }

  #startPolling(): void {
    this.#isPolling = true;
    if (this.#pollTimer || this.#isPollUnderWay) return;
    const poll = async () => {
      this.#pollTimer = null;
      this.#isPollUnderWay = true;
      await this.#pollOnce();
      this.#isPollUnderWay = false;
      if (this.#isRunning && this.#isPolling && !this.#pollTimer)
        this.#pollTimer = setTimeout(poll, this.#pollPauseMs() * (0.85 + Math.random() * 0.3));
    };
    this.#pollTimer = setTimeout(poll, 0);
  }

  /**
   * While a socket is tried on a server that has just come back, with everybody else's, it is asked less often; and so is one that takes long
   * to answer, as all of them together ask for more than it can do.
   */
  #pollPauseMs(): number {
    const usual = this.#comeBacks > 0 ? 2 * pollEveryMs : pollEveryMs;
    return Math.max(usual, Math.min(slowestPollMs, 4 * this.#pollTookMs));
  }

  #stopPolling(): void {
    this.#isPolling = false;
    if (this.#pollTimer) clearTimeout(this.#pollTimer);
    this.#pollTimer = null;
    this.#isPollLost = false;
    this.#isPollAnswered = false;
  }

  async #pollOnce(): Promise<void> {
    const { epoch, seq } = this.#cursor();
    const askedAt = elapsedMs();
    try {
      const response = await this.#fetch(`${pollPath}?epoch=${encodeURIComponent(epoch)}&seq=${seq}`);
      if (response.status === 401) this.options.onSignedOut();
      this.#pollTookMs = elapsedMs() - askedAt;
      if (!response.ok) throw new PollRefused(response.status, await isOurBusy(response));
      const answer = (await response.json()) as ResumeAnswer;
      // The first answer since the line was lost says it too: the attempts before it may have failed on a server that was not there yet.
      if ((this.#isPollLost || !this.#isPollAnswered) && this.#isRunning && this.#memory.link !== 'socket')
        this.#serverIsBack();
      this.#isPollLost = false;
      this.#isPollAnswered = true;
      await this.#applyAnswer(answer, 'polling', () => this.#isRunning && this.#memory.link !== 'socket');
    } catch (error) {
      if (!(error instanceof PollRefused)) this.#pollTookMs = elapsedMs() - askedAt;
      if (!this.#isRunning || this.#memory.link === 'socket') return;
      // A server that says it is busy is there; more sockets are not what it needs.
      this.#isPollLost = !(error instanceof PollRefused && error.isBusy);
      if (this.#memory.link !== 'closed') this.#step({ type: 'lost', clock: elapsedMs() });
      void this.#probe();
    }
  }

  /** A handshake that is on its way is let be, and counts as the first attempt. */
  #serverIsBack(): void {
    if (this.#comeBacks > 0 || elapsedMs() - this.#cameBackAt < socketAgainMs) return;
    this.#cameBackAt = elapsedMs();
    this.#comeBacks = 1;
    if (!this.#socket) this.#planRetry(Math.random() * backWithinMs);
  }

  async #fetch(path: string): Promise<Response> {
    const { visitor: { origin = '', headers = {} } = {}, drawnFor } = this.options;
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), answerWithinMs);
    try {
      return await fetch(`${origin}${path}`, {
        headers: { ...headers, [ownHeader]: '1', ...(drawnFor === undefined ? {} : { [drawnForHeader]: drawnFor }) },
        cache: 'no-store',
        signal: abort.signal,
      });
    } finally {
      clearTimeout(timer);
    }
  }

  #isSilent(): boolean {
    return elapsedMs() - this.#heardAt > silentAfterMs;
  }

  /** A line that is silent, a handshake that nobody ends, and figures that wait for one. */
  #watch(): void {
    const socket = this.#socket;
    const isHanging = socket !== null && !socket.connected && elapsedMs() - this.#connectingSince > connectWithinMs;
    if (isHanging || (socket?.connected && this.#isSilent())) this.#lost();
    if (this.#awaySince !== null && elapsedMs() - this.#awaySince > pollAfterMs) this.#startPolling();
  }

  #comeBack = (): void => {
    if (document.visibilityState !== 'visible' || !this.#isRunning) return;
    const socket = this.#socket;
    if (socket?.connected) void this.#resume(socket);
    else if (this.#memory.link !== 'opening') this.#connect();
  };
}

class PollRefused extends Error {
  constructor(
    status: number,
    readonly isBusy: boolean,
  ) {
    super(`poll ${status}`);
  }
}

/** A proxy says 503 too, for a server that is gone; ours says why. */
async function isOurBusy(response: Response): Promise<boolean> {
  if (response.status !== 503) return false;
  const said: unknown = await response.json().catch(() => null);
  return said !== null && typeof said === 'object' && 'error' in said && said.error === 'busy';
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
