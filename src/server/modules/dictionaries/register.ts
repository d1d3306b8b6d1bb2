import { checkTaken, checkTerm } from '@/domain/dictionaries/rules';
import { registerTermInput } from '@/domain/dictionaries/schema';
import { decideBy } from '@/domain/result';
import { defineCommand, done, unwrap } from '../../kernel/command';
import { AppError } from '../../kernel/errors';
import { changeOf, fieldsOf, isTaken, keepsCity, termState } from './load';

/** 登记词条: offered from now on, or from its first day; by the municipal office in every house, by a house in its own. */
export const registerTerm = defineCommand({
  name: 'dictionaries.register',
  permission: 'dictionaries.register',
  input: registerTermInput,
  async run(scope, input) {
    const { dictionary, name, nameEn, position, validFrom, validTo } = input;
    unwrap(decideBy([...checkTerm(input), ...checkTaken(await isTaken(scope, input), input)], () => input));
    const isCity = keepsCity(scope);
    const [made] = await scope.q<{ id: string; state: string }[]>`
      insert into dictionary_terms (keeper_org_id, is_city, dictionary, name, name_en, position, valid_from, valid_to)
      values (${scope.orgId}, ${isCity}, ${dictionary}, ${name}, ${nameEn}, ${position}, ${validFrom}, ${validTo})
      returning id, ${termState(scope)} as state`;
    if (!made) throw new AppError('forbidden');
    const { id, state } = made;
    const after = { dictionary, ...fieldsOf(input) };
    return done({ id }, changeOf(scope, { id, isCity, verb: 'register', version: 1, state, before: null, after }));
  },
});
