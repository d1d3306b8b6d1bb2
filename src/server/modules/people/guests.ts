import type { PersonState } from '@/domain/people/lifecycle';
import type { guestEndings } from '@/domain/people/record';
import type { Post } from '@/domain/people/schema';
import { AppError, notFound, refusal } from '../../kernel/errors';
import type { Scope } from '../../kernel/scope';

/** Somebody who works in a house that another one keeps, as that house has him. */
export interface Guest {
  readonly id: string;
  readonly orgId: string;
  readonly homeOrgId: string;
  readonly personId: string;
  /** As it is at home, and as this house writes it. */
  readonly homeStaffNo: string;
  readonly staffNo: string;
  readonly name: string;
  readonly title: string;
  readonly posts: readonly Post[];
  readonly state: PersonState;
  readonly reason: string;
  readonly ended: (typeof guestEndings)[number] | null;
  readonly createdAt: Date;
  readonly version: number;
}

const guestColumns = ({ q }: Pick<Scope, 'q'>) => q`
  g.id, g.org_id as "orgId", g.party_org_id as "homeOrgId", g.person_id as "personId", g.staff_no as "homeStaffNo", g.party_org_id || '/' || g.staff_no as "staffNo",
  g.name, g.title, g.posts, g.state, g.reason, g.ended, g.created_at as "createdAt", g.version`;

/** A guest of this house, or one of its own people who is a guest in that one; now or before. */
export async function findGuest(scope: Scope, personId: string, orgId: string): Promise<Guest | null> {
  const [guest] = await scope.q<Guest[]>`
    select ${guestColumns(scope)} from guests g
    where g.person_id = ${personId} and g.org_id = ${orgId} and ${scope.orgId} in (g.org_id, g.party_org_id)`;
  return guest ?? null;
}

/** The guest, locked, if he is still as the administrator saw him. @throws not_found, conflict; refused: person.guest_over {staffNo}. */
export async function loadGuestAt(scope: Scope, personId: string, orgId: string, version: number): Promise<Guest> {
  await scope.q`
    select 1 from guests where person_id = ${personId} and org_id = ${orgId} and ${scope.orgId} in (org_id, party_org_id) for update`;
  const guest = await findGuest(scope, personId, orgId);
  if (!guest) throw notFound();
  if (guest.version !== version)
    throw new AppError('conflict', [{ code: 'changed_meanwhile', facts: { staffNo: guest.staffNo } }], {
      ...guest,
      id: personId,
    });
  if (guest.state !== 'active') throw refusal({ code: 'person.guest_over', facts: { staffNo: guest.staffNo } });
  return guest;
}

/** Where somebody of this house works elsewhere now. */
export async function loadElsewhere(scope: Scope, personId: string): Promise<Guest[]> {
  return [
    ...(await scope.q<Guest[]>`
      select ${guestColumns(scope)} from guests g
      where g.person_id = ${personId} and g.party_org_id = ${scope.orgId} and g.state = 'active' order by g.org_id`),
  ];
}
