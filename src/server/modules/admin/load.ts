import { notFound, refusal } from '@/server/kernel/errors';
import type { Scope } from '@/server/kernel/scope';

export interface AdministeredPerson {
  readonly id: string;
  readonly staffNo: string;
  readonly name: string;
  readonly authUserId: string | null;
  readonly isActive: boolean;
  readonly version: number;
}

/** A person of the administrator's own organisation, locked for the change. */
export async function loadPerson({ q, orgId }: Scope, personId: string): Promise<AdministeredPerson> {
  const [person] = await q<AdministeredPerson[]>`
    select id, staff_no as "staffNo", name, auth_user_id as "authUserId", is_active as "isActive", version
    from people where id = ${personId} and org_id = ${orgId} for update`;
  if (!person) throw notFound();
  return person;
}

/** Nobody widens, ends or opens their own account. */
export function requireOther(scope: Scope, personId: string): void {
  if (scope.actor.kind === 'user' && scope.actor.personId === personId) throw refusal({ code: 'account.own' });
}
