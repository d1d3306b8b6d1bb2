import type { Change } from '@/domain/change';
import type { Post } from '@/domain/people/schema';
import type { Scope } from '../../kernel/scope';

/** Where a person works from now on: what is not among it ends, and may begin again. */
export async function savePosts({ q, orgId }: Scope, personId: string, posts: readonly Post[]): Promise<void> {
  await q`
    update memberships set is_active = false where person_id = ${personId} and org_id = ${orgId} and is_active
      and department <> all(${posts.map(({ department }) => department)})`;
  await q`
    insert into memberships (person_id, org_id, department, roles)
    select ${personId}, ${orgId}, w.department, array(select jsonb_array_elements_text(w.roles))
    from jsonb_to_recordset(${q.json(posts as never)}) as w(department text, roles jsonb)
    on conflict (person_id, org_id, department) do update set roles = excluded.roles, is_active = true`;
}

/** Posts as the history has them, and as its list shows them: departments, and all that somebody may do. */
export function tellPosts(posts: readonly Post[]) {
  return {
    posts,
    department: posts
      .map(({ department }) => department)
      .filter((department) => department !== '')
      .join(' / '),
    roles: [...new Set(posts.flatMap((post) => post.roles))],
  };
}

/** One line of the person's history. */
export function personChange(
  scope: Pick<Scope, 'orgId'>,
  personId: string,
  verb: string,
  facts: {
    readonly version: number;
    readonly state: 'active' | 'left';
    readonly before?: unknown;
    readonly after?: unknown;
    readonly reason?: string;
  },
): Change {
  const { version, state, before = null, after = null, reason } = facts;
  return {
    module: 'people',
    recordId: personId,
    action: `people.${verb}`,
    version,
    state,
    orgId: scope.orgId,
    before,
    after,
    ...(reason ? { reason } : {}),
  };
}
