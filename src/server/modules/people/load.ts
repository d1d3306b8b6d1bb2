import type { PersonState } from '@/domain/people/lifecycle';
import type { AccountState } from '@/domain/people/record';
import type { PersonFacts } from '@/domain/people/rules';
import type { OrganisationKind } from '@/domain/permissions';
import { AppError, notFound, refusal } from '../../kernel/errors';
import type { Scope } from '../../kernel/scope';

export interface PersonView extends PersonFacts {
  readonly state: PersonState;
  readonly account: AccountState;
  readonly authUserId: string | null;
  readonly hasBadge: boolean;
  readonly createdAt: Date;
  readonly version: number;
}

export const personColumns = ({ q, orgId }: Pick<Scope, 'q' | 'orgId'>) => q`
  p.id, p.staff_no as "staffNo", p.name, p.title, p.is_active as "isActive", case when p.is_active then 'active' else 'left' end as state, p.auth_user_id as "authUserId",
  case when p.auth_user_id is null then 'none' when p.must_change_password then 'first_password' else 'ready' end as account,
  p.badge_hash is not null as "hasBadge", p.created_at as "createdAt", p.version,
  coalesce((select jsonb_agg(jsonb_build_object('department', m.department, 'roles', m.roles) order by m.department)
    from memberships m where m.person_id = p.id and m.org_id = ${orgId} and m.is_active), '[]') as posts`;

/** A person of the own organisation; the row locked when asked. @throws not_found for anybody else's. */
export async function loadPerson(scope: Scope, id: string, lock?: 'for update'): Promise<PersonView> {
  const { q, orgId } = scope;
  // In a statement of its own: posts are seen as they are only by one that begins once the lock is there.
  if (lock) await q`select 1 from people where id = ${id} and org_id = ${orgId} for update`;
  const person = await findOwnPerson(scope, id);
  if (!person) throw notFound();
  return person;
}

/** Whom this house keeps; a guest is another house's. */
export async function findOwnPerson(scope: Scope, id: string): Promise<PersonView | null> {
  const { q, orgId } = scope;
  const [person] = await q<PersonView[]>`
    select ${personColumns(scope)} from people p where p.id = ${id} and p.org_id = ${orgId}`;
  return person ?? null;
}

/** The person, locked, if it is still the version the administrator looked at. */
export async function loadPersonAt(scope: Scope, id: string, version: number): Promise<PersonView> {
  const person = await loadPerson(scope, id, 'for update');
  if (person.version !== version)
    throw new AppError(
      'conflict',
      [{ code: 'changed_meanwhile', facts: { staffNo: person.staffNo } }],
      shownOf(person),
    );
  return person;
}

/** What the history and a conflict show: the posts as text. */
export function shownOf({ id, staffNo, name, title, posts, account, hasBadge, state, version }: PersonView) {
  return { id, staffNo, name, title, posts: [...posts], account, hasBadge, state, version };
}

export function isOwn(scope: Scope, personId: string): boolean {
  return scope.actor.kind === 'user' && scope.actor.personId === personId;
}

/** Nobody widens, ends or opens their own account. */
export function requireOther(scope: Scope, personId: string): void {
  if (isOwn(scope, personId)) throw refusal({ code: 'account.own' });
}

export async function loadKind({ q, orgId }: Pick<Scope, 'q' | 'orgId'>): Promise<OrganisationKind> {
  const [org] = await q<{ kind: OrganisationKind }[]>`select kind from organisations where id = ${orgId}`;
  if (!org) throw notFound();
  return org.kind;
}
