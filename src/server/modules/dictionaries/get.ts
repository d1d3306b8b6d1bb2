import { z } from 'zod';
import type { TermState } from '@/domain/dictionaries/lifecycle';
import type { DictionaryName, TermOwner } from '@/domain/dictionaries/names';
import { type TermFields, termsInput } from '@/domain/dictionaries/schema';
import { notFound } from '../../kernel/errors';
import { asHistory, type HistoryEntry } from '../../kernel/history';
import { defineRead } from '../../kernel/read';
import { isOwn } from './load';

export interface TermRow extends TermFields {
  readonly id: string;
  readonly dictionary: DictionaryName;
  readonly owner: TermOwner;
  /** Kept by the asker's own house. */
  readonly isOwn: boolean;
  readonly retiredReason: string | null;
  readonly createdAt: Date;
  readonly state: TermState;
  readonly version: number;
}

export const getTerm = defineRead({
  name: 'dictionaries.get',
  permission: 'dictionaries.read',
  input: z.strictObject({ id: z.uuid() }),
  async run(scope, { id }) {
    const [row] = await scope.q<TermRow[]>`
      select l.id, l.dictionary, l.name, l.name_en as "nameEn", l.owner, t.is_own as "isOwn", l.position, l.valid_from as "validFrom",
        l.valid_to as "validTo", l.retired_reason as "retiredReason", l.created_at as "createdAt", l.state, l.version
      from dictionary_list l cross join lateral (select ${isOwn(scope)} as is_own from dictionary_terms where id = l.id) t
      where l.id = ${id}`;
    if (!row) throw notFound();
    return row;
  },
});

/** What happened to a term, newest first, from the chains of all who keep it. */
export const termHistory = defineRead({
  name: 'dictionaries.history',
  permission: 'dictionaries.read',
  input: z.object({ id: z.uuid() }),
  run: async ({ q }, { id }): Promise<HistoryEntry[]> =>
    asHistory(await q<{ seq: number; payload: string }[]>`select seq, payload from dictionary_history(${id})`),
});

/** What a dialog offers today: at most fifty words, by their place; of one place the house's own first. */
export const listTerms = defineRead({
  name: 'dictionaries.terms',
  permission: 'dictionaries.terms',
  input: termsInput,
  async run({ q }, { dictionary }) {
    const rows = await q<{ id: string; name: string; nameEn: string }[]>`
      select id, name, name_en as "nameEn" from dictionary_terms
      where dictionary = ${dictionary} and retired_at is null and coalesce(valid_from <= city_today(), true) and coalesce(valid_to >= city_today(), true)
      order by position, is_city, name, id limit 50`;
    return [...rows];
  },
});
