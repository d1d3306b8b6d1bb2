import { kindOfListed } from '@/domain/organisations/kinds';
import { checkOrganisation } from '@/domain/organisations/rules';
import { registerOrganisationInput } from '@/domain/organisations/schema';
import { decideBy } from '@/domain/result';
import { defineCommand, done, unwrap } from '../../kernel/command';
import { fieldsOf, loadParent, requireMunicipal } from './load';
import { organisationChange, searchOf, tellTaken } from './save';

/** 登记机构: from now on the house is offered at sign-in, to whoever sends it blood, and in the overview. Its first account is opened afterwards. */
export const registerOrganisation = defineCommand({
  name: 'organisations.register',
  permission: 'organisations.register',
  input: registerOrganisationInput,
  async run(scope, input) {
    requireMunicipal(scope);
    const { q } = scope;
    const { code, institutionCode } = input;
    const parent = await loadParent(scope, input.parentId);
    const [known] = await q<{ isCode: boolean }[]>`
      select id = ${code} as "isCode" from organisations
      where id = ${code} or (institution_code = ${institutionCode} and ${institutionCode} <> '') order by id = ${code} desc limit 1`;
    const taken = known?.isCode
      ? { code: 'organisation.code_taken', path: 'code', facts: { code } }
      : { code: 'organisation.institution_code_taken', path: 'institutionCode', facts: { institutionCode } };
    unwrap(decideBy([...(known ? [taken] : []), ...checkOrganisation(input, { parent })], () => null));
    const { name, shortName, nameEn, parentId, district, address, longitude, latitude, dutyPhone, nightPhone } = input;
    const made = await tellTaken(
      q<{ id: string; sortOrder: number }[]>`
        insert into organisations (id, kind, name, short_name, name_en, search, parent_id, district, institution_code, address, longitude, latitude,
          duty_phone, night_phone, sort_order)
        values (${code}, ${kindOfListed(input.kind)}, ${name}, ${shortName}, ${nameEn}, ${searchOf(input)}, ${parentId}, ${district}, ${institutionCode},
          ${address}, ${longitude}, ${latitude}, ${dutyPhone}, ${nightPhone},
          coalesce(${input.sortOrder}::int, (select least(9999, coalesce(max(sort_order), 0) + 1) from organisations)))
        returning record_id as id, sort_order as "sortOrder"`,
      input,
    );
    const [{ id, sortOrder } = { id: '', sortOrder: 0 }] = made;
    return done(
      { id, code },
      organisationChange(scope, id, 'register', {
        version: 1,
        state: 'active',
        after: { code, ...fieldsOf({ ...input, sortOrder }) },
      }),
    );
  },
});
