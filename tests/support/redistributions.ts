import type { UserActor } from '@/server/kernel/actor';
import { execute } from '@/server/kernel/command';
import { runRead } from '@/server/kernel/read';
import { readMorning } from '@/server/modules/redistributions/get';
import { offerBags } from '@/server/modules/redistributions/offer';
import { proposeRedistributions } from '@/server/modules/redistributions/propose';
import type { TrialCity } from './city';
import { type Bag, type BagWish, type House, stockBags } from './city-work';

/** Moves the city's clock to this hour of a day to come, local. */
export async function toMorning(city: TrialCity, days = 1, hour = 9): Promise<void> {
  await city.owner`
    update city set clock_offset = (date_trunc('day', city_now() at time zone time_zone) + make_interval(days => ${days}, hours => ${hour})) at time zone time_zone - now()`;
}

/** This house used so much of a cell each day of the last four weeks, or of fewer days, in hundredths. */
export async function setDailyUse(
  city: TrialCity,
  orgId: string,
  perDay: number,
  cell: { component?: string; abo?: string; rhd?: string; days?: number } = {},
): Promise<void> {
  const { component = 'rbc-suspended', abo = 'O', rhd = 'positive', days = 28 } = cell;
  await city.owner`
    insert into issue_days (org_id, day, component, abo, rhd, bags, amount)
    select ${orgId}, city_today() - n, ${component}, ${abo}, ${rhd}, 1, ${perDay} from generate_series(1, ${days}::int) n
    on conflict (org_id, day, component, abo, rhd) do update set amount = excluded.amount`;
}

/**
 * Each of these houses has registered something lately, and used something every day of the last four weeks: it is reckoned with. What comes is long dated
 * and of a group that no test gives away.
 */
export async function hearOf(city: TrialCity, clerk: UserActor, ...houses: readonly House[]): Promise<void> {
  for (const house of houses) {
    await stockBags(city, clerk, house, [{ hours: 8_000, abo: 'AB', product: 'plasma' }]);
    await setDailyUse(city, house.technician.orgId, 1, { component: 'ffp', abo: 'AB' });
  }
}

export interface Proposed {
  readonly id: string;
  readonly bags: readonly Bag[];
  readonly unitIds: string[];
}

/**
 * Bags on the giver's shelf that nobody there will use, and that another house would: stocked, and proposed by the job. Once a day for two houses; from
 * the morning on, of houses that were heard of.
 */
export async function proposeBags(
  city: TrialCity,
  clerk: UserActor,
  giver: House,
  takerId: string,
  count: number,
  wish: BagWish = {},
): Promise<Proposed> {
  const bags = await stockBags(
    city,
    clerk,
    giver,
    Array.from({ length: count }, () => ({ hours: 100, ...wish })),
  );
  const { abo = 'O', rhd = 'positive' } = wish;
  await setDailyUse(city, takerId, 100_000, { abo, rhd });
  await proposeRedistributions(city.runtime);
  const { bags: listed } = await runRead(readMorning, city.as(giver.technician), {});
  const mine = listed.filter((bag) => bags.some(({ id }) => id === bag.unitId));
  const [first] = mine;
  if (!first || mine.length !== count) throw new Error(`${mine.length} of ${count} bags were proposed`);
  return { id: first.redistributionId, bags, unitIds: bags.map(({ id }) => id) };
}

export async function offerProposed(city: TrialCity, giver: House, { id, unitIds }: Proposed): Promise<void> {
  await execute(offerBags, city.as(giver.technician), { offers: [{ id, unitIds }] });
}
