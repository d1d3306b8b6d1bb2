import { z } from 'zod';
import { type Finding, finding, findLost, type SettledBag } from '@/domain/bag-receipts/findings';
import { readDraftBody, rewriteDraftBody } from '../../kernel/drafts';
import type { Scope } from '../../kernel/scope';
import { actorName } from './post';

const kind = 'lost-finding';

/** An open list, and its how-manieth word this is: a word that comes late takes nothing back that was said after it. */
export interface ListWord {
  readonly listId: string;
  readonly revision: number;
}

/** In the facts of a task beside its finding: the list that said it last, while its bag is awaited, and that the list has taken it back. */
const besides = ['listId', 'revision', 'isWithdrawn'];

type KeptUnit = { readonly id: string; readonly unitId: string };

/**
 * What was found on bags of a note and stands nowhere: a task each, due at once, until a person says that the bag was found. The caller holds the
 * note's lock. What is kept already, or was dealt with, is not kept twice. @returns what is kept now and was not before.
 */
export async function keepFindings(
  { q, orgId }: Scope,
  noteId: string,
  findings: readonly Finding[],
  word: ListWord | null = null,
): Promise<KeptUnit[]> {
  if (findings.length === 0) return [];
  return [
    ...(await q<KeptUnit[]>`
      with found as (
        select distinct f, f || ${q.json({ ...word })} as facts from jsonb_array_elements(${q.json(findings as never)}) f
        where exists (select 1 from shipment_bags b where b.shipment_id = ${noteId} and b.party_org_id = ${orgId} and b.unit_id = (f->>'unitId')::uuid)
      ), again as (
        update tasks t set facts = found.facts, done_at = null, done_by = null from found
        where t.org_id = ${orgId} and t.record_id = ${noteId} and t.kind = ${kind} and t.facts ? 'isWithdrawn' and t.facts - ${besides}::text[] = f
          and not (t.facts->>'listId' is not distinct from ${word?.listId ?? null} and (t.facts->>'revision')::int >= ${word?.revision ?? 0})
        returning t.id, f
      ), said as (
        update tasks t set facts = found.facts from found
        where t.org_id = ${orgId} and t.record_id = ${noteId} and t.kind = ${kind} and not t.facts ? 'isWithdrawn' and t.facts - ${besides}::text[] = f
          and t.facts->>'listId' = ${word?.listId ?? null} and (t.facts->>'revision')::int < ${word?.revision ?? 0}
      ), anew as (
        insert into tasks (org_id, kind, module, record_id, facts, due_at)
        select ${orgId}, ${kind}, 'bag-receipts', ${noteId}, facts, city_now() from found
        where not exists (select 1 from tasks t where t.org_id = ${orgId} and t.record_id = ${noteId} and t.kind = ${kind} and t.facts - ${besides}::text[] = f)
        returning id, facts as f
      )
      select id, f->>'unitId' as "unitId" from again union all select id, f->>'unitId' from anew`),
  ];
}

/** An open list says what it has found by now on bags that are still awaited: what it had said before and says no more need not be told. */
export async function withdrawFindings(
  scope: Scope,
  noteId: string,
  { listId, revision }: ListWord,
  findings: readonly Finding[],
): Promise<KeptUnit[]> {
  const { q, orgId } = scope;
  return [
    ...(await q<KeptUnit[]>`
      update tasks t set done_at = city_now(), done_by = ${actorName(scope)}, facts = facts || ${q.json({ isWithdrawn: true, revision })}
      where t.org_id = ${orgId} and t.record_id = ${noteId} and t.kind = ${kind} and t.done_at is null
        and t.facts->>'listId' = ${listId} and (t.facts->>'revision')::int < ${revision}
        and not exists (select 1 from jsonb_array_elements(${q.json(findings as never)}) f where f = t.facts - ${besides}::text[])
        and exists (select 1 from shipment_bags b where b.shipment_id = ${noteId} and b.party_org_id = ${orgId} and b.state = 'expected' and b.unit_id = (t.facts->>'unitId')::uuid)
      returning t.id, t.facts->>'unitId' as "unitId"`),
  ];
}

/**
 * Bags of the note are settled now: what other lists had found on them, and whoever settles them does not write, is kept. What is written now
 * need not be told any more.
 * @param byListId the open list that settles them: what it had found it says now, and what it says no more was corrected on it.
 */
export async function settleFindings(
  scope: Scope,
  noteId: string,
  settled: readonly SettledBag[],
  byListId?: string,
): Promise<void> {
  const unitIds = settled.map(({ unitId }) => unitId);
  const body = await readDraftBody(scope, 'bag-receipts', noteId);
  const draft = draftOf(body);
  if (draft.listId === undefined || draft.listId !== byListId)
    await keepFindings(scope, noteId, findLost(draft.findings, settled));
  // What is off the list is no more the draft's to say, or it would pass for forgotten.
  const left = draft.findings.filter(({ unitId }) => !unitIds.includes(unitId));
  if (left.length < draft.findings.length)
    await rewriteDraftBody(scope, 'bag-receipts', noteId, { ...(body as object), findings: left });
  // Those of bags that had left before, by a way that reads no draft, would go with it.
  const forgotten = await loadForgottenFindings(scope, noteId);
  await keepFindings(
    scope,
    noteId,
    forgotten.map(({ found }) => found),
  );
  const open = (await loadFindings(scope, noteId)).filter(
    ({ dealtAt, unitId }) => dealtAt === null && unitIds.includes(unitId),
  );
  const lost = findLost(open, settled);
  if (open.length === 0) return;
  const isOver = (one: KeptFinding) => !lost.includes(one) || (byListId !== undefined && one.listId === byListId);
  const over = open.filter(isOver).map(({ id }) => id);
  // A bag that is off its list is no more the list's to take back, whatever becomes of it later.
  await scope.q`
    update tasks set facts = facts - 'listId' - 'revision', done_at = case when id = any(${over}) then city_now() end,
      done_by = case when id = any(${over}) then ${actorName(scope)} end
    where org_id = ${scope.orgId} and id = any(${open.map(({ id }) => id)})`;
}

/** What the draft of an open list says. One of an older release, or garbage, says nothing. */
function draftOf(body: unknown): { readonly listId: string | undefined; readonly findings: readonly Finding[] } {
  const { data } = z.object({ listId: z.uuid().optional(), findings: z.array(z.unknown()) }).safeParse(body);
  return { listId: data?.listId, findings: data?.findings.flatMap((one) => finding.safeParse(one).data ?? []) ?? [] };
}

export type KeptFinding = Finding & {
  readonly id: string;
  readonly listId: string | null;
  readonly dealtAt: Date | null;
};

/** What was kept of a note, those still to be dealt with and those that were, the gravest first. */
export async function loadFindings({ q, orgId }: Scope, noteId: string): Promise<KeptFinding[]> {
  const rows = await q<{ id: string; facts: Finding; listId: string | null; dealtAt: Date | null }[]>`
    select id, facts - ${besides}::text[] as facts, facts->>'listId' as "listId", done_at as "dealtAt" from tasks
    where org_id = ${orgId} and record_id = ${noteId} and kind = ${kind} and not facts ? 'isWithdrawn'
    order by facts->>'outcome' = 'stopped' desc, created_at, id`;
  return rows.map(({ facts, ...kept }) => ({ ...facts, ...kept }));
}

/**
 * Findings on bags that are not awaited any more and that stand in a draft alone: the bag left by a way that reads no draft of this house, as
 * when its sender takes it back.
 * @param noteId of this note; null: of all.
 */
export async function loadForgottenFindings(
  { q, orgId }: Scope,
  noteId: string | null,
): Promise<{ noteId: string; found: Finding }[]> {
  const rows = await q<(SettledBag & { noteId: string; found: unknown })[]>`
    select s.id as "noteId", f as found, b.unit_id as "unitId", b.state, r."holdReason", r.exceptions
    from drafts d
    cross join lateral jsonb_array_elements(case when jsonb_typeof(d.body->'findings') = 'array' then d.body->'findings' else '[]' end) f
    join shipments s on s.id = case when pg_input_is_valid(d.subject_id, 'uuid') then d.subject_id::uuid end and s.party_org_id = ${orgId}
    join shipment_bags b on b.shipment_id = s.id and b.party_org_id = ${orgId} and b.unit_id::text = f->>'unitId' and b.state <> 'expected'
    left join lateral (
      select l.hold_reason as "holdReason", l.exceptions from bag_receipts r join bag_receipt_lines l on l.receipt_id = r.id and l.org_id = r.org_id
      where r.org_id = ${orgId} and r.shipment_id = s.id and r.state = 'posted' and l.unit_id = b.unit_id
    ) r on true
    where d.org_id = ${orgId} and d.module = 'bag-receipts' and (${noteId}::text is null or d.subject_id = ${noteId})
      and not exists (select 1 from tasks t where t.org_id = ${orgId} and t.record_id = s.id::text and t.kind = ${kind}
        and not t.facts ? 'isWithdrawn' and t.facts - ${besides}::text[] = f)`;
  return rows.flatMap(({ noteId: note, found, ...bag }) => {
    const { data } = finding.safeParse(found);
    return data && findLost([data], [bag]).length > 0 ? [{ noteId: note, found: data }] : [];
  });
}

/** Of the bag `b` of the note `s`: what this house found on it and nobody has dealt with. */
export function countOpenFindings({ q, orgId }: Pick<Scope, 'q' | 'orgId'>) {
  return q`(select count(*)::int from tasks t
    where t.org_id = ${orgId} and t.record_id = s.id::text and t.kind = ${kind} and t.done_at is null and t.facts->>'unitId' = b.unit_id::text)`;
}

/** A person says that the bag was found and dealt with. @returns what had been found; undefined: it is not to be dealt with any more. */
export async function markFindingDealt(scope: Scope, noteId: string, findingId: string): Promise<Finding | undefined> {
  const [dealt] = await scope.q<{ facts: Finding }[]>`
    update tasks set done_at = city_now(), done_by = ${actorName(scope)}
    where id = ${findingId} and org_id = ${scope.orgId} and record_id = ${noteId} and kind = ${kind} and done_at is null returning facts`;
  return dealt?.facts;
}

/** Notes of which findings wait to be dealt with, the oldest first, whether or not bags of them are still awaited, with how many bags. At most 100. */
export async function loadNotesWithFindings(scope: Scope): Promise<{ shipmentId: string; no: string; bags: number }[]> {
  const { q, orgId } = scope;
  const forgotten = (await loadForgottenFindings(scope, null)).map(({ noteId, found }) => ({
    shipmentId: noteId,
    unitId: found.unitId,
  }));
  return [
    ...(await q<{ shipmentId: string; no: string; bags: number }[]>`
      with lost as (
        select record_id::uuid as "shipmentId", facts->>'unitId' as "unitId", created_at as at from tasks
        where org_id = ${orgId} and kind = ${kind} and done_at is null
        union all
        select "shipmentId", "unitId", city_now() from jsonb_to_recordset(${q.json(forgotten)}) as f("shipmentId" uuid, "unitId" text)
      )
      select s.id as "shipmentId", s.no, count(distinct l."unitId")::int as bags
      from lost l join shipments s on s.id = l."shipmentId" and s.party_org_id = ${orgId}
      group by s.id, s.no order by min(l.at), s.id limit 100`),
  ];
}
