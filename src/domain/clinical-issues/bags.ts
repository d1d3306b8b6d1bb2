import { type Compatibility, isHardStop } from '@/domain/blood/compatibility';
import type { Violation } from '@/domain/result';
import type { UnitState } from '@/domain/stock/effects';
import type { RecordedCrossmatch } from './crossmatch';

/** A bag as it stands now, read under its row lock, with the verdict for this patient. */
export interface BagFacts {
  readonly unitId: string;
  readonly donationNo: string;
  readonly component: string;
  /** Hundredths of the component's unit. */
  readonly amount: number;
  readonly requiresCrossmatch: boolean;
  readonly abo: string;
  readonly rhd: string;
  readonly state: UnitState;
  readonly holdReason: string | null;
  readonly isExpired: boolean;
  /** In this room though its receipt is not posted: on its way to this hospital, its line open. An emergency takes it. */
  readonly isArriving?: boolean;
  /** And an incident of this hospital about it is open. */
  readonly waitsForIncident?: boolean;
  readonly reservedFor: 'nobody' | 'this-patient' | 'another-patient';
  /** Taken by another hospital as short-dated and not sent yet: an emergency takes it. */
  readonly isPromised?: boolean;
  /** Of this patient's reservation. */
  readonly reservedCrossmatch: RecordedCrossmatch | null;
  readonly reservedCrossmatchId?: string | null;
  readonly verdict: Compatibility;
}

const refusedHold: Readonly<Record<string, string>> = {
  recall: 'unit.recalled',
  recalled: 'unit.recalled',
  expired: 'unit.expired',
};

/**
 * Why this bag may be given to nobody now: unknown here, expired, recalled, on hold, gone. An emergency changes nothing in this list.
 * Source: 医疗机构临床用血管理办法; ANZSBT laboratory guidelines.
 */
export function refuseBag(bag: BagFacts | undefined, unitId: string, path: string): Violation[] {
  if (!bag) return [{ code: 'unit.unknown', path, facts: { unitId } }];
  const facts = { unitId, donationNo: bag.donationNo, state: bag.state, holdReason: bag.holdReason };
  if (bag.state === 'quarantined') return [{ code: refusedHold[bag.holdReason ?? ''] ?? 'unit.on_hold', path, facts }];
  if (bag.state === 'issued') return [{ code: 'unit.already_issued', path, facts }];
  const isHere =
    bag.state === 'available' || bag.state === 'reserved' || (bag.state === 'in_transit' && bag.isArriving);
  if (!isHere) return [{ code: 'unit.not_here', path, facts }];
  if (bag.isArriving && bag.waitsForIncident) return [{ code: 'unit.incident_open', path, facts }];
  return bag.isExpired ? [{ code: 'unit.expired', path, facts }] : [];
}

/** The hard stop of compatibility, with both groups; overridden by nobody. */
export function refuseIncompatible(
  bag: BagFacts,
  recipient: { readonly abo: string; readonly rhd: string },
  path: string,
): Violation[] {
  if (!isHardStop(bag.verdict)) return [];
  const [worst] = bag.verdict.reasons;
  const facts = {
    unitId: bag.unitId,
    donationNo: bag.donationNo,
    recipientAbo: recipient.abo,
    recipientRhd: recipient.rhd,
    unitAbo: bag.abo,
    unitRhd: bag.rhd,
    reason: worst?.code ?? '',
  };
  return [{ code: 'issue.incompatible', path, facts }];
}

export function findDuplicates(unitIds: readonly string[], path: (index: number) => string): Violation[] {
  return unitIds.flatMap((unitId, index) =>
    unitIds.indexOf(unitId) < index
      ? [{ code: 'issue.duplicate_bag', path: path(index), facts: { unitId, line: unitIds.indexOf(unitId) + 1 } }]
      : [],
  );
}
