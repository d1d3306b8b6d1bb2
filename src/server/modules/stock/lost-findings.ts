import { z } from 'zod';
import { type Finding, finding, findLost, type SettledBag } from '@/domain/bag-receipts/findings';
import { readDraftBody } from '../../kernel/drafts';
import type { Scope } from '../../kernel/scope';
import { actorName } from './post';

const kind = 'lost-finding';

/** Besides the finding: which open list knows of it, which receipt says it (then it is not lost), that the list has taken it back. */
const notes = ['listId', 'writtenIn', 'isWithdrawn'];

interface Keeping {
  /** The open list that sends it. */
  readonly listId?: string;
  /** Number of the receipt or form that says it as well: nobody need be told, as long as that stands. */
  readonly writtenIn?: string;
}

/**
 * What was found on bags of a note: a task each, due at once, until a person says that the bag was found. The caller holds the note's lock.
 * What is kept already, or was dealt with, is not kept twice. @returns what is kept now and was not before.
 */
export async function keepFindings(
  scope: Scope,
  noteId: string,
  findings: readonly Finding[],
  about: Keeping = {},
): Promise<{ id: string; unitId: string }[]> {
  if (findings.length === 0) return [];
  const { q, orgId } = scope;
  const doneBy = about.writtenIn === undefined ? null : actorName(scope);
  return [
    ...(await q<{ id: string; unitId: string }[]>`
      with found as (
        select f, f || ${q.json({ ...about })} as facts, case when ${doneBy}::text is not null then city_now() end as done_at
        from jsonb_array_elements(${q.json(findings as never)}) f
        where exists (select 1 from shipment_bags b where b.shipment_id = ${noteId} and b.party_org_id = ${orgId} and b.unit_id = (f->>'unitId')::uuid)
      ), again as (
        update tasks t set facts = found.facts, done_at = found.done_at, done_by = ${doneBy} from found
        where t.org_id = ${orgId} and t.record_id = ${noteId} and t.kind = ${kind} and t.facts ? 'isWithdrawn' and t.facts - ${notes}::text[] = f
        returning t.id, f
      ), anew as (
        insert into tasks (org_id, kind, module, record_id, facts, due_at, done_at, done_by)
        select ${orgId}, ${kind}, 'bag-receipts', ${noteId}, facts, city_now(), done_at, ${doneBy} from found
        where not exists (select 1 from tasks t where t.org_id = ${orgId} and t.record_id = ${noteId} and t.kind = ${kind} and t.facts - ${notes}::text[] = f)
        returning id, facts as f
      )
      select id, f->>'unitId' as "unitId" from again union all select id, f->>'unitId' from anew`),
  ];
}

/** An open list says what it has found by now on bags that are still awaited: what it had said before and says no more need not be told. */
export async function withdrawFindings(
  scope: Scope,
  noteId: string,
  listId: string,
  findings: readonly Finding[],
): Promise<{ id: string; unitId: string }[]> {
  const { q, orgId } = scope;
  return [
    ...(await q<{ id: string; unitId: string }[]>`
      update tasks t set done_at = city_now(), done_by = ${actorName(scope)}, facts = facts || '{"isWithdrawn": true}'
      where t.org_id = ${orgId} and t.record_id = ${noteId} and t.kind = ${kind} and t.done_at is null and t.facts->>'listId' = ${listId}
        and not exists (select 1 from jsonb_array_elements(${q.json(findings as never)}) f where f = t.facts - ${notes}::text[])
        and exists (select 1 from shipment_bags b where b.shipment_id = ${noteId} and b.party_org_id = ${orgId} and b.state = 'expected' and b.unit_id = (t.facts->>'unitId')::uuid)
      returning t.id, t.facts->>'unitId' as "unitId"`),
  ];
}

interface Settling {
  /** Number of the receipt or form by which the bags came in. */
  readonly writtenIn?: string | undefined;
  /** The open list that settles them: what it had found it says now, and what it says no more was corrected on it. */
  readonly listId?: string | undefined;
}

/**
 * Bags of the note are settled now: what other lists had found on them, and whoever settles them does not write, is kept. What is written now
 * need not be told any more, until the receipt that says it is voided.
 */
export async function settleFindings(
  scope: Scope,
  noteId: string,
  settled: readonly SettledBag[],
  { writtenIn = '', listId }: Settling = {},
): Promise<void> {
  const isSettled = ({ unitId }: Finding) => settled.some((bag) => bag.unitId === unitId);
  const draft = draftOf(await readDraftBody(scope, 'bag-receipts', noteId));
  const theirs = draft.listId !== undefined && draft.listId === listId ? [] : draft.findings.filter(isSettled);
  const lostOfDraft = findLost(theirs, settled);
  await keepFindings(scope, noteId, lostOfDraft);
  await keepFindings(
    scope,
    noteId,
    theirs.filter((one) => !lostOfDraft.includes(one)),
    { writtenIn },
  );
  const open = (await loadFindings(scope, noteId)).filter((one) => one.dealtAt === null && isSettled(one));
  const lost = findLost(open, settled);
  const written = open.filter((one) => !lost.includes(one));
  const corrected = lost.filter((one) => listId !== undefined && one.listId === listId);
  await close(scope, written, { writtenIn });
  await close(scope, corrected, { isWithdrawn: true });
}

async function close(
  scope: Scope,
  findings: readonly KeptFinding[],
  because: { writtenIn: string } | { isWithdrawn: true },
): Promise<void> {
  if (findings.length === 0) return;
  await scope.q`
    update tasks set done_at = city_now(), done_by = ${actorName(scope)}, facts = facts || ${scope.q.json(because)}
    where org_id = ${scope.orgId} and id = any(${findings.map(({ id }) => id)})`;
}

/** The receipt or form is void: what it said of these bags is said nowhere again. */
export async function reopenFindings(
  { q, orgId }: Scope,
  noteId: string,
  unitIds: readonly string[],
  writtenIn: string,
): Promise<void> {
  await q`
    update tasks set done_at = null, done_by = null, facts = facts - 'writtenIn'
    where org_id = ${orgId} and record_id = ${noteId} and kind = ${kind} and facts->>'writtenIn' = ${writtenIn} and facts->>'unitId' = any(${unitIds as string[]})`;
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
    select id, facts - ${notes}::text[] as facts, facts->>'listId' as "listId", done_at as "dealtAt" from tasks
    where org_id = ${orgId} and record_id = ${noteId} and kind = ${kind} and not facts ? 'isWithdrawn'
    order by facts->>'outcome' = 'stopped' desc, created_at, id`;
  return rows.map(({ facts, ...kept }) => ({ ...facts, ...kept }));
}

/** Findings on bags that are not awaited any more, in drafts of open lists of this house: told by nobody, for the bag left by a way that reads no draft. */
export async function loadForgottenFindings({ q, orgId }: Scope): Promise<{ shipmentId: string; unitId: string }[]> {
  const rows = await q<(SettledBag & { shipmentId: string; found: unknown })[]>`
    select s.id as "shipmentId", f as found, b.unit_id as "unitId", b.state, r."holdReason", r.exceptions
    from drafts d
    cross join lateral jsonb_array_elements(case when jsonb_typeof(d.body->'findings') = 'array' then d.body->'findings' else '[]' end) f
    join shipments s on s.id = case when pg_input_is_valid(d.subject_id, 'uuid') then d.subject_id::uuid end and s.party_org_id = ${orgId}
    join shipment_bags b on b.shipment_id = s.id and b.party_org_id = ${orgId} and b.unit_id::text = f->>'unitId' and b.state <> 'expected'
    left join lateral (
      select l.hold_reason as "holdReason", l.exceptions from bag_receipts r join bag_receipt_lines l on l.receipt_id = r.id and l.org_id = r.org_id
      where r.org_id = ${orgId} and r.shipment_id = s.id and r.state = 'posted' and l.unit_id = b.unit_id
    ) r on true
    where d.org_id = ${orgId} and d.module = 'bag-receipts'
      and not exists (select 1 from tasks t where t.org_id = ${orgId} and t.record_id = s.id::text and t.kind = ${kind} and t.facts - ${notes}::text[] = f)`;
  return rows.flatMap(({ shipmentId, found, ...bag }) => {
    const { data } = finding.safeParse(found);
    return data && findLost([data], [bag]).length > 0 ? [{ shipmentId, unitId: bag.unitId }] : [];
  });
}
