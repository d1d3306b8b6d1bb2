import './page';
import { type QueryClient, QueryObserver } from '@tanstack/react-query';
import { createTRPCClient, httpLink } from '@trpc/client';
import SuperJSON from 'superjson';
import { type ChangeApplier, createChangeApplier } from '@/app/_client/apply-change';
import { elapsedMs } from '@/app/_client/browser-clock';
import { LiveConnection } from '@/app/_client/live-connection';
import { registerPatcher } from '@/app/_client/patchers';
import { createQueryClient } from '@/app/_client/query-client';
import { type CellState, cellKey, type Envelope } from '@/domain/change';
import { describeLive } from '@/domain/live/state';
import { type CitySnapshot, patchCity } from '@/domain/overview/city';
import { patchMatrix, type StockMatrix } from '@/domain/stock/matrix';
import type { AppRouter } from '@/server/router';

const matrixKey = [['stock', 'matrix'], { input: {}, type: 'query' }] as const;
const cityKey = [['overview', 'city'], { input: {}, type: 'query' }] as const;

// As the pages of the two screens say it.
registerPatcher<StockMatrix>([['stock', 'matrix']], (data, changes) => {
  const patched = changes.reduce(patchMatrix, data);
  return { data: patched, isSettled: patched === data };
});
registerPatcher<CitySnapshot>([['overview', 'city']], (data, changes) => {
  const patched = changes.reduce(patchCity, data);
  return { data: patched, isSettled: patched.expiring === data.expiring };
});

const answerWithinMs = 25_000;

function endOf(given: AbortSignal | null | undefined): AbortSignal {
  const silence = AbortSignal.timeout(answerWithinMs);
  return given ? AbortSignal.any([given, silence]) : silence;
}

export type Picture = StockMatrix | CitySnapshot;

export interface WallPlan {
  readonly cookie: string;
  readonly viewerOrgId: string;
  /** The desk's own stock, or the whole city's. */
  readonly shows: 'stock' | 'city';
}

/** One cell as the database has it. */
export type Truth = Pick<
  CellState,
  'orgId' | 'component' | 'abo' | 'rhd' | 'version' | 'availableBags' | 'availableAmount' | 'inTransitBags'
>;

/** What a moment of trouble did to one screen; times in ms since it began. */
export interface Passage {
  lostAt: number | null;
  /** When it first tried again, and how long after the loss that was planned to be. */
  triedAt: number | null;
  plannedMs: number | null;
  /** How often another attempt was planned. */
  attempts: number;
  /** When what it missed was on the screen again, by whichever way. */
  rightAt: number | null;
  /** When it heard by its socket again. */
  liveAt: number | null;
  readAgain: number;
}

const noPassage = (): Passage => ({
  ...{ lostAt: null, triedAt: null, plannedMs: null, attempts: 0, rightAt: null, liveAt: null, readAgain: 0 },
});

/**
 * An open page without its pixels: the very client of the browser (connection, query cache, patches) as one person, showing one picture.
 * @param origin where the server is.
 */
export class Wall {
  readonly lags: number[] = [];
  heard = 0;
  private passage: Passage = noPassage();
  signedOut = 0;
  /** What the connection last knew of its line is about this line. */
  private isAwake = true;
  private since = 0;
  private plannedFor: number | null = null;
  private readonly queries: QueryClient;
  private readonly observer: QueryObserver<Picture>;
  private readonly applier: ChangeApplier;
  private readonly connection: LiveConnection;
  private readonly ends: (() => void)[] = [];

  constructor(
    origin: string,
    private readonly plan: WallPlan,
    /** What other screens of the same kind were opened with just now. */
    first: Picture | null,
  ) {
    const headers = { cookie: plan.cookie, origin, 'x-xuemai': '1' };
    const api = createTRPCClient<AppRouter>({
      links: [
        httpLink({
          ...{ url: `${origin}/api/trpc`, transformer: SuperJSON, methodOverride: 'POST', headers },
          // Silence ends, as in the browser.
          fetch: (url, init) => fetch(url as string, { ...init, signal: endOf(init?.signal) } as RequestInit),
        }),
      ],
    });
    this.queries = createQueryClient({ onSignedOut: () => (this.signedOut += 1) });
    const isCity = plan.shows === 'city';
    this.observer = new QueryObserver<Picture>(this.queries, {
      queryKey: isCity ? cityKey : matrixKey,
      queryFn: ({ signal }) =>
        isCity ? api.overview.city.query({}, { signal }) : api.stock.matrix.query({}, { signal }),
      ...(first ? { initialData: first } : {}),
    });
    const applier = createChangeApplier({
      client: this.queries,
      viewer: { orgId: plan.viewerOrgId, isOffice: plan.viewerOrgId.startsWith('O') },
      clock: elapsedMs,
      random: Math.random,
    });
    this.applier = {
      ...applier,
      readAgain: () => {
        this.passage.readAgain += 1;
        return applier.readAgain();
      },
    };
    this.connection = new LiveConnection({
      initial: first ? { epoch: first.epoch, seq: first.seq, at: first.asOf.toISOString(), lagMs: 0 } : null,
      applier: this.applier,
      onChanges: (changes) => this.note(changes),
      onSignedOut: () => (this.signedOut += 1),
      visitor: { origin, headers: { cookie: plan.cookie, origin } },
    });
    this.ends.push(this.connection.subscribe(() => this.follow()));
  }

  /** Resolves when it hears by its socket and shows what there is. */
  async open(): Promise<Picture> {
    this.ends.push(this.observer.subscribe(() => {}));
    while (!this.observer.getCurrentResult().data) await new Promise((resolve) => setTimeout(resolve, 20));
    this.begin();
    this.connection.start();
    const end = performance.now() + 60_000;
    while (!this.isLive()) {
      if (performance.now() > end) throw new Error(`a screen of ${this.plan.viewerOrgId} did not open`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const { data } = this.observer.getCurrentResult();
    if (!data) throw new Error('no picture');
    return data;
  }

  /** Whatever happens from here on is counted anew. */
  begin(): void {
    this.since = performance.now();
    this.passage = noPassage();
  }

  /** The laptop is closed: nothing is heard, and what is on the screen stays. */
  sleep(): void {
    this.isAwake = false;
    this.connection.stop();
  }

  wake(): void {
    this.begin();
    this.passage.lostAt = 0;
    this.connection.start();
  }

  isLive(): boolean {
    const { memory } = this.connection;
    return this.isAwake && memory.link === 'socket' && this.isRight();
  }

  /** What it missed is on the screen. */
  private isRight(): boolean {
    return this.connection.memory.isResumed && !this.applier.isBehind();
  }

  /** As it is at this moment, not as it was when the connection last said something. */
  soFar(): Passage {
    this.follow();
    return this.passage;
  }

  get state(): string {
    return describeLive(this.connection.memory, elapsedMs()).state;
  }

  get seq(): number {
    return this.connection.memory.cursor?.seq ?? 0;
  }

  /** Cells that stand otherwise in the database, in words. */
  compare(truth: readonly Truth[]): string[] {
    const shown = this.shown();
    const own = truth.filter(({ orgId }) => this.plan.shows === 'city' || orgId === this.plan.viewerOrgId);
    return own.flatMap((cell) => {
      const known = shown.get(cellKey(cell));
      const isEqual =
        known !== undefined &&
        known.version === cell.version &&
        known.availableBags === cell.availableBags &&
        known.availableAmount === cell.availableAmount &&
        known.inTransitBags === cell.inTransitBags;
      if (isEqual) return [];
      const said = known ? `${known.availableBags} bags at version ${known.version}` : 'nothing';
      return [
        `${this.plan.shows} of ${this.plan.viewerOrgId} (${this.state}): ${cellKey(cell)} shows ${said}, stored ${cell.availableBags} at ${cell.version}`,
      ];
    });
  }

  close(): void {
    this.connection.stop();
    this.applier.stop();
    for (const end of this.ends) end();
    this.queries.clear();
  }

  private shown(): Map<string, Omit<Truth, 'orgId' | 'component' | 'abo' | 'rhd'>> {
    const { data } = this.observer.getCurrentResult();
    if (!data) return new Map();
    if ('orgId' in data) return new Map(data.cells.map((cell) => [cellKey(cell), cell]));
    return new Map(
      Object.entries(data.cells).flatMap(([orgId, cells]) =>
        cells.map(
          ([component, abo, rhd, availableBags, availableAmount, inTransitBags, , version]) =>
            [
              cellKey({ orgId, component, abo, rhd }),
              { availableBags, availableAmount, inTransitBags, version },
            ] as const,
        ),
      ),
    );
  }

  private note(changes: readonly Envelope[]): void {
    this.heard += changes.length;
    if (!this.isLive()) return;
    const now = this.connection.cityNowMs();
    for (const { at } of changes) this.lags.push(now - Date.parse(at));
  }

  private follow(): void {
    const { memory } = this.connection;
    const { passage } = this;
    const at = performance.now() - this.since;
    if (memory.link === 'closed') passage.lostAt ??= at;
    if (memory.link === 'socket' && !memory.isResumed) this.isAwake = true;
    if (passage.lostAt === null || !this.isAwake) return;
    if (memory.retryAtClock !== null && memory.retryAtClock !== this.plannedFor) passage.attempts += 1;
    this.plannedFor = memory.retryAtClock;
    if (memory.retryAtClock !== null && passage.triedAt === null) {
      passage.plannedMs = memory.retryAtClock - elapsedMs();
      passage.triedAt = at + passage.plannedMs;
    }
    if (this.isRight()) passage.rightAt ??= at;
    if (this.isLive()) passage.liveAt ??= at;
  }
}
