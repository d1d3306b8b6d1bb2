import { copyDraft } from '@/domain/blood-orders/kinds';
import { type OrderInput, orderInput } from '@/domain/blood-orders/schema';
import { ownDraft } from '@/domain/own-draft';
import { defineCommand, done } from '../../kernel/command';
import { dropDraft } from '../../kernel/drafts';
import { drawNumber } from '../../kernel/numbers';
import { actorName } from '../stock/post';
import { drawQuota, figureLines, mayOrder, sumsOf, writeLines } from './write-order';

/** 订血: the order goes to the station. It moves no stock and pledges what it asks of the year's plan; no review stands before it. */
export const submitOrder = defineCommand({
  name: 'blood-orders.submit',
  permission: 'blood-orders.submit',
  input: orderInput,
  isUrgent: ({ priority }) => priority !== 'routine',
  async run(scope, input) {
    await mayOrder(scope, input);
    const lines = await figureLines(scope, input, null);
    const id = crypto.randomUUID();
    const sums = sumsOf(input, scope.now);
    const phoned = input.phonedWith === '' ? null : input.phonedWith;
    await scope.q`
      insert into blood_orders (id, no, org_id, party_org_id, state, priority, delivery_method, needed_at, line_count, special_count, red_cell_amount,
        platelet_amount, plasma_amount, cryo_amount, phoned_with, phoned_by, phoned_at, remark, created_by)
      values (${id}, ${id}, ${scope.orgId}, ${input.stationId}, 'submitted', ${input.priority}, ${input.deliveryMethod}, ${input.neededAt}, ${sums.lineCount},
        ${sums.specialCount}, ${sums.red_cells}, ${sums.platelets}, ${sums.plasma}, ${sums.cryo}, ${phoned}, ${phoned && actorName(scope)},
        ${phoned && scope.now}, ${input.remark}, ${actorName(scope)})`;
    await writeLines(scope, id, input, lines);
    await drawQuota(scope, id);
    // Last of all: whoever waits for the accounts holds no number that an emergency needs.
    const no = await drawNumber(scope, 'blood-orders');
    await scope.q`update blood_orders set no = ${no} where id = ${id}`;
    await dropDraft(scope, 'blood-orders', input.copyOf ? copyDraft(input.copyOf) : ownDraft);
    return done(
      { id, no, lineCount: sums.lineCount },
      {
        module: 'blood-orders',
        recordId: id,
        action: 'blood-orders.submit',
        version: 1,
        state: 'submitted',
        orgId: scope.orgId,
        partyOrgId: input.stationId,
        isHeardByOffices: true,
        before: null,
        after: { no, state: 'submitted', ...told(input) },
      },
    );
  },
});

/** What the history says of an order: no patient. */
export function told({ lines, stationId, copyOf: _, areAmountsConfirmed: _confirmed, ...input }: OrderInput) {
  return {
    partyOrgId: stationId,
    ...input,
    lines: lines.map(({ patientId, ...line }) => ({ ...line, isForPatient: patientId !== null })),
  };
}
