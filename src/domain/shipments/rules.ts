import { isExpired } from '../blood/expiry';
import { isPhone } from '../phone';
import type { Violation } from '../result';
import { type BoxedBag, checkBoxes } from '../stock/boxes';
import type { ShipInput } from './schema';

export interface PackableBag extends BoxedBag {
  readonly id: string;
  readonly state: string;
  readonly isHere: boolean;
  readonly expiresAt: Date;
}

export interface ShipFacts {
  readonly now: Date;
  readonly senderOrgId: string;
  /** Null: no such organisation, or one that takes no blood. */
  readonly receiver: { readonly id: string } | null;
  readonly bags: readonly PackableBag[];
}

/**
 * What forbids this shipment; empty when it may go. Every fault at once, each on its line:
 * receiver that takes no blood or is the sender; a telephone number that is none; bags not here, not available, expired or listed twice;
 * and what is wrong with its boxes. Whether the bags are still there is decided again by the ledger's own statement.
 */
export function checkShipment(input: ShipInput, facts: ShipFacts): Violation[] {
  const violations: Violation[] = [];
  if (!facts.receiver || facts.receiver.id === facts.senderOrgId)
    violations.push({ code: 'shipment.receiver_unknown', path: 'toOrgId' });

  if (!isPhone(input.carrierPhone)) violations.push({ code: 'phone_unreadable', path: 'carrierPhone' });

  const seen = new Set<string>();
  input.lines.forEach((line, index) => {
    const path = `lines.${index}.unitId`;
    const bag = facts.bags.find((candidate) => candidate.id === line.unitId);
    if (!bag) {
      violations.push({ code: 'unit.unknown', path });
      return;
    }
    const { donationNo } = bag;
    if (seen.has(bag.id)) violations.push({ code: 'unit.listed_twice', path, facts: { donationNo } });
    seen.add(bag.id);
    if (!bag.isHere) violations.push({ code: 'unit.elsewhere', path, facts: { donationNo } });
    else if (isExpired(bag.expiresAt, facts.now))
      violations.push({ code: 'unit.expired', path, facts: { donationNo } });
    else if (bag.state !== 'available')
      violations.push({ code: 'unit.not_movable', path, facts: { donationNo, state: bag.state } });
  });
  const boxed = input.lines.map(({ unitId, boxNo }) => ({ boxNo, bag: facts.bags.find(({ id }) => id === unitId) }));
  return [...violations, ...checkBoxes(input.boxes, boxed)];
}
