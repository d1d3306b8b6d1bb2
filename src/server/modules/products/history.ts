import { z } from 'zod';
import { asHistory, type HistoryEntry } from '../../kernel/history';
import { defineRead } from '../../kernel/read';

/** What happened to a line, newest first: the table is the city's, so from the chains of all who keep it. */
export const productHistory = defineRead({
  name: 'products.history',
  permission: 'products.read',
  input: z.object({ id: z.uuid() }),
  run: async ({ q }, { id }): Promise<HistoryEntry[]> =>
    asHistory(await q<{ seq: number; payload: string }[]>`select seq, payload from product_history(${id})`),
});
