import { z } from 'zod';
import { type Finding, finding, findLost, type SettledBag } from '@/domain/bag-receipts/findings';
import { readDraftBody } from '../../kernel/drafts';
import type { Scope } from '../../kernel/scope';
import { actorName } from './post';

const kind = 'lost-finding';

/**
 * What was found on bags of a note and stands nowhere: a task each, due at once, until a person says that the bag was found. The caller holds the
 * note's lock. What is kept already, or was dealt with, is not kept twice. @returns what is kept now and was not before.
 */
export async function keepFindings(
  { q, orgId }: Scope,
  noteId: string,
  findings: readonly Finding[],
): Promise<{ id: string; unitId: string }[]> {
  if (findings.length === 0) return [];
  return [
    ...(await q<{ id: string; unitId: string }[]>`
      insert into tasks (org_id, kind, module, record_id, facts, due_at)
      select ${orgId}, ${kind}, 'bag-receipts', ${noteId}, f, city_now() from jsonb_array_elements(${q.json(findings as never)}) f
      where exists (select 1 from shipment_bags b where b.shipment_id = ${noteId} and b.party_org_id = ${orgId} and b.unit_id = (f->>'unitId')::uuid)
        and not exists (select 1 from tasks t where t.org_id = ${orgId} and t.record_id = ${noteId} and t.kind = ${kind} and t.facts = f)
      returning id, facts->>'unitId' as "unitId"`),
  ];
}

/**
 * Bags of the note are settled now: what the open list had found on them, and whoever settles them does not write, is kept. What was kept before
 * and is written now need not be told any more.
 */
export async function settleFindings(scope: Scope, noteId: string, settled: readonly SettledBag[]): Promise<void> {
  const body = await readDraftBody(scope, 'bag-receipts', noteId);
  await keepFindings(scope, noteId, findLost(findingsOfBody(body), settled));
  const open = (await loadFindings(scope, noteId)).filter(
    ({ dealtAt, unitId }) => dealtAt === null && settled.some((bag) => bag.unitId === unitId),
  );
  const lost = new Set(findLost(open, settled));
  const written = open.filter((one) => !lost.has(one)).map(({ id }) => id);
  if (written.length > 0)
    await scope.q`update tasks set done_at = city_now(), done_by = ${actorName(scope)} where org_id = ${scope.orgId} and id = any(${written})`;
}

function findingsOfBody(body: unknown): Finding[] {
  const { data } = z.object({ findings: z.array(z.unknown()) }).safeParse(body);
  return data?.findings.flatMap((one) => finding.safeParse(one).data ?? []) ?? [];
}

export type KeptFinding = Finding & { readonly id: string; readonly dealtAt: Date | null };

/** What was kept of a note, those still to be dealt with and those that were, the gravest first. */
export async function loadFindings({ q, orgId }: Scope, noteId: string): Promise<KeptFinding[]> {
  const rows = await q<{ id: string; facts: Finding; dealtAt: Date | null }[]>`
    select id, facts, done_at as "dealtAt" from tasks where org_id = ${orgId} and record_id = ${noteId} and kind = ${kind}
    order by facts->>'outcome' = 'stopped' desc, created_at, id`;
  return rows.map(({ id, facts, dealtAt }) => ({ ...facts, id, dealtAt }));
}
