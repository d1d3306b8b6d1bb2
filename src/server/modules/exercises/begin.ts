import { checkBegin } from '@/domain/exercises/rules';
import { beginInput } from '@/domain/exercises/schema';
import { decideBy } from '@/domain/result';
import { rolesOf } from '../../kernel/actor';
import { defineCommand, done, unwrap } from '../../kernel/command';
import { AppError, refusal } from '../../kernel/errors';
import type { Scope } from '../../kernel/scope';
import { actorName } from '../stock/post';
import { isPracticeCity, loadLastRound, personOf } from './load';

/**
 * A round of an exercise begins; what it needs is brought by the city within seconds. One is open at a time: another that is open is given up
 * for it, when the person sees that it is. Of two tabs one begins, and the other is told.
 */
export const beginExercise = defineCommand({
  name: 'exercises.begin',
  permission: 'exercises.begin',
  input: beginInput,
  async run(scope, input) {
    const last = await loadLastRound(scope);
    const open = last?.state === 'open' ? last : null;
    const facts = { isPractice: await isPracticeCity(scope), roles: rolesOf(scope.actor), openId: open?.id ?? null };
    unwrap(decideBy(checkBegin(input, facts), () => null));
    const givenUp = open ? [await giveUp(scope, open)] : [];
    const id = crypto.randomUUID();
    const [begun] = await scope.q`
      insert into exercises (id, org_id, person_id, person_name, code) values (${id}, ${scope.orgId}, ${personOf(scope)}, ${actorName(scope)}, ${input.code})
      on conflict (org_id, person_id) where state = 'open' do nothing returning id`;
    if (!begun) throw refusal({ code: 'exercise.already_open', path: 'code' });
    return done(
      { id },
      {
        module: 'exercises',
        recordId: id,
        action: 'exercises.begin',
        version: 1,
        state: 'open',
        orgId: scope.orgId,
        before: null,
        after: { code: input.code, personName: actorName(scope) },
      },
      ...givenUp,
    );
  },
});

/** @throws busy when another tab closed it at this instant. */
export async function giveUp(
  { q, orgId }: Scope,
  { id, code, version }: { readonly id: string; readonly code: string; readonly version: number },
) {
  const [given] = await q<{ version: number }[]>`
    update exercises set state = 'given_up', given_up_at = city_now(), version = version + 1
    where id = ${id} and state = 'open' and version = ${version} returning version`;
  if (!given) throw new AppError('busy');
  return {
    module: 'exercises',
    recordId: id,
    action: 'exercises.give-up',
    version: given.version,
    state: 'given_up',
    orgId,
    before: { state: 'open' },
    after: { code, state: 'given_up' },
  } as const;
}
