import { z } from 'zod';
import { dueOf, owedOf } from '@/domain/blood-orders/order-state';
import { askedOf, faultOf, type PickableBag } from '@/domain/blood-orders/rules';
import { notFound } from '../../kernel/errors';
import { defineRead } from '../../kernel/read';
import { loadFigures } from '../stock/settle-order';
import { loadDay, loadLines, loadOrder } from './load';

export interface BagForOrder {
  readonly id: string;
  readonly donationNo: string;
  readonly productCode: string;
  /** The first line that it fits and that is owed something; null: none. */
  readonly lineId: string | null;
  readonly lineNo: number | null;
  /** It lies picked for this order already and its label was not read yet. */
  readonly isListed: boolean;
  /** Why it does not go: the code of the rule, of the line that comes closest. */
  readonly fault: { readonly code: string; readonly facts: Readonly<Record<string, string | number>> } | null;
  /** A bag that fits as well and expires sooner is still on the shelf. */
  readonly earlierOn: Date | null;
}

type FoundRow = PickableBag & { readonly productCode: string };

/** Bags here that bear a scanned number, and for which line of the order each would go. Nothing is taken by asking. */
export const findBagForOrder = defineRead({
  name: 'blood-orders.find-bag',
  permission: 'blood-orders.deliver',
  input: z.strictObject({
    orderId: z.uuid(),
    /** Lines whose later part is picked before its day, on purpose. */
    early: z.array(z.uuid()).max(200).default([]),
    donationNo: z.string().min(9).max(32),
    productCode: z.string().min(5).max(10).optional(),
  }),
  async run(scope, { orderId, early, donationNo, productCode }): Promise<BagForOrder[]> {
    const { q, orgId, now } = scope;
    const order = await loadOrder(scope, orderId);
    if (order.partyOrgId !== orgId) throw notFound();
    const bags = await q<FoundRow[]>`
      select id, donation_no as "donationNo", product_code as "productCode", component, abo, rhd, amount, modifiers, antigens,
        intended_use as "intendedUse", state, true as "isHere", expires_at as "expiresAt"
      from blood_units where donation_no = ${donationNo} and holder_org_id = ${orgId} and (${productCode ?? null}::text is null or product_code = ${productCode ?? null})
      order by product_code limit 20`;
    const lines = await loadLines(scope, orderId);
    const listed = await q<{ unitId: string; lineId: string }[]>`
      select unit_id as "unitId", line_id as "lineId" from blood_order_bags where order_id = ${orderId} and state = 'picked' and scanned_at is null`;
    const { today } = await loadDay(scope);
    const figures = new Map((await loadFigures(scope, orderId)).map((one) => [one.lineId, one]));
    const owedOfLine = (line: (typeof lines)[number]) => {
      const known = figures.get(line.id);
      if (!known) return { owed: 0, due: 0 };
      const owed = owedOf(known);
      return { owed, due: early.includes(line.id) ? owed : dueOf(known, { laterOn: line.laterOn, today }) };
    };
    const answers: BagForOrder[] = [];
    for (const bag of bags) {
      const known = listed.find(({ unitId }) => unitId === bag.id);
      if (known) {
        const lineNo = lines.find(({ id }) => id === known.lineId)?.lineNo ?? null;
        const { id, donationNo: number, productCode: code } = bag;
        answers.push({
          id,
          donationNo: number,
          productCode: code,
          lineId: known.lineId,
          lineNo,
          isListed: true,
          fault: null,
          earlierOn: null,
        });
        continue;
      }
      const judged = lines.map((line) => ({ line, fault: faultOf(line, bag, now), ...owedOfLine(line) }));
      const fits = judged.filter(({ fault }) => fault === null);
      // A special bag goes to whoever asked for one: the stock line that it would do for as well gets another.
      const [taking] = fits
        .filter(({ due }) => due > 0)
        .sort((left, right) => askedOf(right.line) - askedOf(left.line));
      const [closest] = [...judged].sort((left, right) => nearness(right.fault?.code) - nearness(left.fault?.code));
      const later = fits.find(({ owed }) => owed > 0);
      const about = taking ?? later ?? fits[0] ?? closest;
      const fault = taking
        ? null
        : later
          ? { code: 'order.not_due', facts: {} }
          : fits[0]
            ? { code: 'order.nothing_owed', facts: {} }
            : (closest?.fault ?? { code: 'order.component_differs' });
      answers.push({
        id: bag.id,
        donationNo: bag.donationNo,
        productCode: bag.productCode,
        isListed: false,
        lineId: taking?.line.id ?? null,
        lineNo: about?.line.lineNo ?? null,
        fault: fault && {
          code: fault.code,
          facts: { donationNo: bag.donationNo, line: about?.line.lineNo ?? 0, ...fault.facts },
        },
        earlierOn: taking ? await earlierThan(scope, bag) : null,
      });
    }
    return answers;

    async function earlierThan({ q: ask }: typeof scope, bag: FoundRow): Promise<Date | null> {
      const [earlier] = await ask<{ expiresAt: Date }[]>`
        select expires_at as "expiresAt" from blood_units
        where holder_org_id = ${orgId} and state = 'available' and component = ${bag.component} and abo = ${bag.abo} and rhd = ${bag.rhd}
          and expires_at > city_now() and expires_at < ${bag.expiresAt} and modifiers = ${bag.modifiers as string[]} and antigens = ${bag.antigens as string[]}
        order by expires_at limit 1`;
      return earlier?.expiresAt ?? null;
    }
  },
});

/** What a clerk wants to hear of a bag that fits no line: its own trouble first, then how near it comes. */
const order = ['order.component_differs', 'order.group_differs', 'order.modifier_missing', 'order.antigen_present'];
function nearness(code: string | undefined): number {
  if (code === undefined) return 99;
  const at = order.indexOf(code);
  return at < 0 ? order.length : at;
}
