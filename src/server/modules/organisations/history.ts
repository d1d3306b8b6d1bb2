import { z } from 'zod';
import { asHistory, type HistoryEntry } from '../../kernel/history';
import { defineRead } from '../../kernel/read';
import type { Scope } from '../../kernel/scope';

/** What happened to a house, newest first, from the chains of all who write it. */
export async function loadHistory({ q }: Pick<Scope, 'q'>, id: string): Promise<HistoryEntry[]> {
  return asHistory(await q<{ seq: number; payload: string }[]>`select seq, payload from organisation_history(${id})`);
}

export const organisationHistory = defineRead({
  name: 'organisations.history',
  permission: 'organisations.read',
  input: z.object({ id: z.uuid() }),
  run: (scope, { id }) => loadHistory(scope, id),
});
