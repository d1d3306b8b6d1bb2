import { modifyOrderInput } from '@/domain/blood-orders/schema';
import { defineCommand, done } from '../../kernel/command';
import { dropDraft } from '../../kernel/drafts';
import { refusal } from '../../kernel/errors';
import type { Scope } from '../../kernel/scope';
import { actorName } from '../stock/post';
import { loadLines, takeOrder } from './load';
import { told } from './submit';
import { drawQuota, figureLines, mayOrder, sumsOf, writeLines } from './write-order';

/** 修改: an order that the station has not answered yet is written anew under its number. */
export const modifyOrder = defineCommand({
  name: 'blood-orders.modify',
  permission: 'blood-orders.submit',
  input: modifyOrderInput,
  isUrgent: ({ priority }) => priority !== 'routine',
  async run(scope, { id, version, ...input }) {
    const order = await takeOrder(scope, { id, version }, 'hospital', ['submitted']);
    if (order.partyOrgId !== input.stationId) throw refusal({ code: 'order.station_changed', path: 'stationId' });
    await mayOrder(scope, input);
    const sums = sumsOf(input, scope.now);
    const phoned = input.phonedWith !== '' && input.phonedWith !== order.phonedWith ? input.phonedWith : null;
    const before = await tellStanding(scope, id);
    await writeLines(scope, id, input, await figureLines(scope, input, id));
    await scope.q`
      update blood_orders set priority = ${input.priority}, delivery_method = ${input.deliveryMethod}, needed_at = ${input.neededAt},
        line_count = ${sums.lineCount}, special_count = ${sums.specialCount}, red_cell_amount = ${sums.red_cells}, platelet_amount = ${sums.platelets},
        plasma_amount = ${sums.plasma}, cryo_amount = ${sums.cryo}, remark = ${input.remark}, phoned_with = coalesce(${phoned}, phoned_with),
        phoned_by = case when ${phoned !== null} then ${actorName(scope)} else phoned_by end, phoned_at = case when ${phoned !== null} then city_now() else phoned_at end,
        updated_at = city_now(), version = version + 1
      where id = ${id} and org_id = ${scope.orgId}`;
    await drawQuota(scope, id);
    await dropDraft(scope, 'blood-orders', `change:${id}`);
    return done(
      { id, no: order.no, version: version + 1 },
      {
        module: 'blood-orders',
        recordId: id,
        action: 'blood-orders.modify',
        version: version + 1,
        state: 'submitted',
        orgId: scope.orgId,
        partyOrgId: order.partyOrgId,
        isHeardByOffices: true,
        before,
        after: { ...told(input), phonedWith: phoned ?? order.phonedWith ?? '' },
      },
    );
  },
});

/** The order as it stands, in the shape in which a submitted one is told. */
async function tellStanding(scope: Scope, id: string) {
  const [head] = await scope.q<
    { priority: string; deliveryMethod: string; neededAt: Date; remark: string; phonedWith: string | null }[]
  >`
    select priority, delivery_method as "deliveryMethod", needed_at as "neededAt", remark, phoned_with as "phonedWith" from blood_orders where id = ${id}`;
  const lines = await loadLines(scope, id);
  return {
    ...head,
    phonedWith: head?.phonedWith ?? '',
    lines: lines.map(({ component, abo, rhd, amount, modifiers, antigensNegative, words, isForPatient }) => ({
      component,
      abo,
      rhd,
      amount,
      modifiers,
      antigensNegative,
      words,
      isForPatient,
    })),
  };
}
