import { z } from 'zod';
import type { Modifier } from '@/domain/blood/compatibility-types';
import type { AboGroup, Rhd } from '@/domain/blood/groups';
import { dueOf, owedOf } from '@/domain/blood-orders/order-state';
import { askedOf, faultOf } from '@/domain/blood-orders/rules';
import { notFound } from '../../kernel/errors';
import { defineRead } from '../../kernel/read';
import { loadFigures } from '../stock/settle-order';
import type { PickedBag } from './get';
import { loadDay, loadLines, loadOpenDelivery, loadOrder } from './load';

/** A bag to fetch: where it stands, and until when. */
export interface ShelfBag {
  readonly id: string;
  readonly donationNo: string;
  readonly productCode: string;
  readonly component: string;
  readonly abo: AboGroup;
  readonly rhd: Rhd;
  readonly amount: number;
  readonly modifiers: Modifier[];
  readonly antigens: string[];
  readonly intendedUse: string;
  readonly state: string;
  readonly storagePlace: string;
  readonly expiresAt: Date;
}

const looked = 60;

/** What to fetch for an order: per line what is owed, the bags that expire first and fit, what lies picked. Nothing is taken by looking. */
export const readPickSheet = defineRead({
  name: 'blood-orders.pick-sheet',
  permission: 'blood-orders.deliver',
  input: z.strictObject({
    orderId: z.uuid(),
    /** Lines whose later part is picked before its day, on purpose. */
    early: z.array(z.uuid()).max(200).default([]),
  }),
  async run(scope, { orderId, early }) {
    const { q, orgId, now } = scope;
    const order = await loadOrder(scope, orderId);
    if (order.partyOrgId !== orgId) throw notFound();
    const [house] = await q<{ name: string; shortName: string; nameEn: string }[]>`
      select name, short_name as "shortName", coalesce(nullif(name_en, ''), name) as "nameEn" from organisations where id = ${order.orgId}`;
    const { today } = await loadDay(scope);
    const [lines, figures, delivery] = await Promise.all([
      loadLines(scope, orderId),
      loadFigures(scope, orderId),
      loadOpenDelivery(scope, orderId),
    ]);
    const shelf = await q<(ShelfBag & { lineId: string })[]>`
      select l.id as "lineId", u.* from blood_order_lines l cross join lateral (
        select u.id, u.donation_no as "donationNo", u.product_code as "productCode", u.component, u.abo, u.rhd, u.amount, u.modifiers, u.antigens,
          u.intended_use as "intendedUse", u.state, u.storage_place as "storagePlace", u.expires_at as "expiresAt"
        from blood_units u
        where u.holder_org_id = ${orgId} and u.state = 'available' and u.component = l.component and u.abo = l.abo and u.rhd = l.rhd and u.expires_at > city_now()
        order by u.expires_at, u.id limit ${looked}
      ) u where l.order_id = ${orderId}`;
    const picked = delivery
      ? await q<PickedBag[]>`
          select b.unit_id as "unitId", b.line_id as "lineId", u.donation_no as "donationNo", u.product_code as "productCode", u.component,
            u.processed_as as "processedAs", u.abo, u.rhd, b.amount, u.expires_at as "expiresAt", b.box_no as "boxNo", b.picked_by as "pickedBy", b.scanned_at is not null as "isScanned"
          from blood_order_bags b join blood_units u on u.id = b.unit_id
          where b.delivery_id = ${delivery.id} and b.state = 'picked' order by b.picked_at, b.unit_id`
      : [];
    const figuresOf = new Map(figures.map((one) => [one.lineId, one]));
    const dueOfLine = (line: (typeof lines)[number]) => {
      const known = figuresOf.get(line.id);
      if (!known) return 0;
      return early.includes(line.id) ? owedOf(known) : dueOf(known, { laterOn: line.laterOn, today });
    };
    const next = new Map<string, ShelfBag[]>();
    const promised = new Set<string>();
    const available = new Map<string, ShelfBag[]>();
    // Who asks most chooses first, so that no stock line is offered the one bag that a patient needs.
    for (const line of [...lines].sort((left, right) => askedOf(right) - askedOf(left) || left.lineNo - right.lineNo)) {
      const fits = shelf.filter((bag) => bag.lineId === line.id && !faultOf(line, { ...bag, isHere: true }, now));
      const chosen = firstFor(
        dueOfLine(line),
        fits.filter(({ id }) => !promised.has(id)),
      );
      // What another line needs more is not this one's shelf.
      available.set(
        line.id,
        fits.filter(({ id }) => !promised.has(id)),
      );
      for (const { id } of chosen) promised.add(id);
      next.set(line.id, chosen);
    }
    return {
      order,
      hospital: house ?? { name: order.orgId, shortName: order.orgId, nameEn: order.orgId },
      delivery,
      picked: [...picked],
      lines: lines.map((line) => {
        const known = figuresOf.get(line.id);
        const fits = available.get(line.id) ?? [];
        return {
          ...line,
          owed: known ? owedOf(known) : 0,
          /** Of what is owed, what is to be picked today. */
          due: dueOfLine(line),
          /** The same without what is picked early on purpose. */
          dueToday: known ? dueOf(known, { laterOn: line.laterOn, today }) : 0,
          isEarly: early.includes(line.id),
          picked: known?.picked ?? 0,
          next: next.get(line.id) ?? [],
          available: sumOf(fits),
          // More bags stand there than were looked at: among them may be one that fits.
          isMore: shelf.filter((bag) => bag.lineId === line.id).length >= looked,
        };
      }),
    };
  },
});

const sumOf = (bags: readonly ShelfBag[]) => bags.reduce((sum, bag) => sum + bag.amount, 0);

/** The first to expire that make up what is owed, at most twenty on the screen. */
function firstFor(owed: number, bags: readonly ShelfBag[]): ShelfBag[] {
  const chosen: ShelfBag[] = [];
  let left = owed;
  for (const bag of bags) {
    if (left <= 0 || chosen.length >= 20) break;
    chosen.push(bag);
    left -= bag.amount;
  }
  return chosen;
}
