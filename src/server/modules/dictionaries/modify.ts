import { checkTaken, checkTerm } from '@/domain/dictionaries/rules';
import { modifyTermInput } from '@/domain/dictionaries/schema';
import { decideBy } from '@/domain/result';
import { defineCommand, done, unwrap } from '../../kernel/command';
import { AppError, refusal } from '../../kernel/errors';
import { changedFields, changeOf, fieldsOf, isTaken, lockTerm, termState } from './load';

/** Other words, another place or other days, with a reason: records that were written keep what was chosen. */
export const modifyTerm = defineCommand({
  name: 'dictionaries.modify',
  permission: 'dictionaries.modify',
  input: modifyTermInput,
  async run(scope, { reason, ...next }) {
    const term = await lockTerm(scope, next);
    const { id, dictionary, isCity } = term;
    if (term.state === 'retired') throw refusal({ code: 'term.retired', facts: { name: term.name } });
    const taken = await isTaken(scope, { id, dictionary, name: next.name });
    unwrap(decideBy([...checkTerm(next), ...checkTaken(taken, next)], () => next));
    const changed = changedFields(term, next);
    if (changed.length === 0) throw refusal({ code: 'term.nothing_changed' });
    const { name, nameEn, position, validFrom, validTo } = next;
    const [saved] = await scope.q<{ version: number; state: string }[]>`
      update dictionary_terms set name = ${name}, name_en = ${nameEn}, position = ${position}, valid_from = ${validFrom}, valid_to = ${validTo},
        version = version + 1 where id = ${id} returning version, ${termState(scope)} as state`;
    if (!saved) throw new AppError('forbidden');
    const only = (values: object) => Object.fromEntries(changed.map((field) => [field, Reflect.get(values, field)]));
    const told = { before: only(fieldsOf(term)), after: only(fieldsOf(next)), reason };
    return done({ id, version: saved.version }, changeOf(scope, { id, isCity, verb: 'modify', ...saved, ...told }));
  },
});
