import { z } from 'zod';
import type { Action } from '@/domain/permissions';
import { defineRead } from './read';
import type { Scope } from './scope';

/** Short: what a connection is called has 63 characters. */
const mark = (id: string) => `import ${id} `;

/**
 * How far a long command is, told while its transaction is open: as the name of its connection, which whoever asks reads at once and in any process, and
 * which is what it was when the transaction ends. Nothing is written, and what is told is of no consequence.
 */
export async function tellProgress({ q }: Pick<Scope, 'q'>, id: string, done: number, of: number): Promise<void> {
  await q`select set_config('application_name', ${`${mark(id)}${done}/${of}`}, true)`;
}

export interface Progress {
  readonly done: number;
  readonly of: number;
}

/** How far the import of this preview is; null: it is not under way, or not one of this house. */
export function importProgressOf(module: string, permission: Action) {
  return defineRead({
    name: `${module}.importProgress`,
    permission,
    input: z.strictObject({ importId: z.uuid() }),
    async run({ q, orgId }, { importId }): Promise<Progress | null> {
      const [row] = await q<{ name: string }[]>`
        select a.application_name as name from pg_stat_activity a
        where a.application_name like ${`${mark(importId)}%`}
          and exists (select 1 from imports i where i.id = ${importId} and i.org_id = ${orgId} and i.module = ${module}) limit 1`;
      const [, done, of] = /(\d+)\/(\d+)$/.exec(row?.name ?? '') ?? [];
      return done && of ? { done: Number(done), of: Number(of) } : null;
    },
  });
}
