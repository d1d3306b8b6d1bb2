import { issueBadgesInput } from '@/domain/people/schema';
import { defineRead } from '../../kernel/read';
import { type PersonView, personColumns } from './load';
import { tellPosts } from './save';

export interface BadgePerson {
  readonly id: string;
  readonly staffNo: string;
  readonly name: string;
  readonly title: string;
  readonly department: string;
  readonly hasBadge: boolean;
}

/** Who of the house is on duty among these, as a badge names them. */
export const readBadgeSheet = defineRead({
  name: 'people.badge-sheet',
  permission: 'people.badges',
  input: issueBadgesInput,
  async run(scope, { ids }): Promise<{ orgName: string; people: BadgePerson[] }> {
    const { q, orgId } = scope;
    const [org] = await q<{ name: string }[]>`select name from organisations where id = ${orgId}`;
    const people = await q<PersonView[]>`
      select ${personColumns(scope)} from people p where p.id = any(${ids}) and p.org_id = ${orgId} and p.is_active order by p.staff_no`;
    return {
      orgName: org?.name ?? '',
      people: people.map(({ id, staffNo, name, title, posts, hasBadge }) => ({
        id,
        staffNo,
        name,
        title,
        hasBadge,
        department: tellPosts(posts).department,
      })),
    };
  },
});
