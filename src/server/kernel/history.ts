import { z } from 'zod';
import type { RecordDefinition } from '@/domain/record';
import { defineRead } from './read';

export interface HistoryEntry {
  readonly seq: number;
  readonly at: string;
  readonly action: string;
  readonly actor: { kind: string; name: string; staffNo?: string };
  readonly version: number;
  readonly reason: string | null;
  readonly before: unknown;
  readonly after: unknown;
}

/** The audit trail of one record, newest first, as it was written; of what two parties share from the chains of both. */
export function historyOf(definition: RecordDefinition) {
  return defineRead({
    name: `${definition.module}.history`,
    permission: definition.readPermission,
    input: z.object({ id: z.uuid() }),
    async run({ q, orgId }, { id }): Promise<HistoryEntry[]> {
      const rows = definition.partyOrgColumn
        ? await q<
            { seq: number; payload: string }[]
          >`select seq, payload from party_history(${definition.module}, ${id})`
        : await q<{ seq: number; payload: string }[]>`
            select seq, payload from audit_log where org_id = ${orgId} and module = ${definition.module} and record_id = ${id}
            order by seq desc limit 200`;
      return asHistory(rows);
    },
  });
}

/** Rows of a chain as a screen shows them. */
export function asHistory(rows: readonly { seq: number; payload: string }[]): HistoryEntry[] {
  return rows.map(({ seq, payload }) => {
    const parsed = JSON.parse(payload) as Omit<HistoryEntry, 'seq'>;
    return {
      seq: Number(seq),
      at: parsed.at,
      action: parsed.action,
      actor: nameActor(parsed.actor),
      version: parsed.version,
      reason: parsed.reason ?? null,
      before: parsed.before ?? null,
      after: parsed.after ?? null,
    };
  });
}

/** The chain also holds the actor's id: the other party of a shipment has no use for it. */
function nameActor({ kind, name, staffNo }: HistoryEntry['actor']): HistoryEntry['actor'] {
  return { kind, name, ...(staffNo === undefined ? {} : { staffNo }) };
}
