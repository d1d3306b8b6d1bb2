import { findComponent } from '@/domain/blood/components';
import type { Change } from '@/domain/change';
import type { RegisterOutboundInput } from '@/domain/other-outbounds/schema';
import { transportOf } from '@/domain/stock/places';
import { tallyOfBags } from '@/domain/stock/tally';
import { refusal } from '../../kernel/errors';
import type { Scope } from '../../kernel/scope';
import type { PostedUnit } from '../stock/post';
import { sendNote } from '../stock/send-note';
import type { LeavingBag } from './load';

export interface Journey {
  readonly shipmentId: string;
  readonly no: string;
  readonly posted: readonly PostedUnit[];
  readonly change: Change;
}

const boxOfClass = { red_cells: 1, platelets: 2, frozen: 3 } as const;

/**
 * 退血单 or 调拨单: the shipment of a return or a transfer, one box per temperature class. Its bags are in the receiver's 在途 from here on.
 * What a bag was held for goes with it, so that it is held for the same when it comes back.
 */
export async function sendJourney(
  scope: Scope,
  input: RegisterOutboundInput,
  bags: readonly LeavingBag[],
): Promise<Journey> {
  const { kind, unitIds, toOrgId, reasonCode, carrier, carrierPhone } = input;
  if ((kind !== 'return' && kind !== 'transfer') || !toOrgId) throw refusal({ code: 'outbound.station_missing' });
  const known = new Map(bags.map((bag) => [bag.id, bag]));
  const lines = unitIds.map((unitId) => {
    const bag = known.get(unitId);
    const component = findComponent(bag?.component ?? '', scope.now);
    const { temperatureClass } = component
      ? transportOf(component, bag?.processedAs ?? [])
      : { temperatureClass: 'red_cells' as const };
    return { unitId, temperatureClass, boxNo: boxOfClass[temperatureClass], heldFor: bag?.holdReason ?? null };
  });
  const classes = [...new Set(lines.map((line) => line.temperatureClass))];
  const boxes = classes.map((temperatureClass) => ({
    boxNo: boxOfClass[temperatureClass],
    temperatureClass,
    packedAtCelsius: null,
  }));
  const { id: shipmentId, no, posted } = await sendNote(scope, { kind, toOrgId, boxes, lines, carrier, carrierPhone });
  return {
    shipmentId,
    no,
    posted,
    change: {
      module: 'shipments',
      recordId: shipmentId,
      action: `shipments.${kind}`,
      version: 1,
      state: 'shipped',
      orgId: scope.orgId,
      partyOrgId: toOrgId,
      before: null,
      after: {
        no,
        kind,
        partyOrgId: toOrgId,
        state: 'shipped',
        bagCount: unitIds.length,
        boxes,
        carrier,
        reasonCode,
        unitIds,
      },
      tally: tallyOfBags(kind === 'return' ? 'give_back' : 'ship', posted),
    },
  };
}
