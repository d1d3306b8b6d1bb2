import { loopbackDemoPassword } from '@/domain/accounts/demo';
import { type OrganisationKind, type Role, roles } from '@/domain/permissions';
import type { Runtime } from '../runtime';
import { addressOf, isLoopbackAddress } from './address';
import { readAs } from './chain';

export interface FrontOrganisation {
  readonly id: string;
  readonly kind: OrganisationKind;
  readonly name: string;
  readonly shortName: string;
  readonly nameEn: string;
  readonly search: string;
}

export interface DemoAccount {
  readonly role: Role;
  readonly orgId: string;
  readonly orgName: string;
  readonly staffNo: string;
  readonly name: string;
}

/** What the sign-in page may know before anybody signed in: names of the houses, nothing of their people. */
export interface Front {
  readonly cityName: string;
  readonly dutyPhone: string;
  readonly isDemo: boolean;
  readonly isInsecure: boolean;
  readonly organisations: readonly FrontOrganisation[];
  /** On this machine alone, and with made-up people. */
  readonly demo: { readonly password: string; readonly accounts: readonly DemoAccount[] } | null;
}

export async function readFront(runtime: Runtime, headers: Headers): Promise<Front> {
  const mayShowDemo = runtime.isDemo && isOnThisMachine(runtime, headers);
  return readAs(runtime, '', async ({ q }) => {
    const [city] = await q<{ name: string; dutyPhone: string }[]>`select name, duty_phone as "dutyPhone" from city`;
    const organisations = await q<FrontOrganisation[]>`
      select id, kind, name, short_name as "shortName", name_en as "nameEn", search from organisations
      where is_active order by sort_order, id`;
    const accounts = mayShowDemo
      ? await q<DemoAccount[]>`
          select distinct on (role) role, o.id as "orgId", o.short_name as "orgName", p.staff_no as "staffNo", p.name
          from memberships m cross join unnest(m.roles) role join people p on p.id = m.person_id join organisations o on o.id = m.org_id
          where p.auth_user_id is not null and p.is_active and m.is_active and o.is_active and o.id = p.org_id
          order by role, o.sort_order, o.id, p.staff_no`
      : [];
    return {
      cityName: city?.name ?? '',
      dutyPhone: city?.dutyPhone ?? '',
      isDemo: runtime.isDemo,
      isInsecure: runtime.isInsecure,
      organisations,
      demo: mayShowDemo ? { password: loopbackDemoPassword, accounts: inOrderOfRoles(accounts) } : null,
    };
  });
}

function inOrderOfRoles(accounts: readonly DemoAccount[]): DemoAccount[] {
  return [...accounts].sort((a, b) => roles.indexOf(a.role) - roles.indexOf(b.role));
}

function isOnThisMachine(runtime: Runtime, headers: Headers): boolean {
  const { hostname } = new URL(runtime.publicUrl);
  const address = addressOf(headers);
  const isLoopbackHost = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
  return isLoopbackHost && (address === undefined || isLoopbackAddress(address));
}
