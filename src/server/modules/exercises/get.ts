import { z } from 'zod';
import { exercisesFor } from '@/domain/exercises/catalogue';
import { exerciseRecord } from '@/domain/exercises/record';
import { roundInput } from '@/domain/exercises/schema';
import { rolesOf } from '../../kernel/actor';
import { notFound } from '../../kernel/errors';
import { historyOf } from '../../kernel/history';
import { listOf } from '../../kernel/list';
import { defineRead, type Read } from '../../kernel/read';
import type { Scope } from '../../kernel/scope';
import { loadFacts } from './facts';
import { loadLastRound, loadRound, personOf, requirePractice } from './load';
import { loadOwnOrder, type OwnOrder } from './own-order';

/** The exercises of this person's roles, with what was done of them, and the round that is open or was closed last. */
export const myExercises = defineRead({
  name: 'exercises.mine',
  permission: 'exercises.read',
  input: z.strictObject({}),
  async run(scope) {
    await requirePractice(scope);
    const { q, orgId, actor } = scope;
    const done = await q<{ code: string; lastDoneAt: Date; rounds: number }[]>`
      select code, max(finished_at) as "lastDoneAt", count(*)::int as rounds from exercises
      where org_id = ${orgId} and person_id = ${personOf(scope)} and state = 'finished' group by code`;
    const last = await loadLastRound(scope);
    const own = exercisesFor(rolesOf(actor)).map(({ code, minutes }) => {
      const found = done.find((row) => row.code === code);
      return { code, minutes, lastDoneAt: found?.lastDoneAt ?? null, rounds: found?.rounds ?? 0 };
    });
    if (!last) return { own, round: null };
    const [facts, ordered] = [await loadFacts(scope, last), await loadOwnOrder(scope, last)];
    return { own, round: { ...last, facts, ordered: ordered && { no: ordered.no, notes: ordered.notes } } };
  },
});

/** What is printed of a round: its bags and papers. Of an order, the bags that are on their way or came for it. */
export const exerciseSheet = defineRead({
  name: 'exercises.sheet',
  permission: 'exercises.read',
  input: roundInput,
  async run(scope, { id }) {
    await requirePractice(scope);
    const round = await loadRound(scope, id);
    if (!round.material) throw notFound();
    return {
      ...round,
      material: round.material,
      delivered: await loadDelivered(scope, await loadOwnOrder(scope, round)),
    };
  },
});

/** The bags of this order that are on their way, of nobody else's. */
async function loadDelivered({ q, orgId }: Scope, order: OwnOrder | null) {
  if (!order) return [];
  return [
    ...(await q<
      {
        donationNo: string;
        productCode: string;
        component: string;
        abo: 'A' | 'B' | 'O' | 'AB';
        rhd: 'positive' | 'negative';
        amount: number;
        expiresAt: Date;
        no: string;
      }[]
    >`
      select u.donation_no as "donationNo", u.product_code as "productCode", u.component, u.abo, u.rhd, u.amount, u.expires_at as "expiresAt", s.no
      from blood_order_deliveries d join shipments s on s.id = d.shipment_id join shipment_bags b on b.shipment_id = s.id join blood_units u on u.id = b.unit_id
      where d.order_id = ${order.id} and s.party_org_id = ${orgId} and s.state <> 'void' and b.state = 'expected' order by s.created_at, b.line_no limit 200`),
  ];
}

/** In the practice city alone. */
function inPractice<S extends z.ZodType, O>(read: Read<S, O>): Read<S, O> {
  return defineRead({
    ...read,
    async run(scope, input) {
      await requirePractice(scope);
      return read.run(scope, input);
    },
  });
}

export const listExercises = inPractice(listOf(exerciseRecord));
export const exerciseHistory = inPractice(historyOf(exerciseRecord));
