import { z } from 'zod';
import { aboGroups, rhdValues } from '@/domain/blood/groups';
import { defineRead } from '../../kernel/read';
import { type FoundBag, foundBagColumns } from './find-bags';

const wish = z.strictObject({
  component: z.string().min(1).max(40),
  abo: z.enum(aboGroups),
  rhd: z.enum(rhdValues),
  bags: z.int().min(1).max(500),
});

/** What is on the station's shelf for a list of wishes, first to expire first. Nothing is taken by proposing. */
export const proposeLines = defineRead({
  name: 'shipments.propose-lines',
  permission: 'shipments.ship',
  input: z.strictObject({
    wishes: z.array(wish).min(1).max(100),
    /** Bags already on the note. */
    without: z.array(z.uuid()).max(2000).default([]),
  }),
  async run({ q, orgId }, { wishes, without }) {
    const rows = await q<(FoundBag & { wishNo: number })[]>`
      select w.n::int as "wishNo", u.* from rows from (jsonb_to_recordset(${q.json(mergeWishes(wishes))}) as (component text, abo text, rhd text, bags int))
        with ordinality as w(component, abo, rhd, bags, n)
      cross join lateral (
        select ${foundBagColumns(q)} from blood_units u
        where u.holder_org_id = ${orgId} and u.state = 'available' and u.component = w.component and u.abo = w.abo and u.rhd = w.rhd
          and u.expires_at > city_now() and not (u.id = any(${without}))
        order by u.expires_at, u.id limit w.bags
      ) u order by w.n, u."expiresAt", u.id`;
    return mergeWishes(wishes).map((wanted, index) => {
      const bags = rows.filter((row) => row.wishNo === index + 1).map(({ wishNo: _, ...bag }) => bag);
      return { ...wanted, proposed: bags, missing: wanted.bags - bags.length };
    });
  },
});

function mergeWishes(wishes: readonly z.output<typeof wish>[]): z.output<typeof wish>[] {
  const merged = new Map<string, z.output<typeof wish>>();
  for (const wanted of wishes) {
    const key = `${wanted.component}|${wanted.abo}|${wanted.rhd}`;
    merged.set(key, { ...wanted, bags: wanted.bags + (merged.get(key)?.bags ?? 0) });
  }
  return [...merged.values()];
}
