import { z } from 'zod';
import { asHistory, type HistoryEntry } from '../../kernel/history';
import { defineRead } from '../../kernel/read';

/** What happened to a case, from the chains of both parties, newest first. */
export const reviewHistory = defineRead({
  name: 'certificate-reviews.history',
  permission: 'certificate-reviews.read',
  input: z.strictObject({ id: z.uuid() }),
  run: async ({ q }, { id }): Promise<HistoryEntry[]> =>
    asHistory(await q<{ seq: number; payload: string }[]>`select seq, payload from certificate_review_history(${id})`),
});
