import { retireTermInput } from '@/domain/dictionaries/schema';
import { defineCommand, done } from '../../kernel/command';
import { AppError, refusal } from '../../kernel/errors';
import { changeOf, isTaken, lockTerm, termState } from './load';

/** 停用: offered no longer. What was written with it stays as it was written. */
export const retireTerm = defineCommand({
  name: 'dictionaries.retire',
  permission: 'dictionaries.modify',
  input: retireTermInput,
  async run(scope, input) {
    const { id, isCity, name, state } = await lockTerm(scope, input);
    if (state === 'retired') throw refusal({ code: 'term.retired', facts: { name } });
    const [saved] = await scope.q<{ version: number; state: string }[]>`
      update dictionary_terms set retired_at = city_now(), retired_reason = ${input.reason}, version = version + 1 where id = ${id}
      returning version, ${termState(scope)} as state`;
    if (!saved) throw new AppError('forbidden');
    const told = { before: { state }, after: { state: saved.state }, reason: input.reason };
    return done({ id, version: saved.version }, changeOf(scope, { id, isCity, verb: 'retire', ...saved, ...told }));
  },
});

/** 恢复使用, unless another in use has its words by now. */
export const restoreTerm = defineCommand({
  name: 'dictionaries.restore',
  permission: 'dictionaries.modify',
  input: retireTermInput,
  async run(scope, input) {
    const term = await lockTerm(scope, input);
    const { id, isCity, name, state } = term;
    if (state !== 'retired') throw refusal({ code: 'term.not_retired', facts: { name } });
    if (await isTaken(scope, term)) throw refusal({ code: 'term.taken', facts: { name } });
    const [saved] = await scope.q<{ version: number; state: string }[]>`
      update dictionary_terms set retired_at = null, retired_reason = null, version = version + 1 where id = ${id}
      returning version, ${termState(scope)} as state`;
    if (!saved) throw new AppError('forbidden');
    const told = { before: { state }, after: { state: saved.state }, reason: input.reason };
    return done({ id, version: saved.version }, changeOf(scope, { id, isCity, verb: 'restore', ...saved, ...told }));
  },
});
