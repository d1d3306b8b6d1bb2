import type { TemperatureRange } from '../blood/components';
import { isExpired } from '../blood/expiry';
import { isPhone } from '../phone';
import type { Violation } from '../result';
import { transportOfAll } from '../stock/places';
import type { ShipInput } from './schema';

export interface PackableBag {
  readonly id: string;
  readonly donationNo: string;
  readonly temperatureClass: string;
  readonly transport: TemperatureRange;
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
 * a bag in a box that is not declared or of another temperature class; an empty box; a box packed outside the transport range
 * of its bags (°C, GB 18469 catalogue). Whether the bags are still there is decided again by the ledger's own statement.
 */
export function checkShipment(input: ShipInput, facts: ShipFacts): Violation[] {
  const violations: Violation[] = [];
  if (!facts.receiver || facts.receiver.id === facts.senderOrgId)
    violations.push({ code: 'shipment.receiver_unknown', path: 'toOrgId' });

  if (!isPhone(input.carrierPhone)) violations.push({ code: 'phone_unreadable', path: 'carrierPhone' });

  const boxes = new Map(input.boxes.map((box) => [box.boxNo, box]));
  if (boxes.size !== input.boxes.length) violations.push({ code: 'shipment.box_twice', path: 'boxes' });

  const seen = new Set<string>();
  const filled = new Map<number, PackableBag[]>();
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

    const box = boxes.get(line.boxNo);
    if (!box)
      violations.push({
        code: 'shipment.box_missing',
        path: `lines.${index}.boxNo`,
        facts: { donationNo, boxNo: line.boxNo },
      });
    else if (box.temperatureClass !== bag.temperatureClass)
      violations.push({
        code: 'shipment.box_class_mismatch',
        path: `lines.${index}.boxNo`,
        facts: { donationNo, boxNo: line.boxNo, temperatureClass: bag.temperatureClass },
      });
    else filled.set(box.boxNo, [...(filled.get(box.boxNo) ?? []), bag]);
  });

  input.boxes.forEach((box, index) => {
    const { packedAtCelsius } = box;
    // What is stored colder may travel with what is not: the box must do for every bag in it.
    const range = transportOfAll((filled.get(box.boxNo) ?? []).map(({ transport }) => transport));
    if (!input.lines.some((line) => line.boxNo === box.boxNo))
      violations.push({ code: 'shipment.box_empty', path: `boxes.${index}.boxNo`, facts: { boxNo: box.boxNo } });
    if (range && packedAtCelsius !== null && !isInRange(packedAtCelsius, range))
      violations.push({
        code: 'shipment.box_out_of_range',
        path: `boxes.${index}.packedAtCelsius`,
        facts: { boxNo: box.boxNo, celsius: packedAtCelsius, minC: range.minC, maxC: range.maxC },
      });
  });
  return violations;
}

export function isInRange(celsius: number, { minC, maxC }: TemperatureRange): boolean {
  return (minC === null || celsius >= minC) && celsius <= maxC;
}
