import { demoAccounts, loopbackDemoPassword, type DemoAccount as Offered } from '@/domain/accounts/demo';
import type { OrganisationKind } from '@/domain/permissions';
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

export interface DemoAccount extends Offered {
  readonly orgName: string;
  readonly orgNameEn: string;
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
      ? await q<Omit<DemoAccount, 'shownAs'>[]>`
          select o.id as "orgId", o.short_name as "orgName", coalesce(nullif(o.name_en, ''), o.short_name) as "orgNameEn", p.staff_no as "staffNo", p.name
          from jsonb_to_recordset(${q.json(demoAccounts.map(({ orgId, staffNo }) => ({ orgId, staffNo })))}) as d("orgId" text, "staffNo" text)
            join people p on p.org_id = d."orgId" and p.staff_no = d."staffNo" join organisations o on o.id = p.org_id
          where p.auth_user_id is not null and p.is_active and o.is_active`
      : [];
    return {
      cityName: city?.name ?? '',
      dutyPhone: city?.dutyPhone ?? '',
      isDemo: runtime.isDemo,
      isInsecure: runtime.isInsecure,
      organisations,
      demo: mayShowDemo ? { password: loopbackDemoPassword, accounts: asListed(accounts) } : null,
    };
  });
}

/** As the list has them; who has left since is not offered. */
function asListed(accounts: readonly Omit<DemoAccount, 'shownAs'>[]): DemoAccount[] {
  return demoAccounts.flatMap((offered) => {
    const found = accounts.find(({ orgId, staffNo }) => orgId === offered.orgId && staffNo === offered.staffNo);
    return found ? [{ ...found, shownAs: offered.shownAs }] : [];
  });
}

function isOnThisMachine(runtime: Runtime, headers: Headers): boolean {
  const { hostname } = new URL(runtime.publicUrl);
  const address = addressOf(headers);
  const isLoopbackHost = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
  return isLoopbackHost && (address === undefined || isLoopbackAddress(address));
}
