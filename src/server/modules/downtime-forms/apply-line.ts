import { findProduct, type ProductMapping } from '@/domain/blood/barcodes/products';
import type { Compatibility, CompatibilityProfile, Recipient } from '@/domain/blood/compatibility';
import { findComponent } from '@/domain/blood/components';
import { isExpired } from '@/domain/blood/expiry';
import { judgeStockedBag } from '@/domain/blood/judge-bag';
import { recipientOf as recipientOfPatient } from '@/domain/blood/recipient';
import type { Change } from '@/domain/change';
import { findBroken, isBeyond, isHeldSince, isOnlyTold } from '@/domain/downtime-forms/broken';
import { isOtherGroup, isWorse } from '@/domain/downtime-forms/broken-patient';
import type { LineFacts, Place } from '@/domain/downtime-forms/line-facts';
import type { LabelOfLine } from '@/domain/downtime-forms/rules';
import type { DowntimeLine } from '@/domain/downtime-forms/schema';
import type { UnitState } from '@/domain/stock/effects';
import { holdReasonAgain, lastingReasons } from '@/domain/stock/holds';
import type { BrokenRule } from '@/domain/stock/incidents';
import { transportOf } from '@/domain/stock/places';
import { AppError } from '../../kernel/errors';
import type { Scope } from '../../kernel/scope';
import type { CameBefore } from '../stock/answer-known-readings';
import { endReservationsOfHeld } from '../stock/end-reservations';
import { type HeldThrough, loadHeldThrough } from '../stock/held-through';
import type { LabelledBag } from '../stock/open-incidents';
import { type PostedUnit, post } from '../stock/post';
import { type EntrySettings, findOwnBag, type Issuers, type KnownPatient, type OwnBag } from './load';
import { type Happening, type HousePlaces, putOnPaper, receiveOnPaper, registerUnknown, takeInHand } from './move';

export interface LineContext {
  readonly formId: string;
  readonly formNo: string;
  readonly settings: EntrySettings;
  readonly issuerOf: Issuers;
  readonly products: readonly ProductMapping[];
  /** Of the house, locked before the bags. */
  readonly places: HousePlaces;
  /** Bags that stood here before this form told it: what was read of their places is asked of them. */
  readonly stood: CameBefore[];
  /** Bags that were held only since they left, and the readings of before. */
  readonly heldThrough: HeldThrough[];
  /** Bags that earlier lines of this form put on hold. */
  readonly heldByForm: Set<string>;
}

export interface AppliedLine {
  readonly line: DowntimeLine;
  readonly lineNo: number;
  readonly bag: LabelledBag & { readonly amount: number; readonly expiresAt: Date };
  readonly place: Place;
  readonly stateBefore: UnitState | null;
  readonly holdReasonBefore: string | null;
  readonly broken: readonly BrokenRule[];
  readonly patient: KnownPatient | null;
  readonly recipient: Recipient | null;
  readonly verdict: Compatibility | null;
  /** What left the stock; null: nothing did, or the bag was received. */
  readonly posted: PostedUnit | null;
  readonly changes: readonly Change[];
}

export interface WantedLine {
  readonly line: DowntimeLine;
  readonly lineNo: number;
  readonly label: LabelOfLine;
  readonly patient: KnownPatient | null;
  /** The issue or outbound that this line becomes part of. */
  readonly recordId: string;
}

/**
 * One line, after all that happened before it: what the ledger says of the bag, which rules the fact broke, and the movements that make it
 * true. Whatever is broken, the bag moves, but for one that a patient has already. What broke a rule and is still here is on hold afterwards, unless it was only here already.
 */
export async function applyLine(scope: Scope, wanted: WantedLine, context: LineContext): Promise<AppliedLine> {
  const { line, label, patient } = wanted;
  const about: Happening = { formId: context.formId, formNo: context.formNo, occurredAt: line.occurredAt };
  const issuer = context.issuerOf(label);
  const changes: Change[] = [];
  const recipient = line.kind === 'issued' ? recipientOf(line, patient) : null;

  const own = await findOwnBag(scope, label);
  const taken = own ? undefined : await takeInHand(scope, label, issuer, about);
  changes.push(...(taken?.changes ?? []));
  const madeId = own || taken ? undefined : await register(scope, wanted, issuer, about, context);
  // A bag that another house's patient has is not this house's to see: the label is all there is.
  const bag = own ?? (await findOwnBag(scope, label)) ?? seenByLabel(label, taken);
  // Sent here in this instant: sent again, the bag is found on its way.
  if (!bag) throw new AppError('busy');
  const place: Place = own ? (own.isArriving ? 'arriving' : 'here') : taken ? 'elsewhere' : 'unknown';
  const stateBefore = madeId ? null : (taken?.was ?? own?.state ?? null);
  const judged = recipient && judge(bag, recipient, line, context.settings.profile);
  const verdict = judged?.verdict ?? null;
  const holdReason = own?.holdReason ?? taken?.holdReason ?? null;
  const heldThrough =
    own && line.kind !== 'received' && !isBeyond(own) ? await loadHeldThrough(scope, own.id, line.occurredAt) : null;
  const wasFree = heldThrough?.isExplained === true && own !== undefined && isHeldSince(line, own);
  const component = findComponent(bag.component, scope.now);
  const facts: LineFacts = {
    place,
    elsewhere: taken?.elsewhere ?? null,
    state: wasFree ? 'available' : stateBefore,
    holdReason: wasFree ? null : holdReason,
    isHeldByForm: context.heldByForm.has(bag.id),
    lastEventAt: own?.lastEventAt ?? taken?.lastEventAt ?? null,
    abo: bag.abo,
    rhd: bag.rhd,
    expiresAt: bag.expiresAt,
    component: component && { ...component, ...transportOf(component, bag.processedAs) },
    isReservedForAnother: Boolean(own?.reservedPatientId) && (!patient || own?.reservedPatientId !== patient.id),
    registered: patient && {
      name: patient.name,
      abo: patient.abo,
      rhd: patient.rhd === 'unknown' ? 'unspecified' : patient.rhd,
    },
    recipient: judged?.recipient ?? null,
    verdict,
  };
  const broken = findBroken(line, facts);
  // Once: a hold that was known when the bag was given out is told as the hold that was broken.
  const isHoldTold = broken.some(({ rule, facts: told }) => rule === 'on_hold' && told.holdReason === 'temperature');
  if (heldThrough && line.kind === 'issued' && !isHoldTold) context.heldThrough.push(heldThrough);
  const posted = isBeyond(facts) ? null : await move(scope, { wanted, bag, place, about, broken, changes, context });
  return {
    line,
    lineNo: wanted.lineNo,
    bag: {
      id: bag.id,
      donationNo: bag.donationNo,
      productCode: bag.productCode,
      component: bag.component,
      abo: bag.abo,
      rhd: bag.rhd,
      amount: bag.amount,
      expiresAt: bag.expiresAt,
    },
    place,
    stateBefore,
    holdReasonBefore: holdReasonAgain(holdReason),
    broken,
    patient,
    recipient,
    verdict,
    posted,
    changes,
  };
}

interface Moving {
  readonly wanted: WantedLine;
  readonly bag: OwnBag;
  readonly place: Place;
  readonly about: Happening;
  readonly broken: readonly BrokenRule[];
  readonly changes: Change[];
  readonly context: LineContext;
}

async function move(scope: Scope, moving: Moving): Promise<PostedUnit | null> {
  const { wanted, bag, place, about, broken, changes, context } = moving;
  const { line, recordId, patient } = wanted;
  const { formId, occurredAt } = about;
  const onForm = { module: 'downtime-forms', recordId: formId, isFact: true, occurredAt } as const;
  const unitIds = [bag.id];
  const isBroken = broken.length > 0 && !isOnlyTold(broken);
  const receive = async (taking: Parameters<typeof receiveOnPaper>[2]) => {
    // What went straight from the lorry to a patient or into the bin stood nowhere.
    const isPut = line.kind === 'received';
    changes.push(...(await receiveOnPaper(scope, bag.id, taking, about, isPut ? context.places : null)));
    if (isPut) context.stood.push({ unitId: bag.id, cameAt: occurredAt });
  };
  if (line.kind === 'received') {
    if (place === 'arriving') {
      const holdReason =
        isBroken || bag.isUnderIncident ? 'incident' : isExpired(bag.expiresAt, scope.now) ? 'expired' : null;
      const outcome = holdReason ? ({ outcome: 'held', holdReason } as const) : ({ outcome: 'accepted' } as const);
      await receive(outcome);
    } else if (bag.state === 'discarded' || bag.state === 'lost') {
      await post(scope, { ...onForm, kind: 'appear', unitIds, holdReason: holdReasonOfFound(bag.holdReason) });
      context.stood.push({ unitId: bag.id, cameAt: occurredAt });
    } else if (place === 'elsewhere' || place === 'unknown') {
      await putOnPaper(scope, bag.id, context.places, occurredAt);
      context.stood.push({ unitId: bag.id, cameAt: occurredAt });
    } else if (isBroken) {
      // A processing that has it loses it by the incident: kept for nobody from now on.
      changes.push(...(await endReservationsOfHeld(scope, unitIds, context.formNo)));
      if (bag.state === 'available' || bag.state === 'reserved')
        await post(scope, { ...onForm, kind: 'hold', unitIds, holdReason: 'incident' });
    }
    if (isBroken) context.heldByForm.add(bag.id);
    return null;
  }
  if (place === 'arriving') await receive({ outcome: 'held', holdReason: 'incident' });
  if (bag.state === 'discarded' || bag.state === 'lost')
    await post(scope, { ...onForm, kind: 'appear', unitIds, holdReason: holdReasonOfFound(bag.holdReason) });
  const isIssue = line.kind === 'issued';
  const isOwnReservation = isIssue && patient !== null && bag.reservedPatientId === patient.id;
  changes.push(...(await endReservationsOfHeld(scope, unitIds, context.formNo, isOwnReservation ? 'issued' : 'held')));
  const [posted] = await post(scope, {
    kind: isIssue ? 'issue_fact' : 'discard_fact',
    unitIds,
    module: isIssue ? 'clinical-issues' : 'other-outbounds',
    recordId,
    isFact: true,
    occurredAt,
  });
  return posted ?? null;
}

/** The patient as this house knows them; a group that only the paper has is the paper's, and determined once. */
function recipientOf(line: DowntimeLine, patient: KnownPatient | null): Recipient {
  const known = patient && recipientOfPatient(patient, false, line.occurredAt);
  return known && known.abo !== 'unknown' ? known : recipientOnPaper(line, known);
}

function recipientOnPaper(line: DowntimeLine, known: Recipient | null): Recipient {
  return {
    ...(known ?? { sex: 'unknown', ageDays: null, antibodies: [], requirements: [], isEmergency: false }),
    abo: line.patientAbo ?? 'unknown',
    rhd: line.patientRhd ?? 'unspecified',
    groupDeterminations: line.patientAbo ? 1 : 0,
  };
}

/** Where paper and register disagree about the group nobody knows yet who was meant: the worse verdict stands, and for whom it is. */
function judge(
  bag: OwnBag,
  recipient: Recipient,
  line: DowntimeLine,
  profile: CompatibilityProfile,
): { recipient: Recipient; verdict: Compatibility } {
  const judgeFor = (who: Recipient) => ({
    recipient: who,
    verdict: judgeStockedBag(bag, who, profile, line.occurredAt),
  });
  const registered = judgeFor(recipient);
  if (!isOtherGroup(line, recipient)) return registered;
  const onPaper = judgeFor(recipientOnPaper(line, recipient));
  return isWorse(onPaper.verdict, registered.verdict) ? onPaper : registered;
}

/** A bag that turned up again is on hold for the incident, unless what it was held for before nobody may release. */
function holdReasonOfFound(before: string | null): string {
  return lastingReasons.find((reason) => reason === before) ?? 'incident';
}

async function register(
  scope: Scope,
  { line, label }: WantedLine,
  issuer: string,
  about: Happening,
  { products, settings }: LineContext,
): Promise<string> {
  const product = findProduct(label.productCode, products);
  // It was another house's when the label was asked, and is nobody's now that it is taken: sent again, it is found where it is.
  if (!product || !line.abo || !line.expiresAt) throw new AppError('busy');
  return registerUnknown(
    scope,
    {
      ...label,
      issuer,
      component: product.componentCode,
      abo: line.abo,
      rhd: line.rhd ?? 'unspecified',
      amount: product.amount,
      modifiers: product.modifiers,
      intendedUse: 'default',
      collectedAt: null,
      preparedAt: null,
      expiresAt: line.expiresAt,
    },
    settings.stationId,
    about,
  );
}

function seenByLabel(label: LabelOfLine, taken: Awaited<ReturnType<typeof takeInHand>>): OwnBag | undefined {
  if (!taken) return undefined;
  const { id, component, abo, rhd, amount, processedAs, expiresAt, was, lastEventAt } = taken;
  return {
    id,
    donationNo: label.donationNo,
    productCode: label.productCode,
    component,
    abo,
    rhd,
    amount,
    modifiers: [],
    processedAs,
    antigens: [],
    intendedUse: 'default',
    collectedAt: null,
    expiresAt,
    state: was,
    holdReason: null,
    lastEventAt,
    warmSince: null,
    isArriving: false,
    isUnderIncident: false,
    reservedPatientId: null,
  };
}
