import type { OrganisationKind, Role } from '@/domain/permissions';
import { digestOfCovers } from '@/domain/signatures/covers';
import { badgeHashOf, demoBadgeCode } from '../auth/badges';
import { sealSignature, verifySignature } from '../auth/signing';
import type { SystemActor, UserActor } from '../kernel/actor';
import { commitChanges } from '../kernel/command';
import { inScope, type Request } from '../kernel/scope';
import { searchWords } from '../kernel/search-words';
import type { Runtime } from '../runtime';

/** Who brings the material, where a record names somebody. */
const supplierName = '练习系统';
const supplierStaffNo = 'LX00';
/** Nobody of any directory: no draft and no signature is his. */
const supplierId = '00000000-0000-4000-8000-0000000000aa';

export interface House {
  readonly id: string;
  readonly kind: OrganisationKind;
  readonly name: string;
  readonly district: string;
}

export function asSystem(runtime: Runtime, orgId: string): Request {
  const actor: SystemActor = { kind: 'system', name: supplierName, orgId };
  return { runtime, actor, requestId: 'practice' };
}

/** Somebody of this house whom no browser has: the same verbs, the same rules. */
export function asSupplier(runtime: Runtime, house: House, roles: readonly Role[]): Request {
  return asPerson(runtime, house, { id: supplierId, staffNo: supplierStaffNo, name: supplierName, roles });
}

interface Person {
  readonly id: string;
  readonly staffNo: string;
  readonly name: string;
  readonly roles: readonly Role[];
}

function asPerson(runtime: Runtime, house: House, { id, staffNo, name, roles }: Person): Request {
  const actor: UserActor = {
    kind: 'user',
    personId: id,
    name,
    staffNo,
    orgId: house.id,
    orgKind: house.kind,
    orgName: house.name,
    department: department,
    district: house.district,
    roles,
    sessionId: `practice-${house.id}`,
    membershipId: `practice-${house.id}`,
    mustChangePassword: false,
  };
  return { runtime, actor, requestId: 'practice' };
}

const department = '练习';

/**
 * Who signs beside somebody that practises alone: people of the practice city only, whose badges are printed with the bags. They have no account.
 * Their staff numbers have a form that no house gives, so that they are nobody's of the directory that is mirrored.
 */
export const partners = [
  { seat: 'LX01', staffNo: 'LXDABAN01', name: '练习复核', title: '技师', roles: ['technician', 'reviewer'] },
  { seat: 'LX02', staffNo: 'LXDABAN02', name: '练习登记', title: '技师', roles: ['technician'] },
  { seat: 'LX03', staffNo: 'LXDABAN03', name: '练习护士', title: '护士', roles: ['nurse'] },
] as const satisfies readonly (Omit<Person, 'id'> & { seat: string; title: string })[];
export type PartnerNo = (typeof partners)[number]['seat'];

/** The badge of a partner, made from the secret of this installation: it is printed again at any time, and none is stored. */
export function partnerBadge(runtime: Pick<Runtime, 'authSecret'>, orgId: string, seat: PartnerNo): string {
  return demoBadgeCode(runtime.authSecret, orgId, seat);
}

/** The partners of one hospital stand in its directory, active and with their badges. @returns each as who acts. */
export async function seatPartners(runtime: Runtime, house: House): Promise<Record<PartnerNo, Request>> {
  const ids = new Map<string, string>();
  await inScope(asSystem(runtime, house.id), 'write', async (scope) => {
    for (const { seat, staffNo, name, title, roles } of partners) {
      const badge = badgeHashOf(partnerBadge(runtime, house.id, seat));
      const [known] = await scope.q<{ id: string }[]>`
        select p.id from people p join memberships m on m.person_id = p.id and m.org_id = p.org_id and m.is_active and m.roles = ${[...roles]}
        where p.org_id = ${house.id} and p.staff_no = ${staffNo} and p.is_active and p.badge_hash = ${badge}`;
      if (known) {
        ids.set(seat, known.id);
        continue;
      }
      const [person] = await scope.q<{ id: string; version: number }[]>`
        insert into people as p (org_id, staff_no, name, title, search, badge_hash) values (${house.id}, ${staffNo}, ${name}, ${title}, ${searchWords(name)}, ${badge})
        on conflict (org_id, lower(staff_no)) do update set name = excluded.name, title = excluded.title, search = excluded.search,
          badge_hash = excluded.badge_hash, is_active = true, version = p.version + 1
          where p.auth_user_id is null and p.name = excluded.name
        returning id, version`;
      // Somebody of the house has this number: he stays who he is.
      if (!person) throw new Error(`the staff number ${staffNo} of a practice partner is somebody's`);
      await scope.q`
        insert into memberships (person_id, org_id, department, roles) values (${person.id}, ${house.id}, ${department}, ${[...roles]})
        on conflict (person_id, org_id, department) do update set roles = excluded.roles, is_active = true`;
      ids.set(seat, person.id);
      await commitChanges(
        scope,
        [
          {
            module: 'people',
            recordId: person.id,
            action: 'people.register',
            version: person.version,
            state: 'active',
            orgId: house.id,
            before: null,
            after: { staffNo, name, title, department, roles, hasBadge: true },
          },
        ],
        null,
      );
    }
  });
  const act = (seat: PartnerNo): Request => {
    const partner = partners.find((one) => one.seat === seat);
    const id = ids.get(seat);
    if (!partner || !id) throw new RangeError(`no partner ${seat}`);
    return asPerson(runtime, house, { ...partner, id });
  };
  return { LX01: act('LX01'), LX02: act('LX02'), LX03: act('LX03') };
}

/** The signature of whoever acts, in the one session of the house. */
export async function signWith(request: Request, covers: unknown): Promise<string> {
  return inScope(request, 'read', async (scope) =>
    sealSignature(
      scope,
      await verifySignature(scope, { method: 'session' }, request.runtime),
      digestOfCovers(covers),
      request.runtime,
    ),
  );
}
