import { exerciseOf } from '@/domain/exercises/catalogue';
import { progressOf } from '@/domain/exercises/progress';
import { checkBegin } from '@/domain/exercises/rules';
import { beginInput } from '@/domain/exercises/schema';
import { decideBy } from '@/domain/result';
import { rolesOf } from '../../kernel/actor';
import { defineCommand, done, unwrap } from '../../kernel/command';
import { refusal } from '../../kernel/errors';
import { actorName } from '../stock/post';
import { finish, giveUp } from './end';
import { loadFacts } from './facts';
import { isPracticeCity, loadLastRound, personOf } from './load';

/**
 * A round of an exercise begins; what it needs is brought by the city within seconds. One is open at a time: another that is open is given up
 * for it, when the person sees that it is; one that was done to its end is finished. Of two tabs one begins, and the other is told.
 */
export const beginExercise = defineCommand({
  name: 'exercises.begin',
  permission: 'exercises.begin',
  input: beginInput,
  async run(scope, input) {
    const last = await loadLastRound(scope);
    const open = last?.state === 'open' ? last : null;
    const exercise = open && exerciseOf(open.code);
    // All of it was done and nobody has closed it yet: it is finished, not given up.
    const finishedAt = open && exercise ? progressOf(exercise, await loadFacts(scope, open)).finishedAt : null;
    const openId = finishedAt ? null : (open?.id ?? null);
    unwrap(
      decideBy(
        checkBegin(input, { isPractice: await isPracticeCity(scope), roles: rolesOf(scope.actor), openId }),
        () => null,
      ),
    );
    const ended = open ? [finishedAt ? await finish(scope, open, finishedAt) : await giveUp(scope, open)] : [];
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
      ...ended,
    );
  },
});
