import { ownDraft } from '@/domain/own-draft';
import { decideBy } from '@/domain/result';
import { checkShipment } from '@/domain/shipments/rules';
import { shipInput } from '@/domain/shipments/schema';
import { tallyOfBags } from '@/domain/stock/tally';
import { defineCommand, done, unwrap } from '../../kernel/command';
import { dropDraft } from '../../kernel/drafts';
import { sendNote } from '../stock/send-note';
import { loadPackableBags } from './load';

/** 发血: the note and its bags leave together. Bags are in the receiver's 在途 from here on, held by the sender until received. */
export const shipShipment = defineCommand({
  name: 'shipments.ship',
  permission: 'shipments.ship',
  input: shipInput,
  async run(scope, input) {
    const [receiver] = await scope.q<{ id: string }[]>`
      select id from organisations where id = ${input.toOrgId} and kind = 'hospital' and is_active`;
    const unitIds = input.lines.map((line) => line.unitId);
    const bags = await loadPackableBags(scope, unitIds);
    const facts = { now: scope.now, senderOrgId: scope.orgId, receiver: receiver ?? null, bags };
    unwrap(decideBy(checkShipment(input, facts), () => input));

    const { boxes, lines, carrier, carrierPhone } = input;
    const note = { kind: 'delivery', toOrgId: input.toOrgId, boxes, lines, carrier, carrierPhone } as const;
    const { id, no, posted } = await sendNote(scope, note);
    await dropDraft(scope, 'shipments', ownDraft);

    const record = {
      no,
      partyOrgId: input.toOrgId,
      state: 'shipped',
      bagCount: unitIds.length,
      boxCount: boxes.length,
      boxes,
      carrier,
      carrierPhone,
    };
    return done(
      { id, no, bagCount: unitIds.length },
      {
        module: 'shipments',
        recordId: id,
        action: 'shipments.ship',
        version: 1,
        state: 'shipped',
        orgId: scope.orgId,
        partyOrgId: input.toOrgId,
        before: null,
        after: { ...record, unitIds },
        tally: tallyOfBags('ship', posted),
      },
    );
  },
});
