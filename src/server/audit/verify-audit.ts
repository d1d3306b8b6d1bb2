import type { KeyObject } from 'node:crypto';
import type { Sql, TransactionSql } from 'postgres';
import { type AnchorLine, isGenuine } from './anchors';
import { type AuditRow, ChainVerifier, type Fault } from './verify-chain';

export interface ChainReport {
  readonly org: string;
  /** Rows that hold, counted from the first. */
  readonly rows: number;
  readonly anchors: number;
  readonly fault: Fault | null;
}

export interface AuditReport {
  readonly chains: readonly ChainReport[];
  /** First fault of each chain, then those of the anchor file. */
  readonly faults: readonly Fault[];
  readonly rows: number;
  /** Anchors of a demo city that was thrown away since. */
  readonly formerAnchors: number;
}

export interface AuditSource {
  /** Read before this call: an anchor written later may be newer than what the transaction sees. */
  readonly anchors: readonly AnchorLine[];
  readonly unreadableLines?: readonly number[];
  readonly publicKey: KeyObject | null;
  /** A demo city is made anew when it was off for long: anchors of another epoch then bind no more. */
  readonly mayBeRemade?: boolean;
  readonly batchRows?: number;
  readonly onChain?: (chain: ChainReport) => void;
}

/** Recomputes every chain from its stored text, in one snapshot, a batch at a time: works beside a running application. */
export async function verifyAudit(sql: Sql, source: AuditSource): Promise<AuditReport> {
  const { anchors, unreadableLines = [], publicKey, onChain } = source;
  const faults: Fault[] = unreadableLines.map((line) => ({
    org: '-',
    seq: 0,
    kind: 'unreadable_anchor',
    detail: `line ${line} of the anchors is no anchor`,
  }));
  const genuine = anchors.filter((anchor) => {
    const holds = publicKey !== null && isGenuine(anchor, publicKey);
    const detail = `line ${anchor.line} of the anchors: ${publicKey ? 'the signature does not hold' : 'there is no public key'}`;
    if (!holds) faults.push({ org: anchor.org, seq: anchor.seq, kind: 'forged_anchor', detail });
    return holds;
  });
  const chains: ChainReport[] = [];
  let formerAnchors = 0;
  await sql.begin('isolation level repeatable read read only', async (tx) => {
    await tx`select set_config('role', 'scope_system', true)`;
    const [city] = await tx<{ epoch: string }[]>`select epoch from city`;
    const isFormer = (anchor: AnchorLine) => source.mayBeRemade === true && anchor.epoch !== city?.epoch;
    formerAnchors = genuine.filter(isFormer).length;
    const binding = genuine.filter((anchor) => !isFormer(anchor));
    const orgs = new Set([...(await listOrganisations(tx)), ...binding.map(({ org }) => org)]);
    for (const org of [...orgs].sort()) {
      const own = binding.filter((anchor) => anchor.org === org);
      const verifier = new ChainVerifier(org, own);
      for await (const row of rowsOf(tx, org, source.batchRows ?? 2_000)) if (!verifier.take(row)) break;
      const [head] = await tx<{ seq: number; hash: string }[]>`
        select seq::int as seq, hash from audit_heads where org_id = ${org}`;
      const chain = { org, anchors: own.length, fault: verifier.finish(head ?? null), rows: verifier.rows };
      chains.push(chain);
      onChain?.(chain);
    }
  });
  return {
    chains,
    faults: [...chains.flatMap(({ fault }) => fault ?? []), ...faults],
    rows: chains.reduce((sum, chain) => sum + chain.rows, 0),
    formerAnchors,
  };
}

/** One step per organisation along the index, not one per row. */
async function listOrganisations(tx: TransactionSql): Promise<string[]> {
  const rows = await tx<{ org: string }[]>`
    with recursive step as (
      select min(org_id) as org from audit_log
      union all
      select (select min(a.org_id) from audit_log a where a.org_id > step.org) from step where step.org is not null
    )
    select org from step where org is not null union select org_id from audit_heads where seq > 0`;
  return rows.map(({ org }) => org);
}

async function* rowsOf(tx: TransactionSql, org: string, batchRows: number): AsyncGenerator<AuditRow> {
  let [seq, id] = [Number.MIN_SAFE_INTEGER, 0];
  for (;;) {
    const batch = await tx<(AuditRow & { id: number })[]>`
      select id::int8 as id, seq::int8 as seq, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at, module, record_id as "recordId",
        action, payload, prev_hash as "prevHash", hash
      from audit_log where org_id = ${org} and seq >= ${seq} and (seq, id) > (${seq}, ${id}) order by seq, id limit ${batchRows}`;
    for (const row of batch) yield { ...row, seq: Number(row.seq), id: Number(row.id) } as AuditRow;
    const last = batch.at(-1);
    if (!last || batch.length < batchRows) return;
    [seq, id] = [Number(last.seq), Number(last.id)];
  }
}
