import { setTimeout as pause } from 'node:timers/promises';
import type { OwnCity } from './city';
import type { Herd } from './herd';
import type { Truth } from './herd/wall';

const readTruth = (city: OwnCity): Promise<Truth[]> => city.eye<Truth[]>`
  select c.org_id as "orgId", c.component, c.abo, c.rhd, c.version::int as version, c.available_bags as "availableBags",
    c.available_amount::int as "availableAmount", c.in_transit_bags as "inTransitBags" from stock_cells c`;

/** Waits until every screen shows what is stored, and names what does not. Nothing may be written meanwhile. */
export async function compareAll(city: OwnCity, herd: Herd, withinMs: number): Promise<string[]> {
  const end = performance.now() + withinMs;
  for (;;) {
    const [waiting] = await city.eye`select 1 from outbox limit 1`;
    const differences = waiting ? ['the outbox is not emptied'] : await herd.compare(await readTruth(city));
    if (differences.length === 0 || performance.now() > end) return differences;
    await pause(250);
  }
}
