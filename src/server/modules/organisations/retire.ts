import { checkRetire } from '@/domain/organisations/rules';
import { retireOrganisationInput } from '@/domain/organisations/schema';
import { decideBy } from '@/domain/result';
import { defineCommand, done, unwrap } from '../../kernel/command';
import { AppError, refusal } from '../../kernel/errors';
import { loadParent, loadUse, lockOrganisation, requireMunicipal } from './load';
import { organisationChange } from './save';

/** 停用: nobody signs in there any more and nothing is sent there. Refused while anything of it is left; its records stay. */
export const retireOrganisation = defineCommand({
  name: 'organisations.retire',
  permission: 'organisations.retire',
  input: retireOrganisationInput,
  async run(scope, { id, version, reason }) {
    requireMunicipal(scope);
    // Whoever ships to it waits for this lock, or is counted below.
    const { code, state } = await lockOrganisation(scope, { id, version });
    if (state === 'retired') throw refusal({ code: 'organisation.retired', facts: { code } });
    const use = await loadUse(scope, code);
    unwrap(decideBy(checkRetire(use, code === scope.orgId), () => null));
    const { count } = await scope.q`
      update organisations set is_active = false, retired_reason = ${reason}, version = version + 1 where id = ${code} and version = ${version}`;
    if (count === 0) throw new AppError('forbidden');
    return done(
      { id, version: version + 1 },
      organisationChange(scope, id, 'retire', {
        version: version + 1,
        state: 'retired',
        reason,
        before: { state: 'active' },
        after: { state: 'retired' },
      }),
    );
  },
});

/** 恢复使用: with its people, roles and switches of before. A campus not without its hospital. */
export const restoreOrganisation = defineCommand({
  name: 'organisations.restore',
  permission: 'organisations.retire',
  input: retireOrganisationInput,
  async run(scope, { id, version, reason }) {
    requireMunicipal(scope);
    const { code, state, parentId } = await lockOrganisation(scope, { id, version });
    if (state !== 'retired') throw refusal({ code: 'organisation.not_retired', facts: { code } });
    const parent = await loadParent(scope, parentId);
    if (parent && !parent.isActive) throw refusal({ code: 'organisation.parent_retired', facts: { code } });
    const { count } = await scope.q`
      update organisations set is_active = true, retired_reason = null, version = version + 1 where id = ${code} and version = ${version}`;
    if (count === 0) throw new AppError('forbidden');
    return done(
      { id, version: version + 1 },
      organisationChange(scope, id, 'restore', {
        version: version + 1,
        state: 'active',
        reason,
        before: { state: 'retired' },
        after: { state: 'active' },
      }),
    );
  },
});
