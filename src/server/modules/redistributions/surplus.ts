import { findComponent } from '@/domain/blood/components';
import { arrivalOf, type StandingBag, shortDatedDaysOf, surplusOf } from '@/domain/redistributions/reckoning';
import { dailyUse, useWindowDays } from '@/domain/stock/cover';
import type { Scope } from '../../kernel/scope';

interface OfferedBag extends Omit<StandingBag, 'orgId' | 'isFree'> {
  readonly toOrgId: string;
}

/**
 * Which bags of an offer its taker could still use, first to expire first, each counted against the next: the reckoning of the morning, asked again now.
 * With the view of the city, by the job alone.
 */
export async function freeSurplus({ q, now }: Scope, id: string, nextDelivery: Date | null): Promise<string[]> {
  const offered = await q<OfferedBag[]>`
    select b.unit_id as "unitId", b.component, b.abo, b.rhd, b.amount, b.expires_at as "expiresAt", b.party_org_id as "toOrgId"
    from redistribution_bags b where b.redistribution_id = ${id} and b.state = 'offered' order by b.expires_at, b.unit_id`;
  const [first] = offered;
  if (!first) return [];
  const use = await q<{ component: string; abo: string; rhd: string; amount: number; days: number }[]>`
    select u.component, u.abo, u.rhd, u.amount::int, d.days::int from city_use(${useWindowDays}) u join city_use_days(${useWindowDays}) d on d.org_id = u.org_id
    where u.org_id = ${first.toOrgId}`;
  const bag = q`u.component, u.abo, u.rhd, u.amount, u.expires_at as "expiresAt", false as "isFree"`;
  const standing = await q<StandingBag[]>`
    select u.id as "unitId", u.holder_org_id as "orgId", ${bag} from blood_units u
    where u.state in ('available', 'reserved') and u.expires_at > city_now() and u.holder_org_id = ${first.toOrgId}
      and not exists (select 1 from redistribution_bags p where p.unit_id = u.id and p.state in ('proposed', 'offered', 'taken'))
    union all
    select u.id, u.expected_org_id, ${bag} from blood_units u
    where u.state = 'in_transit' and u.expires_at > city_now() and u.expected_org_id = ${first.toOrgId}
    union all
    select u.unit_id, u.party_org_id, ${bag} from redistribution_bags u where u.party_org_id = ${first.toOrgId} and u.state = 'taken'`;
  const has = [...standing];
  const taken: string[] = [];
  const way = { now, arrivesAt: arrivalOf(nextDelivery, now) };
  for (const { toOrgId, ...one } of offered) {
    const isCell = (other: { component: string; abo: string; rhd: string }) =>
      other.component === one.component && other.abo === one.abo && other.rhd === one.rhd;
    const component = findComponent(one.component, now);
    const shortDays = component ? shortDatedDaysOf(component) : 0;
    const used = use.find(isCell);
    const perDay = used ? dailyUse(used.amount, used.days) : 0;
    const standingBag = { ...one, orgId: toOrgId, isFree: false };
    if (surplusOf(standingBag, { bags: has.filter(isCell), perDay }, way, shortDays) < one.amount) continue;
    has.push(standingBag);
    taken.push(one.unitId);
  }
  return taken;
}
