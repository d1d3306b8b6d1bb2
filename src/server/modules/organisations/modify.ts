import { kindOfListed } from '@/domain/organisations/kinds';
import { changedFields, checkChanged, checkOwnFields } from '@/domain/organisations/rules';
import { modifyOrganisationInput, type OrganisationFields } from '@/domain/organisations/schema';
import { decideBy } from '@/domain/result';
import { defineCommand, done, unwrap } from '../../kernel/command';
import { AppError, refusal } from '../../kernel/errors';
import type { Scope } from '../../kernel/scope';
import { fieldsOf, isMunicipal, loadParent, loadUse, lockOrganisation, type OrganisationView } from './load';
import { organisationChange, searchOf, tellTaken } from './save';

/** The office changes any field of any house but the code; a house how it and its campuses are reached, and where they stand. */
export const modifyOrganisation = defineCommand({
  name: 'organisations.modify',
  permission: 'organisations.modify',
  input: modifyOrganisationInput,
  async run(scope, { id, version, ...told }) {
    const house = await lockOrganisation(scope, { id, version });
    const { code } = house;
    if (house.state === 'retired') throw refusal({ code: 'organisation.retired', facts: { code } });
    const before = fieldsOf(house);
    // Null says last, and of a house that stands somewhere it says nothing.
    const next = { ...before, ...told, sortOrder: told.sortOrder ?? before.sortOrder } as OrganisationFields;
    const changed = changedFields(before, next);
    if (changed.length === 0) throw refusal({ code: 'organisation.nothing_changed' });
    if (isMunicipal(scope)) await saveAll(scope, house, next);
    else await saveOwn(scope, house, next, changed);
    const only = (fields: OrganisationFields) => Object.fromEntries(changed.map((field) => [field, fields[field]]));
    return done(
      { id, version: version + 1 },
      organisationChange(scope, id, 'modify', {
        version: version + 1,
        state: 'active',
        before: only(before),
        after: only(next),
      }),
    );
  },
});

async function saveAll(scope: Scope, house: OrganisationView, next: OrganisationFields): Promise<void> {
  const { q, orgId } = scope;
  const { code, version } = house;
  const parent = await loadParent(scope, next.parentId);
  const { campuses, isUsed } = await loadAllCampuses(scope, code);
  const { institutionCode } = next;
  const [known] = await q`
    select 1 from organisations where institution_code = ${institutionCode} and ${institutionCode} <> '' and id <> ${code}`;
  const taken = { code: 'organisation.institution_code_taken', path: 'institutionCode', facts: { institutionCode } };
  const facts = { parent, campuses, isUsed, isOwn: code === orgId };
  unwrap(decideBy([...(known ? [taken] : []), ...checkChanged(fieldsOf(house), next, facts)], () => null));
  const { name, shortName, nameEn, parentId, district, address, longitude, latitude, dutyPhone, nightPhone } = next;
  const { count } = await tellTaken(
    q`update organisations set kind = ${kindOfListed(next.kind)}, name = ${name}, short_name = ${shortName}, name_en = ${nameEn},
        search = ${searchOf({ code, name, shortName })}, parent_id = ${parentId}, district = ${district}, institution_code = ${institutionCode},
        address = ${address}, longitude = ${longitude}, latitude = ${latitude}, duty_phone = ${dutyPhone}, night_phone = ${nightPhone},
        sort_order = ${next.sortOrder}, version = version + 1 where id = ${code} and version = ${version}`,
    { code, institutionCode },
  );
  if (count === 0) throw new AppError('forbidden');
}

/** Campuses out of use belong to their hospital too. */
async function loadAllCampuses(scope: Scope, code: string): Promise<{ campuses: number; isUsed: boolean }> {
  const { isUsed } = await loadUse(scope, code);
  const [row] = await scope.q<
    { campuses: number }[]
  >`select count(*)::int as campuses from organisations where parent_id = ${code}`;
  return { campuses: row?.campuses ?? 0, isUsed };
}

async function saveOwn(
  { q, orgId }: Scope,
  house: OrganisationView,
  next: OrganisationFields,
  changed: ReturnType<typeof changedFields>,
): Promise<void> {
  const facts = { parent: null, campuses: 0, isUsed: true, isOwn: house.code === orgId };
  const strange = checkOwnFields(changed);
  unwrap(decideBy(strange.length > 0 ? strange : checkChanged(fieldsOf(house), next, facts), () => null));
  const { address, longitude, latitude, dutyPhone, nightPhone } = next;
  const { count } = await q`
    update organisations set address = ${address}, longitude = ${longitude}, latitude = ${latitude}, duty_phone = ${dutyPhone}, night_phone = ${nightPhone},
      version = version + 1 where id = ${house.code} and ${orgId} in (id, parent_id) and version = ${house.version}`;
  if (count === 0) throw new AppError('forbidden');
}
