import { leaveInput } from '@/domain/people/schema';
import { endSessionsOf } from '@/server/auth/accounts';
import { defineCommand, done } from '../../kernel/command';
import { refusal } from '../../kernel/errors';
import { loadElsewhere } from './guests';
import { loadPersonAt, requireOther } from './load';
import { personChange } from './save';

/** 离岗: signs nothing any more, here and wherever he is a guest; every session ends, the badge is void at once. Records keep the name. */
export const leavePerson = defineCommand({
  name: 'people.leave',
  permission: 'people.leave',
  input: leaveInput,
  async run(scope, { id, version, reason }) {
    requireOther(scope, id);
    const person = await loadPersonAt(scope, id, version);
    if (!person.isActive) throw refusal({ code: 'person.has_left', facts: { staffNo: person.staffNo } });
    const elsewhere = (await loadElsewhere(scope, id)).map(({ orgId }) => orgId);
    // His time as a guest ends with it, by the trigger: wherever it is, and whoever was asking him in at this moment waits and is refused.
    await scope.q`
      update people set is_active = false, badge_hash = null, version = version + 1 where id = ${id} and org_id = ${scope.orgId}`;
    if (person.authUserId) await endSessionsOf(scope.runtime, person.authUserId);
    return done(
      { id, version: version + 1 },
      personChange(scope, id, 'leave', {
        version: version + 1,
        state: 'left',
        reason,
        before: { state: 'active', hasBadge: person.hasBadge },
        after: { state: 'left', hasBadge: false, ...(elsewhere.length > 0 ? { elsewhere } : {}) },
      }),
    );
  },
});

/** 返岗: with the posts of before; a badge is printed anew. Where he was a guest he is asked in anew. */
export const returnPerson = defineCommand({
  name: 'people.return',
  permission: 'people.leave',
  input: leaveInput,
  async run(scope, { id, version, reason }) {
    requireOther(scope, id);
    const person = await loadPersonAt(scope, id, version);
    if (person.isActive) throw refusal({ code: 'person.is_here', facts: { staffNo: person.staffNo } });
    // One that began while he was leaving does not come back with him.
    if (person.authUserId) await endSessionsOf(scope.runtime, person.authUserId);
    await scope.q`update people set is_active = true, version = version + 1 where id = ${id} and org_id = ${scope.orgId}`;
    return done(
      { id, version: version + 1 },
      personChange(scope, id, 'return', {
        version: version + 1,
        state: 'active',
        reason,
        before: { state: 'left' },
        after: { state: 'active' },
      }),
    );
  },
});
