import type { Change } from '@/domain/change';
import type { TermState } from '@/domain/dictionaries/lifecycle';
import type { DictionaryName } from '@/domain/dictionaries/names';
import { type TermFields, termFields } from '@/domain/dictionaries/schema';
import { scopeRoleOf } from '../../kernel/actor';
import { AppError, notFound } from '../../kernel/errors';
import type { Scope } from '../../kernel/scope';

export interface TermView extends TermFields {
  readonly id: string;
  readonly dictionary: DictionaryName;
  readonly isCity: boolean;
  readonly state: TermState;
  readonly version: number;
}

/** By the city's day: retired, not yet, no more, or offered. */
export const termState = ({ q }: Pick<Scope, 'q'>) => q`
  case when retired_at is not null then 'retired' when valid_from > city_today() then 'upcoming' when valid_to < city_today() then 'ended' else 'active' end`;

export const keepsCity = ({ actor }: Pick<Scope, 'actor'>) => scopeRoleOf(actor) === 'scope_city';

/** Kept by the asker. */
export const isOwn = (scope: Pick<Scope, 'q' | 'actor' | 'orgId'>) =>
  keepsCity(scope) ? scope.q`is_city` : scope.q`(not is_city and keeper_org_id = ${scope.orgId})`;

/**
 * A term that the asker keeps, its row locked, as the asker has seen it. The city's are kept by every municipal office, a house's by itself.
 * @throws not_found, forbidden, conflict with the term as it stands
 */
export async function lockTerm(
  scope: Scope,
  { id, version }: { readonly id: string; readonly version: number },
): Promise<TermView> {
  const [seen] = await scope.q<{ isOwn: boolean }[]>`
    select ${isOwn(scope)} as "isOwn" from dictionary_terms where id = ${id}`;
  if (!seen) throw notFound();
  if (!seen.isOwn) throw new AppError('forbidden');
  const [term] = await scope.q<TermView[]>`
    select id, dictionary, is_city as "isCity", name, name_en as "nameEn", position, valid_from as "validFrom", valid_to as "validTo", version,
      ${termState(scope)} as state from dictionary_terms where id = ${id} for update`;
  if (!term) throw new AppError('forbidden');
  if (term.version !== version)
    throw new AppError('conflict', [{ code: 'changed_meanwhile', facts: { name: term.name } }], term);
  return term;
}

/** Whether another term in use of the same owner and dictionary has these words. */
export async function isTaken(
  scope: Scope,
  {
    dictionary,
    name,
    id = null,
  }: { readonly dictionary: DictionaryName; readonly name: string; readonly id?: string | null },
): Promise<boolean> {
  const rows = await scope.q`
    select 1 from dictionary_terms where ${isOwn(scope)} and dictionary = ${dictionary} and name = ${name} and retired_at is null
      and id is distinct from ${id}`;
  return rows.length > 0;
}

/** What the history shows of a term. */
export function fieldsOf(term: TermFields): TermFields {
  const { name, nameEn, position, validFrom, validTo } = term;
  return { name, nameEn, position, validFrom, validTo };
}

export function changedFields(before: TermFields, after: TermFields): (keyof TermFields)[] {
  return termFields.filter((field) => before[field] !== after[field]);
}

interface Deed {
  readonly id: string;
  readonly isCity: boolean;
  readonly verb: 'register' | 'modify' | 'retire' | 'restore';
  readonly version: number;
  readonly state: string;
  readonly before: unknown;
  readonly after: unknown;
  readonly reason?: string;
}

/** The city's terms are told to every desk, a house's to itself. */
export function changeOf({ orgId }: Scope, { id, isCity, verb, ...rest }: Deed): Change {
  const common = { module: 'dictionaries', recordId: id, action: `dictionaries.${verb}`, orgId, ...rest } as const;
  return isCity ? { ...common, isCityWide: true } : common;
}
