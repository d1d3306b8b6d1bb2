import type { Change } from '@/domain/change';
import type { OrganisationState } from '@/domain/organisations/lifecycle';
import { AppError, refusal, sqlStateOf } from '../../kernel/errors';
import type { Scope } from '../../kernel/scope';
import { searchWords } from '../../kernel/search-words';

/** One line of a house's history: master data of the city, so every desk hears of it. */
export function organisationChange(
  { orgId }: Pick<Scope, 'orgId'>,
  recordId: string,
  verb: string,
  facts: {
    readonly version: number;
    readonly state: OrganisationState;
    readonly before?: unknown;
    readonly after: unknown;
    readonly reason?: string;
  },
): Change {
  const { version, state, before = null, after, reason } = facts;
  return {
    module: 'organisations',
    recordId,
    action: `organisations.${verb}`,
    version,
    state,
    orgId,
    isCityWide: true,
    before,
    after,
    ...(reason ? { reason } : {}),
  };
}

/** What a house is found by: pinyin and initials of both names, and its code. */
export function searchOf({
  code,
  name,
  shortName,
}: {
  readonly code: string;
  readonly name: string;
  readonly shortName: string;
}): string {
  return `${searchWords(name)} ${searchWords(shortName)} ${code.toLowerCase()}`;
}

/** A code or an institution code that somebody gave in the same moment is refused by the database. */
export async function tellTaken<T>(
  work: Promise<T>,
  { code, institutionCode }: { readonly code: string; readonly institutionCode: string },
): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof AppError || sqlStateOf(error) !== '23505') throw error;
    throw constraintOf(error) === 'organisations_institution_code'
      ? refusal({
          code: 'organisation.institution_code_taken',
          path: 'institutionCode',
          facts: { institutionCode },
        })
      : refusal({ code: 'organisation.code_taken', path: 'code', facts: { code } });
  }
}

function constraintOf(error: unknown): string {
  for (let current = error; current instanceof Error; current = current.cause) {
    const name = (current as { constraint_name?: unknown }).constraint_name;
    if (typeof name === 'string') return name;
  }
  return '';
}
