import { receiptCovers } from '@/domain/bag-receipts/covers';
import { decidePlaces } from '@/domain/bag-receipts/places';
import { checkSigners, decideReceipt, holdReasonAfter, isTransportInRange } from '@/domain/bag-receipts/rules';
import { postReceiptInput } from '@/domain/bag-receipts/schema';
import { decideBy } from '@/domain/result';
import { digestOfCovers } from '@/domain/signatures/covers';
import { tallyOfBags } from '@/domain/stock/tally';
import { type GivenSignature, recordSignatures, redeemSignature, type Signer } from '../../auth/signing';
import { defineCommand, done, unwrap } from '../../kernel/command';
import { drawNumber } from '../../kernel/numbers';
import type { Scope } from '../../kernel/scope';
import { addRecheckTask } from '../stock/add-recheck';
import { answerReceivedAnew } from '../stock/answer-known-readings';
import { loadStopped } from '../stock/donation-holds';
import { isHospital, loadDuty } from '../stock/load-duty';
import { loadPlaces } from '../stock/load-places';
import { noteHolds } from '../stock/note-holds';
import { post } from '../stock/post';
import { receiveUnits } from '../stock/receive';
import { settleNote } from '../stock/settle-note';
import { loadBags, loadShipment, type ShipmentBag } from './load';
import { readBags } from './read-bags';

/**
 * Posts what was scanned so far of a shipment: bags into stock, held ones into quarantine, refused ones back to the sender's account.
 * Parts may be posted at any time; what is not in it stays expected.
 */
export const postReceipt = defineCommand({
  name: 'bag-receipts.post',
  permission: 'bag-receipts.post',
  input: postReceiptInput,
  async run(scope, { signatures, listId, ...draft }) {
    const covers = digestOfCovers(receiptCovers(draft));
    const receiver = await redeemSignature(scope, signatures.receiver, covers);
    const reviewer = signatures.reviewer ? await redeemSignature(scope, signatures.reviewer, covers) : null;
    unwrap(
      decideBy(
        checkSigners({
          actingPersonId: scope.actor.kind === 'user' ? scope.actor.personId : null,
          dutyMode: draft.dutyMode,
          receiver,
          reviewer,
          delivererName: signatures.delivererName ?? '',
        }),
        () => null,
      ),
    );

    const shipment = await loadShipment(scope, draft.shipmentId, 'for update');
    const bags = await loadBags(scope, draft.shipmentId);
    const duty = await loadDuty(scope);
    const decided = unwrap(
      decideReceipt(
        {
          now: scope.now,
          shipmentState: shipment.state,
          shipmentKind: shipment.kind,
          sender: { name: shipment.senderName, phone: shipment.senderPhone },
          bags,
          timeZone: duty.timeZone,
          readings: readBags(draft.lines, { now: scope.now, timeZone: duty.timeZone }),
          isSingleDutyAllowed: duty.isSingleAllowed && isHospital(scope),
        },
        draft,
      ),
    );

    // Its donation was stopped while it was on its way: it stands on hold, and the paper says so.
    const stopped = await loadStopped(
      scope,
      decided.map((line) => line.unitId),
    );
    const lines = decided.map((line) => {
      const holdReason = stopped.get(line.unitId);
      return holdReason && line.outcome === 'accepted' ? { ...line, outcome: 'held' as const, holdReason } : line;
    });
    const { put, outOfRange } = unwrap(decidePlaces(await loadPlaces(scope, 'for share'), lines, bags));
    const id = crypto.randomUUID();
    const no = await drawNumber(scope, 'bag-receipts');
    const held = lines.filter((line) => line.outcome === 'held').length;
    const refused = lines.filter((line) => line.outcome === 'refused').length;
    const source = lines.some((line) => line.entry === 'scan') ? 'scan' : 'hand';
    // Who delivered has checked nothing: the column stays empty until the 补核.
    const reviewedBy = reviewer?.name ?? '';
    const taken = bags.filter(({ unitId }) => lines.some((line) => line.unitId === unitId));
    const temperatures = draft.temperatures.map((box) => ({ ...box, isInRange: isBoxInRange(box, taken) }));
    const record = {
      id,
      no,
      shipmentId: shipment.id,
      state: 'posted',
      dutyMode: draft.dutyMode,
      bagCount: lines.length,
      heldCount: held,
      refusedCount: refused,
      receivedBy: receiver.name,
      reviewedBy,
      arrivedAt: draft.arrivedAt,
      source,
    };
    await scope.q`
      with receipt as (
        insert into bag_receipts (id, no, org_id, party_org_id, shipment_id, state, duty_mode, bag_count, held_count, refused_count, temperatures, received_by, reviewed_by, arrived_at, source, created_by)
        values (${id}, ${no}, ${scope.orgId}, ${shipment.senderOrgId}, ${shipment.id}, 'posted', ${draft.dutyMode}, ${lines.length}, ${held}, ${refused},
          ${scope.q.json(temperatures as never)}, ${receiver.name}, ${reviewedBy}, ${draft.arrivedAt}, ${source}, ${receiver.name})
      )
      insert into bag_receipt_lines (receipt_id, unit_id, org_id, line_no, box_no, outcome, hold_reason, exceptions, entry, entry_reason, scans, scanned_at)
      select ${id}, l."unitId", ${scope.orgId}, l.n, l."boxNo", l.outcome, l."holdReason", array(select jsonb_array_elements_text(l.exceptions)), l.entry, l."entryReason", l.scans, l."scannedAt"
      from rows from (jsonb_to_recordset(${scope.q.json(lines as never)}) as ("unitId" uuid, "boxNo" int, outcome text, "holdReason" text, exceptions jsonb, entry text, "entryReason" text, scans jsonb, "scannedAt" timestamptz)) with ordinality as l("unitId", "boxNo", outcome, "holdReason", exceptions, entry, "entryReason", scans, "scannedAt", n)`;
    const heldFor = new Map(bags.map((bag) => [bag.unitId, bag.heldFor]));
    const units = lines.map((line) => ({
      ...line,
      storagePlace: put.get(line.unitId),
      holdReason: holdReasonAfter(line, shipment.kind, heldFor.get(line.unitId) ?? null),
    }));
    const received = await receiveUnits(scope, { units, module: 'bag-receipts', recordId: id });
    await holdOutOfRange(scope, id, units, outOfRange);
    const warm = await answerReceivedAnew(
      scope,
      units.flatMap(({ unitId, outcome }) => (outcome === 'refused' ? [] : [unitId])),
    );
    const { open, changes } = await settleNote(scope, shipment, lines, {
      receiptNo: no,
      arrivedAt: draft.arrivedAt,
      listId,
    });
    await recordSignatures(
      scope,
      { module: 'bag-receipts', recordId: id },
      signaturesOf(covers, receiver, reviewer, signatures.delivererName),
    );
    if (draft.dutyMode === 'single')
      await addRecheckTask(scope, {
        module: 'bag-receipts',
        recordId: id,
        facts: { no, bags: lines.length },
        timeZone: duty.timeZone,
      });

    return done(
      {
        id,
        no,
        accepted: lines.length - held - refused - warm.heldIds.length,
        held: held + warm.heldIds.length,
        refused,
        open,
      },
      {
        module: 'bag-receipts',
        recordId: id,
        action: 'bag-receipts.post',
        version: 1,
        state: 'posted',
        orgId: scope.orgId,
        partyOrgId: shipment.senderOrgId,
        before: null,
        after: {
          ...record,
          unitIds: lines.map((line) => line.unitId),
          heldIds: warm.heldIds,
          markedIds: warm.markedIds,
        },
        tally: tallyOfBags('receive', received),
      },
      ...changes,
      ...warm.changes,
    );
  },
});

/** What was accepted and has been put into a place out of range stands there: it goes on hold at once. What is on hold already is marked. */
async function holdOutOfRange(
  scope: Scope,
  recordId: string,
  units: readonly { readonly unitId: string; readonly outcome: string }[],
  outOfRange: ReadonlyMap<string, string>,
): Promise<void> {
  const warm = units.filter(({ unitId }) => outOfRange.has(unitId));
  const unitIds = warm.flatMap(({ unitId, outcome }) => (outcome === 'accepted' ? [unitId] : []));
  const about = { module: 'bag-receipts', recordId, isFact: true } as const;
  if (unitIds.length > 0) await post(scope, { ...about, kind: 'hold', unitIds, holdReason: 'temperature' });
  for (const code of new Set(outOfRange.values())) {
    const there = warm.flatMap(({ unitId }) => (outOfRange.get(unitId) === code ? [unitId] : []));
    await noteHolds(scope, { recordId, unitIds: there, reason: 'temperature', words: code });
  }
}

/** Right for every bag that travelled in it; each bag is judged by its own range. */
function isBoxInRange(
  box: { boxNo: number; temperatureClass: string; celsius: number },
  bags: readonly ShipmentBag[],
): boolean {
  return bags
    .filter((bag) => bag.boxNo === box.boxNo && bag.temperatureClass === box.temperatureClass)
    .every((bag) => isTransportInRange(box.celsius, bag.transport));
}

/** Who received, and who reviewed; on single duty the deliverer's name stands in. */
function signaturesOf(
  coversDigest: string,
  receiver: Signer,
  reviewer: Signer | null,
  delivererName?: string,
): GivenSignature[] {
  const second: GivenSignature[] = reviewer
    ? [{ meaning: 'reviewed', signer: reviewer, coversDigest }]
    : delivererName
      ? [{ meaning: 'delivered', signer: { personId: null, name: delivererName, method: 'deliverer' }, coversDigest }]
      : [];
  return [{ meaning: 'received', signer: receiver, coversDigest }, ...second];
}
