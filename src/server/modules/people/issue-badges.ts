import { issueBadgesInput } from '@/domain/people/schema';
import { badgeHashOf, mintBadgeCode } from '@/server/auth/badges';
import { defineCommand, type Outcome } from '../../kernel/command';
import { AppError, notFound, refusal } from '../../kernel/errors';
import { type PersonView, personColumns } from './load';
import { personChange } from './save';

export interface IssuedBadge {
  readonly id: string;
  readonly badge: string;
}

/** New badges, printed now: only their hashes are kept, and the earlier ones are void. */
export const issueBadges = defineCommand({
  name: 'people.issue-badges',
  hasSecretAnswer: true,
  permission: 'people.badges',
  input: issueBadgesInput,
  async run(scope, input): Promise<Outcome<{ badges: IssuedBadge[] }>> {
    const ids = [...new Set(input.ids)];
    const people = await scope.q<PersonView[]>`
      select ${personColumns(scope)} from people p where p.id = any(${ids}) and p.org_id = ${scope.orgId} order by p.id for update of p`;
    if (people.length !== ids.length) throw notFound();
    const gone = people.find(({ isActive }) => !isActive);
    if (gone) throw refusal({ code: 'person.has_left', facts: { staffNo: gone.staffNo } });
    const badges = people.map(({ id }) => ({ id, badge: mintBadgeCode() }));
    for (const { id, badge } of badges)
      await scope.q`update people set badge_hash = ${badgeHashOf(badge)}, version = version + 1 where id = ${id} and org_id = ${scope.orgId}`;
    const [first, ...rest] = people.map(({ id, version, hasBadge }) =>
      personChange(scope, id, 'issue-badge', {
        version: version + 1,
        state: 'active',
        before: { hasBadge },
        after: { hasBadge: true },
      }),
    );
    if (!first) throw new AppError('internal');
    return { result: { badges }, changes: [first, ...rest] };
  },
});
