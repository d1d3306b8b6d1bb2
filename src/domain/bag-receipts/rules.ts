import { missingParts, type ScannedBag } from '../blood/barcodes/bag-scan';
import { compareWithExpected } from '../blood/barcodes/check-bag';
import { type AboGroup, type BloodGroup, isSameGroup, type Rhd } from '../blood/groups';
import type { Role } from '../permissions';
import { type Decision, decideBy, type Violation } from '../result';
import type { BagCheck, HoldReason } from './label-checks';
import type { BoxTemperatureInput, ReceiptDraft, ReceiptLine } from './schema';

/** A bag as the sender's note and the city's master record have it. */
export interface ExpectedBag {
  readonly unitId: string;
  readonly donationNo: string;
  readonly productCode: string;
  readonly component: string;
  readonly temperatureClass: string;
  readonly transport: { readonly minC: number | null; readonly maxC: number };
  readonly abo: AboGroup;
  readonly rhd: Rhd;
  readonly expiresAt: Date;
  readonly collectedAt: Date | null;
  /** What other bags of this donation, known here, are labelled. */
  readonly otherGroups?: readonly BloodGroup[];
  /** It waits for an incident of this house, from before it was sent away. */
  readonly isUnderIncident?: boolean;
  readonly boxNo: number;
  readonly state: 'packed' | 'expected' | 'received' | 'held' | 'refused' | 'missing';
}

/** What became of a bag that is not awaited any more. */
export type SettledState = Exclude<ExpectedBag['state'], 'expected'>;

/** It is nobody's here: closed short, or its dispatch was withdrawn. */
export function isGone(state: SettledState): boolean {
  return state === 'missing' || state === 'packed';
}

export interface ReceiptFacts {
  readonly now: Date;
  readonly timeZone: string;
  readonly shipmentState: string;
  readonly shipmentKind: string;
  /** Whom to call when the note is not awaited any more. */
  readonly sender: { readonly name: string; readonly phone: string };
  readonly bags: readonly ExpectedBag[];
  /** What the codes on each bag say, by unit id. */
  readonly readings: ReadonlyMap<string, ScannedBag>;
  readonly isSingleDutyAllowed: boolean;
}

export interface Judgement {
  readonly outcome: ReceiptLine['outcome'];
  readonly holdReason?: HoldReason;
}

/** True when the measured value lies in the transport range of the class. Source: WS 399-2012 (red cells 2–10 ℃, platelets 20–24 ℃, frozen ≤ −18 ℃). */
export function isTransportInRange(celsius: number, range: ExpectedBag['transport']): boolean {
  return (range.minC === null || celsius >= range.minC) && celsius <= range.maxC;
}

/**
 * What the rules make of one bag, before any person adds to it: a mismatch, an expired bag, another group than the rest of its donation, a
 * collection time that cannot be, an exception or a class out of range keep exactly that bag (or that class of that box) out of the stock; so
 * does an incident of this house that the bag waits for, and a return, of every bag. The screen and the command ask the same function. That returned blood is reviewed before it goes out again:
 * `[unsourced: default]`.
 */
export function judgeBag(
  bag: ExpectedBag,
  line: { readonly exceptions: readonly BagCheck[] },
  reading: ScannedBag | undefined,
  temperature: BoxTemperatureInput | undefined,
  context: { now: Date; timeZone: string; shipmentKind: string },
): Judgement {
  const [stop] = hardStopsOf(bag, reading, context);
  if (stop) return { outcome: 'held', holdReason: reasonOfStop[stop.code] ?? 'other' };
  if (bag.otherGroups?.some((other) => !isSameGroup(bag, other)))
    return { outcome: 'held', holdReason: 'group_mismatch' };
  if (bag.collectedAt && (bag.collectedAt > context.now || bag.collectedAt >= bag.expiresAt))
    return { outcome: 'held', holdReason: 'label' };
  if (line.exceptions.length > 0) {
    const isLook = line.exceptions.every(
      (check) => check === 'appearance' || check === 'sealing' || check === 'volume',
    );
    return { outcome: 'held', holdReason: isLook ? 'appearance' : 'label' };
  }
  if (temperature && !isTransportInRange(temperature.celsius, bag.transport))
    return { outcome: 'held', holdReason: 'temperature' };
  if (context.shipmentKind === 'return') return { outcome: 'held', holdReason: 'returned' };
  if (bag.isUnderIncident) return { outcome: 'held', holdReason: 'incident' };
  return { outcome: 'accepted' };
}

/**
 * What the bag is held for from now on. On hold here: of a return always its review, which asks for the most; the line keeps what was found.
 * Refused: what it was held for when it left, if anything, so that a refusal never makes a release easier.
 */
export function holdReasonAfter(
  line: { readonly outcome: ReceiptLine['outcome']; readonly holdReason?: string | undefined },
  shipmentKind: string,
  heldFor: string | null,
): string | undefined {
  if (line.outcome === 'held' && shipmentKind === 'return') return 'returned';
  if (line.outcome === 'refused' && heldFor) return heldFor;
  return line.holdReason;
}

const reasonOfStop: Readonly<Record<string, HoldReason>> = {
  group_mismatch: 'group_mismatch',
  expiry_mismatch: 'expiry_mismatch',
  expired: 'expired',
};

/** Hard stops between the bag's codes and the master record, each with both values, so that the screen can show them side by side. */
export function hardStopsOf(
  bag: ExpectedBag,
  reading: ScannedBag | undefined,
  { now, timeZone }: { now: Date; timeZone: string },
): Violation[] {
  return compareWithExpected(reading ?? {}, bag, { at: now, timeZone }).map((violation) => ({
    ...violation,
    facts: { ...violation.facts, unitId: bag.unitId, donationNo: bag.donationNo },
  }));
}

/**
 * May this part of a shipment be posted as it is entered? Refusals: shipment not awaited, bag not on the note, already received,
 * entered twice, codes missing or of another bag, hand entry without a reason, temperature missing, an outcome softer than the
 * judgement, a hold without its reason, arrival in the future, one on duty where the hospital does not allow it.
 */
export function decideReceipt(facts: ReceiptFacts, draft: ReceiptDraft): Decision<readonly ReceiptLine[]> {
  const violations: Violation[] = [];
  if (!['shipped', 'partly_received'].includes(facts.shipmentState))
    violations.push({
      code: 'receipt.shipment_not_awaited',
      facts: { state: facts.shipmentState, station: facts.sender.name, phone: facts.sender.phone || 'none' },
    });
  if (draft.arrivedAt.getTime() > facts.now.getTime() + 60_000)
    violations.push({ code: 'receipt.arrival_in_future', path: 'arrivedAt' });
  if (draft.dutyMode === 'single' && !facts.isSingleDutyAllowed)
    violations.push({ code: 'receipt.single_duty_not_allowed', path: 'dutyMode' });

  const seen = new Set<string>();
  draft.lines.forEach((line, index) => {
    violations.push(...violationsOfLine(facts, draft, line, `lines.${index}`, seen));
  });
  return decideBy(violations, () => draft.lines);
}

const reviewing: readonly Role[] = ['technician', 'reviewer', 'station_clerk'];

export interface ReceiptSigners {
  readonly actingPersonId: string | null;
  readonly dutyMode: ReceiptDraft['dutyMode'];
  readonly receiver: { readonly personId: string; readonly name: string };
  /** By own signature; null where none was given. */
  readonly reviewer: { readonly personId: string; readonly name: string; readonly roles: readonly Role[] } | null;
  readonly delivererName: string;
}

type ReviewerFacts = NonNullable<ReceiptSigners['reviewer']>;

/** May this person review what that one received? Another one, who is entitled in this house. Source: 医疗机构临床用血管理办法. */
export function refuseReviewer({ personId, name, roles }: ReviewerFacts, receiverId: string): Violation[] {
  const path = 'signatures.reviewer';
  return [
    ...(personId === receiverId ? [{ code: 'signature.same_person', path }] : []),
    ...(roles.some((role) => reviewing.includes(role))
      ? []
      : [{ code: 'signature.not_entitled', path, facts: { name } }]),
  ];
}

/**
 * May these people sign this receipt? The receiver is the one who is signed in. Two persons: the reviewer is another one and holds
 * technician or reviewer in this hospital, or is a clerk of this station. One on duty: the deliverer, by name, and not the receiver's own.
 * Source: 医疗机构临床用血管理办法; single duty [unsourced: default].
 */
export function checkSigners({
  actingPersonId,
  dutyMode,
  receiver,
  reviewer,
  delivererName,
}: ReceiptSigners): Violation[] {
  const violations: Violation[] = [];
  if (receiver.personId !== actingPersonId)
    violations.push({
      code: 'signature.receiver_not_acting',
      path: 'signatures.receiver',
      facts: { name: receiver.name },
    });
  if (dutyMode === 'two_person' && !reviewer)
    violations.push({ code: 'signature.reviewer_missing', path: 'signatures.reviewer' });
  if (reviewer) violations.push(...refuseReviewer(reviewer, receiver.personId));
  if (dutyMode === 'single' && !reviewer) {
    if (!delivererName) violations.push({ code: 'signature.deliverer_missing', path: 'signatures.delivererName' });
    else if (delivererName === receiver.name)
      violations.push({ code: 'signature.same_person', path: 'signatures.delivererName' });
  }
  return violations;
}

/** May this person sign the 补核 of what one on duty did alone? A reviewer, and none of those who did it. [unsourced: default] */
export function checkRecheck({
  signer,
  doers,
}: {
  readonly signer: { readonly personId: string; readonly name: string; readonly roles: readonly Role[] };
  readonly doers: readonly string[];
}): Violation[] {
  const violations: Violation[] = [];
  if (doers.includes(signer.personId)) violations.push({ code: 'signature.own_work', path: 'signature' });
  if (!signer.roles.includes('reviewer'))
    violations.push({ code: 'signature.not_reviewer', path: 'signature', facts: { name: signer.name } });
  return violations;
}

function violationsOfLine(
  facts: ReceiptFacts,
  draft: ReceiptDraft,
  line: ReceiptLine,
  path: string,
  seen: Set<string>,
): Violation[] {
  const bag = facts.bags.find((candidate) => candidate.unitId === line.unitId);
  if (!bag) return [{ code: 'receipt.not_on_note', path }];
  const about = { unitId: bag.unitId, donationNo: bag.donationNo };
  if (seen.has(line.unitId)) return [{ code: 'receipt.duplicate_line', path, facts: about }];
  seen.add(line.unitId);
  if (bag.state !== 'expected')
    return [{ code: 'receipt.already_received', path, facts: { ...about, state: bag.state } }];

  const found: Violation[] = [];
  const reading = facts.readings.get(line.unitId);
  if (line.entry === 'scan') {
    const missing = missingParts(reading ?? {});
    if (missing.length > 0)
      found.push({ code: 'receipt.scan_incomplete', path, facts: { ...about, missing: missing.join(',') } });
    else if (reading?.donation?.donationNo !== bag.donationNo || reading?.product?.productCode !== bag.productCode)
      found.push({
        code: 'receipt.codes_of_another_bag',
        path,
        facts: { ...about, read: reading?.donation?.donationNo ?? '' },
      });
  } else if (line.entry === 'hand' && !line.entryReason) {
    found.push({ code: 'receipt.hand_entry_needs_reason', path: `${path}.entryReason`, facts: about });
  }

  const temperature = draft.temperatures.find(
    (box) => box.boxNo === line.boxNo && box.temperatureClass === bag.temperatureClass,
  );
  if (!temperature && line.outcome === 'accepted')
    found.push({
      code: 'receipt.temperature_missing',
      path: 'temperatures',
      facts: { boxNo: line.boxNo, temperatureClass: bag.temperatureClass },
    });

  const judged = judgeBag(bag, line, reading, temperature, facts);
  if (judged.outcome === 'held' && line.outcome === 'accepted')
    found.push({ code: 'receipt.must_be_held', path, facts: { ...about, reason: judged.holdReason ?? 'other' } });
  if (line.outcome !== 'accepted' && !line.holdReason)
    found.push({ code: 'receipt.hold_needs_reason', path, facts: about });
  return found;
}
