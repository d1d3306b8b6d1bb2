import { createHash } from 'node:crypto';

/** A row of audit_log as it is stored; `at` is UTC text with microseconds, as in the payload. */
export interface AuditRow {
  readonly seq: number;
  readonly at: string;
  readonly module: string;
  readonly recordId: string;
  readonly action: string;
  readonly payload: string;
  readonly prevHash: string;
  readonly hash: string;
}

export interface ChainHead {
  readonly seq: number;
  readonly hash: string;
}

/** A head that was signed and kept outside the database. */
export interface AnchoredHead extends ChainHead {
  readonly at: string;
}

export type FaultKind =
  /** The stored text no longer gives the stored hash. */
  | 'hash_differs'
  /** The row does not continue the row before it. */
  | 'prev_differs'
  | 'gap'
  | 'repeated'
  /** Text and hash hold, but the columns beside them say something else. */
  | 'columns_disagree'
  /** The chain ends elsewhere than its head row says. */
  | 'head_differs'
  /** The chain ends before a head that was anchored outside. */
  | 'cut'
  /** The chain is sound in itself, and not the one that was anchored. */
  | 'rewritten'
  | 'forged_anchor'
  | 'unreadable_anchor';

export interface Fault {
  readonly org: string;
  /** The first bad row; of a gap or a cut tail, the first one missing. */
  readonly seq: number;
  readonly kind: FaultKind;
  readonly detail: string;
}

/** Same hash as commit_changes(): SHA-256 over previous hash, a bar, and the stored canonical text. */
export function hashOfRow(prevHash: string, payload: string): string {
  return createHash('sha256').update(`${prevHash}|${payload}`, 'utf8').digest('hex');
}

/** The columns that repeat what the payload says, compared one by one. @returns the first that differs. */
function findDisagreement(org: string, row: AuditRow): string | null {
  let said: Record<string, unknown>;
  try {
    said = JSON.parse(row.payload) as Record<string, unknown>;
  } catch {
    return 'payload';
  }
  const pairs: readonly [string, unknown, unknown][] = [
    ['org_id', said.org, org],
    ['seq', said.seq, row.seq],
    ['at', said.at, row.at],
    ['module', said.module, row.module],
    ['record_id', said.record, row.recordId],
    ['action', said.action, row.action],
  ];
  return pairs.find(([, payload, column]) => payload !== column)?.[0] ?? null;
}

/**
 * One organisation's chain, row by row in order of seq. Stops at the first bad row: what follows a broken link proves nothing.
 * `anchors` are genuine heads of this organisation, in any order.
 */
export class ChainVerifier {
  private last: ChainHead = { seq: 0, hash: '' };
  private soundUntil = 0;
  private found: Fault | null = null;
  private readonly anchored: ReadonlyMap<number, readonly AnchoredHead[]>;

  constructor(
    private readonly org: string,
    private readonly anchors: readonly AnchoredHead[] = [],
  ) {
    const bySeq = new Map<number, AnchoredHead[]>();
    for (const anchor of anchors) bySeq.set(anchor.seq, [...(bySeq.get(anchor.seq) ?? []), anchor]);
    this.anchored = bySeq;
  }

  get rows(): number {
    return this.last.seq;
  }

  get fault(): Fault | null {
    return this.found;
  }

  /** @returns false once the chain is broken. */
  take(row: AuditRow): boolean {
    if (this.found) return false;
    this.found = this.judge(row);
    if (this.found) return false;
    this.last = row;
    return true;
  }

  /** After the last row: the head row of the database, and what was anchored beyond the end. */
  finish(head: ChainHead | null): Fault | null {
    if (this.found) return this.found;
    const beyond = this.anchors.filter(({ seq }) => seq > this.last.seq);
    const farthest = beyond.reduce<AnchoredHead | null>((far, at) => (far && far.seq >= at.seq ? far : at), null);
    if (farthest) {
      const lost = farthest.seq - this.last.seq;
      this.found = this.name(
        'cut',
        this.last.seq + 1,
        `ends at ${this.last.seq}, was ${farthest.seq} on ${farthest.at}: ${lost} missing`,
      );
    } else if ((head?.seq ?? 0) !== this.last.seq || (head?.hash ?? '') !== this.last.hash) {
      const isShort = (head?.seq ?? 0) > this.last.seq;
      this.found = this.name(
        'head_differs',
        isShort ? this.last.seq + 1 : Math.max(1, this.last.seq),
        `ends at ${this.last.seq}, its head row says ${head?.seq ?? 'nothing'}`,
      );
    }
    return this.found;
  }

  private judge(row: AuditRow): Fault | null {
    const expected = this.last.seq + 1;
    if (row.seq > expected)
      return this.name('gap', expected, row.seq - 1 > expected ? `${expected} to ${row.seq - 1} missing` : 'missing');
    if (row.seq < expected) return this.name('repeated', row.seq, 'there is another row of this number');
    if (row.prevHash !== this.last.hash)
      return this.name('prev_differs', row.seq, `does not continue row ${this.last.seq}`);
    if (hashOfRow(row.prevHash, row.payload) !== row.hash)
      return this.name('hash_differs', row.seq, 'its text was changed after it was written');
    const column = findDisagreement(this.org, row);
    if (column) return this.name('columns_disagree', row.seq, `column ${column} was changed after it was written`);
    for (const anchor of this.anchored.get(row.seq) ?? []) {
      if (anchor.hash !== row.hash)
        return this.name('rewritten', row.seq, `not the row anchored on ${anchor.at}; sound until ${this.soundUntil}`);
      this.soundUntil = row.seq;
    }
    return null;
  }

  private name(kind: FaultKind, seq: number, detail: string): Fault {
    return { org: this.org, seq, kind, detail };
  }
}
