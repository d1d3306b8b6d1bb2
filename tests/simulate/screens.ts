import { io, type Socket } from 'socket.io-client';
import type { CellState, Envelope } from '@/domain/change';
import { cellKey } from '@/domain/change';
import { type CellMap, layCells } from '@/domain/live/cells';
import { recordKey } from '@/domain/live/coalesce';
import type { ChangesFrame, ClientEvents, FeedCursor, ResumeAnswer, ServerEvents } from '@/domain/live/protocol';
import { socketPath } from '@/domain/live/protocol';
import type { CityCell } from '@/domain/overview/city';
import { type Api, openApi, signInForCookie } from '../e2e/support/api';
import type { Person } from '../e2e/support/people';

/** What a row of the feed told, and to whom. */
export interface FeedEntry {
  readonly seq: number;
  readonly rooms: readonly string[];
  /** Module and record, as a change names them. */
  readonly record: string;
}

/** An open page without its pixels: reads its picture once, then lives by the socket alone, as the desk does. */
export class Screen {
  readonly violations: string[] = [];
  heard = 0;
  resumed = 0;
  readAgain = 0;
  private socket: Socket<ServerEvents, ClientEvents> | null = null;
  private isClosed = false;
  private cells: CellMap = new Map();
  private cursor: FeedCursor = { epoch: '', seq: 0 };
  /** Since the last resume, which may tell again what the line lost. */
  private readonly seen = new Set<number>();
  /** Per record the last change that was heard. */
  private readonly latest = new Map<string, number>();
  /** Everything up to here was read with a picture. */
  private coveredUpTo = 0;
  private readonly api: Api;

  constructor(
    private readonly origin: string,
    readonly who: Person,
    /** Whose cells it shows; null: the whole city's. */
    private readonly orgId: string | null,
  ) {
    this.api = openApi(origin, who);
  }

  async open(): Promise<void> {
    await this.readPicture();
    const socket: Socket<ServerEvents, ClientEvents> = io(this.origin, {
      path: socketPath,
      transports: ['websocket'],
      reconnectionDelayMax: 2_000,
      // The session may have ended while the server was away: every handshake brings a fresh one.
      extraHeaders: { cookie: await signInForCookie(this.origin, this.who), origin: this.origin },
    });
    this.socket = socket;
    socket.on('connect', () => socket.emit('resume', this.cursor, (answer) => void this.resume(answer)));
    // The line comes back by itself; after a server that said no, or goodbye, somebody has to ask again.
    const askAgain = () => {
      if (!socket.active && !this.isClosed) setTimeout(() => socket.connect(), 1_000);
    };
    socket.on('connect_error', askAgain);
    socket.on('disconnect', askAgain);
    socket.on('changes', (frame) => this.take(frame));
    socket.on('heartbeat', ({ epoch, seq }) => this.move(epoch, seq));
    socket.on('snapshot', () => void this.readPicture());
    await new Promise<void>((connected) => socket.once('connect', () => connected()));
  }

  /** What stands on the screen and not in the database, or the other way round. */
  async compare(): Promise<string[]> {
    const shown = this.cells;
    const truth = await this.readCells();
    const differing = truth.cells.filter((cell) => {
      const known = shown.get(cellKey(cell));
      return known === undefined || known.version !== cell.version || known.availableBags !== cell.availableBags;
    });
    return differing.map((cell) => {
      const known = shown.get(cellKey(cell));
      return `${this.who.orgId}: ${cellKey(cell)} shows ${known?.availableBags ?? 'nothing'}, the database has ${cell.availableBags}`;
    });
  }

  /** Lost: a record of its rooms whose last change it never heard. Foreign or made up: a change that no row of its rooms has told. */
  compareWithFeed(rows: readonly FeedEntry[]): string[] {
    const own = rows.filter(({ rooms }) => rooms.some((room) => this.rooms.includes(room)));
    const told = new Set(own.map(({ seq }) => seq));
    const last = new Map(own.map(({ record, seq }) => [record, seq]));
    const lost = [...last].filter(([record, seq]) => seq > this.coveredUpTo && this.latest.get(record) !== seq);
    const strange = [...this.latest].filter(([, seq]) => !told.has(seq));
    return [
      ...lost.map(([record, seq]) => `${this.who.orgId} never heard ${seq} of ${record}`),
      ...strange.map(([record, seq]) => `${this.who.orgId} heard ${seq} of ${record}, which its rooms were not told`),
    ];
  }

  close(): void {
    this.isClosed = true;
    this.socket?.disconnect();
  }

  /** As the server gives them: what its own house is a party to, an office too, the city, and master data. */
  private get rooms(): string[] {
    const ofOffices = this.who.orgId.startsWith('O') ? ['offices'] : [];
    return [`org:${this.who.orgId}`, 'city', ...ofOffices, 'desks'];
  }

  private async readPicture(): Promise<void> {
    const { cells, cursor } = await this.readCells();
    this.readAgain += 1;
    this.cells = layCells(new Map(), cells);
    this.cursor = cursor;
    this.coveredUpTo = cursor.seq;
  }

  private async readCells(): Promise<{ cells: readonly CellState[]; cursor: FeedCursor }> {
    if (this.orgId !== null) {
      const { cells, epoch, seq } = await this.api.stock.matrix.query({});
      return { cells, cursor: { epoch, seq } };
    }
    const { cells, epoch, seq } = await this.api.overview.city.query({});
    const flat = Object.entries(cells).flatMap(([orgId, ofHouse]) => ofHouse.map((cell) => toState(orgId, cell)));
    return { cells: flat, cursor: { epoch, seq } };
  }

  private async resume(answer: ResumeAnswer): Promise<void> {
    this.resumed += 1;
    this.seen.clear();
    if (answer.kind === 'snapshot') return this.readPicture();
    for (const change of answer.changes) this.lay(change);
    this.move(answer.epoch, answer.seq);
  }

  /** Frames of two rooms may overtake each other: only a heartbeat vouches for what is behind, and moves the cursor. */
  private take({ changes }: ChangesFrame): void {
    for (const change of changes) {
      if (this.seen.has(change.seq))
        this.violations.push(`${this.who.orgId} heard ${change.seq} ${change.action} twice`);
      this.seen.add(change.seq);
      this.lay(change);
    }
  }

  private lay(change: Envelope): void {
    this.heard += 1;
    const { orgId } = this;
    const record = recordKey(change);
    this.latest.set(record, Math.max(this.latest.get(record) ?? 0, change.seq));
    // Another house's change may be heard of as a figure of the city, never by itself.
    const isOwn = orgId === null || change.orgId === orgId || change.partyOrgId === orgId;
    if (!isOwn && !change.tally && change.cells.length === 0)
      this.violations.push(`${orgId} heard of ${change.action} of ${change.orgId}`);
    const shown = orgId === null ? change.cells : change.cells.filter((cell) => cell.orgId === orgId);
    this.cells = layCells(this.cells, shown);
  }

  private move(epoch: string, seq: number): void {
    this.cursor = { epoch, seq: epoch === this.cursor.epoch ? Math.max(seq, this.cursor.seq) : seq };
  }
}

/** The overview knows what can be promised and what is on its way, and no more. */
function toState(orgId: string, [component, abo, rhd, bags, amount, onWay, onWayAmount, version]: CityCell): CellState {
  return {
    ...{ orgId, component, abo, rhd, version, availableBags: bags, availableAmount: amount },
    ...{ inTransitBags: onWay, inTransitAmount: onWayAmount },
    ...{ reservedBags: 0, reservedAmount: 0, quarantinedBags: 0, quarantinedAmount: 0 },
  };
}
