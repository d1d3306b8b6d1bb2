import { type FindElsewhereInput, findElsewhereInput } from '@/domain/people/schema';
import { countSearch } from '@/server/auth/attempts';
import { defineCommand, done } from '../../kernel/command';
import { refusal } from '../../kernel/errors';
import type { Scope } from '../../kernel/scope';

export interface Elsewhere {
  readonly id: string;
  readonly staffNo: string;
  readonly name: string;
}

/** What a look is known by in the chain, found or not. */
const lookOf = ({ orgId, staffNo }: FindElsewhereInput) => `${orgId}/${staffNo.toLowerCase()}`;

/**
 * Who has exactly this number in that house, by one function that answers nothing else. Counted, so that numbers are not tried through and names not read
 * off: five looks of which nothing came, and the next waits as after five wrong passwords. @throws refused: person.own_house, person.searched_enough {minutes}.
 */
export async function searchElsewhere(
  scope: Scope,
  { orgId, staffNo }: FindElsewhereInput,
  { isCounted }: { readonly isCounted: boolean },
): Promise<Elsewhere | null> {
  if (orgId === scope.orgId) throw refusal({ code: 'person.own_house', path: 'orgId' });
  if (isCounted && scope.actor.kind === 'user') {
    const minutes = await countSearch(scope.runtime, scope.actor.personId);
    if (minutes !== null) throw refusal({ code: 'person.searched_enough', facts: { minutes } });
  }
  const [found] = await scope.q<Elsewhere[]>`
    select id, staff_no as "staffNo", name from person_elsewhere(${orgId}, ${staffNo})`;
  return found ?? null;
}

/** Whether this administrator has looked for this number within the hour, by the chain: it has been counted then. */
export async function hasLookedFor({ q, orgId, actor }: Scope, look: FindElsewhereInput): Promise<boolean> {
  if (actor.kind !== 'user') return false;
  const looks = await q`
    select 1 from audit_log where org_id = ${orgId} and module = 'people' and record_id = ${lookOf(look)} and at > city_now() - interval '1 hour'
      and action = 'people.find-elsewhere' and payload::jsonb #>> '{actor,id}' = ${actor.personId} limit 1`;
  return looks.length > 0;
}

/** Looks somebody of another house up before asking him in. A command: who looked for which number stands in the chain, found or not. */
export const findElsewhere = defineCommand({
  name: 'people.find-elsewhere',
  hasSecretAnswer: true,
  permission: 'people.guests',
  input: findElsewhereInput,
  async run(scope, input) {
    const { orgId, staffNo } = input;
    const found = await searchElsewhere(scope, input, { isCounted: true });
    return done(
      { orgId, staffNo: found?.staffNo ?? staffNo, name: found?.name ?? null },
      {
        module: 'people',
        recordId: lookOf(input),
        action: 'people.find-elsewhere',
        version: 0,
        state: 'noted',
        orgId: scope.orgId,
        before: null,
        after: { homeOrgId: orgId, staffNo, isFound: found !== null },
      },
    );
  },
});
