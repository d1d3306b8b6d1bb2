import { z } from 'zod';
import type { ModuleName } from '@/domain/modules';
import { ownDraft } from '@/domain/own-draft';
import type { Action } from '@/domain/permissions';
import type { Actor } from './actor';
import { assertMayWrite, parseInput } from './command';
import { AppError, sqlStateOf, toAppError } from './errors';
import { defineRead } from './read';
import { inScope, type Request, type Scope } from './scope';

/**
 * Drafts are kept on the server, because the PC is shared and may die. They change nothing that anybody else sees,
 * so they leave no audit row; the version keeps two PCs from overwriting each other.
 */
export const saveDraftInput = z.strictObject({
  id: z.uuid(),
  subjectId: z.string().max(80).nullable().default(null),
  body: z.record(z.string(), z.unknown()).refine((body) => JSON.stringify(body).length < 1_000_000, 'draft_too_large'),
  version: z.int().min(0),
  /** Who saves, and its how-manieth saving this is: when an answer was lost, the next saving still names the version before. */
  writer: z.uuid().optional(),
  revision: z.int().min(1).default(1),
  /** Keys of the commands that take the entry: of an entry that was taken no draft is begun, however late its first saving arrives. */
  entryKeys: z.array(z.string().max(80)).max(4).default([]),
});

export interface Draft {
  readonly id: string;
  readonly subjectId: string | null;
  readonly body: unknown;
  readonly version: number;
  readonly updatedAt: Date;
}

/** Stores a draft; version 0 creates it. @returns the new version. @throws conflict when another PC saved meanwhile, or began its own of the subject. */
export async function saveDraft(
  request: Request,
  module: ModuleName,
  permission: Action,
  raw: unknown,
): Promise<{ version: number; updatedAt: Date }> {
  assertMayWrite(request.actor, permission);
  const draft = parseInput(saveDraftInput, raw);
  try {
    return await inScope(request, 'write', async ({ q, orgId, actor }) => {
      const personId = personOf(actor);
      // A version is known of what exists: a draft that was posted meanwhile is not begun anew.
      const isNew = draft.version === 0;
      const [saved] = await q<{ version: number; updatedAt: Date }[]>`
        insert into drafts as d (id, org_id, module, subject_id, person_id, body, writer, revision)
        select ${draft.id}, ${orgId}, ${module}, ${subjectOf(actor, draft.subjectId)}, ${personId}, ${q.json(draft.body as never)}, ${draft.writer ?? null}, ${draft.revision}
        where exists (select 1 from drafts where id = ${draft.id})
          or (${isNew} and not exists (select 1 from idempotency_keys k where k.org_id = ${orgId} and k.key = any(${draft.entryKeys})))
        on conflict (id) do update set body = excluded.body, version = d.version + 1, updated_at = city_now(), person_id = excluded.person_id,
            writer = excluded.writer, revision = excluded.revision
          where d.module = excluded.module and (d.version = ${draft.version} or (d.writer = excluded.writer and d.revision < excluded.revision))
        returning d.version, d.updated_at as "updatedAt"`;
      if (!saved) throw changedMeanwhile();
      return saved;
    });
  } catch (error) {
    // Somebody else began the draft of this subject.
    throw sqlStateOf(error) === '23505' ? changedMeanwhile() : toAppError(error);
  }
}

function changedMeanwhile(): AppError {
  return new AppError('conflict', [{ code: 'draft_changed_meanwhile' }]);
}

function subjectOf(actor: Actor, subjectId: string | null): string | null {
  if (subjectId === ownDraft) return `person:${personOf(actor)}`;
  return subjectId?.startsWith(`${ownDraft}:`)
    ? `person:${personOf(actor)}${subjectId.slice(ownDraft.length)}`
    : subjectId;
}

function personOf(actor: Actor): string | null {
  return actor.kind === 'user' ? actor.personId : null;
}

/** The draft was posted. */
export async function dropDraft({ q, orgId, actor }: Scope, module: ModuleName, subjectId: string): Promise<void> {
  await q`delete from drafts where org_id = ${orgId} and module = ${module} and subject_id = ${subjectOf(actor, subjectId)}`;
}

/** What the draft of this subject holds, locked: nothing is saved into it before this transaction ends. undefined: there is none. */
export async function readDraftBody({ q, orgId }: Scope, module: ModuleName, subjectId: string): Promise<unknown> {
  const [draft] = await q<{ body: unknown }[]>`
    select body from drafts where org_id = ${orgId} and module = ${module} and subject_id = ${subjectId} limit 1 for update`;
  return draft?.body;
}

/** What was taken out of it here its writer need not know: the version stays, and the writer goes on. */
export async function rewriteDraftBody(
  { q, orgId }: Scope,
  module: ModuleName,
  subjectId: string,
  body: object,
): Promise<void> {
  await q`update drafts set body = ${q.json(body as never)} where org_id = ${orgId} and module = ${module} and subject_id = ${subjectId}`;
}

/** The open draft with this id, or of this subject (a shipment, say). */
export function draftOf(module: ModuleName, permission: Action) {
  return defineRead({
    name: `${module}.draft`,
    permission,
    input: z.strictObject({ id: z.uuid().optional(), subjectId: z.string().max(80).optional() }),
    async run({ q, orgId, actor }, { id, subjectId }): Promise<Draft | null> {
      const [draft] = await q<Draft[]>`
        select id, subject_id as "subjectId", body, version, updated_at as "updatedAt" from drafts
        where org_id = ${orgId} and module = ${module} and (id = ${id ?? null} or subject_id = ${subjectOf(actor, subjectId ?? null)})
        order by updated_at desc limit 1`;
      return draft ?? null;
    },
  });
}
