import { z } from 'zod';
import { componentCatalogue } from '@/domain/blood/components';
import { aboGroups, rhdValues } from '@/domain/blood/groups';
import { expiryBucketHours } from '@/domain/stock/cover';
import type { ShelfState } from '@/domain/stock/record';
import { defineRead } from '../../kernel/read';
import { whoseStock } from './whose';

export interface CellBag {
  readonly id: string;
  readonly donationNo: string;
  readonly productCode: string;
  readonly amount: number;
  readonly expiresAt: Date;
  readonly state: ShelfState;
  readonly holdReason: string | null;
  readonly storagePlace: string;
}

/** Bags of one expiry group. The parts are counted over all of them, also where the list is cut. */
export interface ExpiryGroup {
  /** Hours from now at which the group ends; null for the last one. */
  readonly untilHours: number | null;
  readonly bags: number;
  readonly availableAmount: number;
  readonly reservedAmount: number;
  readonly quarantinedAmount: number;
  /** Past their time and not swept yet: promised to nobody, in none of the amounts above. */
  readonly expiredAmount: number;
  readonly rows: CellBag[];
}

export interface CellBags {
  readonly groups: ExpiryGroup[];
  readonly bags: Readonly<Record<ShelfState, number>>;
  readonly isCut: boolean;
}

const rowCap = 500;

/** The bags behind one figure, earliest expiry first, in groups whose parts add up to the cell. */
export const readCellBags = defineRead({
  name: 'stock.cell-bags',
  permission: 'stock.read',
  input: z.strictObject({
    component: z.string().max(40),
    abo: z.enum(aboGroups),
    rhd: z.enum(rhdValues),
    orgId: z.string().max(16).optional(),
  }),
  async run(scope, input): Promise<CellBags> {
    const { q, now } = scope;
    const orgId = whoseStock(scope, input.orgId);
    const componentClass = componentCatalogue.find(({ code }) => code === input.component)?.componentClass ?? 'other';
    const [first, second] = expiryBucketHours(componentClass);
    const ends = [new Date(now.getTime() + first * 3_600_000), new Date(now.getTime() + second * 3_600_000)] as const;
    const where = q`holder_org_id = ${orgId} and component = ${input.component} and abo = ${input.abo} and rhd = ${input.rhd}
      and state in ('available', 'reserved', 'quarantined')`;
    const rows = await q<(CellBag & { part: number })[]>`
      select id, donation_no as "donationNo", product_code as "productCode", amount, expires_at as "expiresAt", state, hold_reason as "holdReason",
        storage_place as "storagePlace", case when expires_at <= ${ends[0]} then 0 when expires_at <= ${ends[1]} then 1 else 2 end as part
      from blood_units where ${where} order by expires_at, id limit ${rowCap + 1}`;
    const sums = await q<{ part: number; state: ShelfState; isPast: boolean; bags: number; amount: number }[]>`
      select case when expires_at <= ${ends[0]} then 0 when expires_at <= ${ends[1]} then 1 else 2 end as part, state,
        expires_at <= ${now} as "isPast", count(*)::int as bags, sum(amount)::bigint as amount
      from blood_units where ${where} group by 1, 2, 3`;
    const amountOf = (part: number, state: ShelfState, isPast: boolean) =>
      sums.find((sum) => sum.part === part && sum.state === state && sum.isPast === isPast)?.amount ?? 0;
    const shown = rows.slice(0, rowCap);
    return {
      groups: [first, second, null].map((untilHours, part) => ({
        untilHours,
        bags: sums.filter((sum) => sum.part === part).reduce((total, sum) => total + sum.bags, 0),
        availableAmount: amountOf(part, 'available', false),
        reservedAmount: amountOf(part, 'reserved', false) + amountOf(part, 'reserved', true),
        quarantinedAmount: amountOf(part, 'quarantined', false) + amountOf(part, 'quarantined', true),
        expiredAmount: amountOf(part, 'available', true),
        rows: shown.filter((row) => row.part === part).map(({ part: _, ...bag }) => bag),
      })),
      bags: {
        available: bagsOf(sums, 'available'),
        reserved: bagsOf(sums, 'reserved'),
        quarantined: bagsOf(sums, 'quarantined'),
      },
      isCut: rows.length > rowCap,
    };
  },
});

function bagsOf(sums: readonly { state: ShelfState; bags: number }[], state: ShelfState): number {
  return sums.filter((sum) => sum.state === state).reduce((total, sum) => total + sum.bags, 0);
}
