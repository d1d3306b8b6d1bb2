import { z } from 'zod';
import type { ModuleName } from '@/domain/modules';
import type { Action } from '@/domain/permissions';
import { assertMay, parseInput } from './command';
import { AppError, toAppError } from './errors';
import { defineRead } from './read';
import { inScope, type Request } from './scope';

/**
 * Drafts are kept on the server, because the PC is shared and may die. They change nothing that anybody else sees,
 * so they leave no audit row; the version keeps two tabs from overwriting each other.
 */
export const saveDraftInput = z.strictObject({
  id: z.uuid(),
  subjectId: z.string().max(80).nullable().default(null),
  body: z.unknown().refine((body) => JSON.stringify(body ?? null).length < 400_000, 'draft_too_large'),
  version: z.int().min(0),
});

export interface Draft {
  readonly id: string;
  readonly subjectId: string | null;
  readonly body: unknown;
  readonly version: number;
  readonly updatedAt: Date;
}

/** Stores a draft; version 0 creates it. @returns the new version. @throws conflict when another tab saved meanwhile. */
export async function saveDraft(
  request: Request,
  module: ModuleName,
  permission: Action,
  raw: unknown,
): Promise<{ version: number; updatedAt: Date }> {
  assertMay(request.actor, permission);
  const draft = parseInput(saveDraftInput, raw);
  try {
    return await inScope(request, 'write', async ({ q, orgId, actor }) => {
      const personId = actor.kind === 'user' ? actor.personId : null;
      const [saved] = await q<{ version: number; updatedAt: Date }[]>`
        insert into drafts as d (id, org_id, module, subject_id, person_id, body)
        values (${draft.id}, ${orgId}, ${module}, ${draft.subjectId}, ${personId}, ${q.json((draft.body ?? null) as never)})
        on conflict (id) do update set body = excluded.body, version = d.version + 1, updated_at = city_now(), person_id = excluded.person_id
          where d.version = ${draft.version} and d.module = excluded.module
        returning d.version, d.updated_at as "updatedAt"`;
      if (!saved) throw new AppError('conflict', [{ code: 'draft_changed_meanwhile' }]);
      return saved;
    });
  } catch (error) {
    throw toAppError(error);
  }
}

/** The open draft of a subject (a shipment, say), or of this person when there is none. */
export function draftOf(module: ModuleName, permission: Action) {
  return defineRead({
    name: `${module}.draft`,
    permission,
    input: z.strictObject({ id: z.uuid().optional(), subjectId: z.string().max(80).optional() }),
    async run({ q, orgId }, { id, subjectId }): Promise<Draft | null> {
      const [draft] = await q<Draft[]>`
        select id, subject_id as "subjectId", body, version, updated_at as "updatedAt" from drafts
        where org_id = ${orgId} and module = ${module} and (id = ${id ?? null} or subject_id = ${subjectId ?? null})
        order by updated_at desc limit 1`;
      return draft ?? null;
    },
  });
}
