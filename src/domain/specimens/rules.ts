import { unknownAntibodies } from '../blood/antibodies';
import { specimenValidHours, specimenValidUntil } from '../blood/specimens';
import type { Violation } from '../result';
import { type Grouping, receiptChecks } from './kinds';
import type { ReceiveSpecimenInput, ScreenInput } from './schema';

export interface ReceiptFacts {
  readonly now: Date;
  /** The request that is named: null, this hospital has none such. */
  readonly request: { readonly patientId: string; readonly state: string } | null | undefined;
  /** The tube is registered already. */
  readonly isTubeKnown: boolean;
}

const closedStates: readonly string[] = ['draft', 'returned', 'refused', 'void'];

/**
 * May this tube be received? All violations at once. One that is refused is written down as it came, whatever is wrong with it. Refused of one that
 * is to be taken: something not looked at, drawn more than 72 h ago. Source: 受血者血样采集与送检 (临床输血技术规范 2000); 72 h [unsourced: default].
 */
export function checkReceipt(input: ReceiveSpecimenInput, facts: ReceiptFacts): Violation[] {
  const violations: Violation[] = [];
  const say = (path: string, code: string, more?: Violation['facts']) =>
    violations.push({ code: `specimen.${code}`, path, ...(more ? { facts: more } : {}) });
  if (facts.isTubeKnown) say('tubeNo', 'tube_known', { tubeNo: input.tubeNo });
  if (input.drawnAt > facts.now) say('drawnAt', 'drawn_in_future');
  const { request } = facts;
  if (request === null || (request && request.patientId !== input.patientId)) say('requestId', 'request_other');
  else if (request && closedStates.includes(request.state)) say('requestId', 'request_closed');
  if (input.refusedReason !== undefined) return violations;
  for (const item of receiptChecks) if (!input.checks.includes(item)) say(`checks.${item}`, 'check_missing', { item });
  if (specimenValidUntil(input.drawnAt) <= facts.now) say('drawnAt', 'too_old', { hours: specimenValidHours });
  return violations;
}

export interface HandledSpecimen {
  readonly state: string;
  readonly tubeNo: string;
}

/** A reading is of the tube in the hand, and of one that was taken. */
export function refuseHandling(specimen: HandledSpecimen, scanned: string): Violation[] {
  return [
    ...(specimen.state === 'received' ? [] : [{ code: 'specimen.not_received', facts: { state: specimen.state } }]),
    ...(specimen.tubeNo === scanned
      ? []
      : [{ code: 'specimen.tube_differs', path: 'tubeNo', facts: { tubeNo: scanned } }]),
  ];
}

export interface DeterminationFacts extends HandledSpecimen {
  readonly grouping: Grouping;
  /** Who read first in this round; null: nobody yet. */
  readonly firstPersonId: string | null;
  readonly readerId: string;
  /** One person may be on duty alone now, by the switch of the house. */
  readonly isSingleDutyAllowed: boolean;
}

/**
 * May this person enter this reading? The second of a round is read by another one; where one person may be on duty alone the same one reads again
 * without having seen the first entry. Sources: 临床输血技术规范 (2000); 复核 by different people as in systems in use.
 */
export function checkDetermination(facts: DeterminationFacts, scanned: string): Violation[] {
  const violations = refuseHandling(facts, scanned);
  if (facts.grouping === 'agreed') violations.push({ code: 'specimen.group_agreed' });
  if (facts.grouping === 'first' && facts.firstPersonId === facts.readerId && !facts.isSingleDutyAllowed)
    violations.push({ code: 'specimen.recheck_same_person', path: 'reader' });
  return violations;
}

/** A screen is read once on a tube; antibodies are of a positive one, each by its name. */
export function checkScreen(specimen: HandledSpecimen & { readonly screen: string }, input: ScreenInput): Violation[] {
  return [
    ...refuseHandling(specimen, input.tubeNo),
    ...(specimen.screen === 'none' ? [] : [{ code: 'specimen.screened_already' }]),
    ...(input.result === 'negative' && input.antibodies.length > 0
      ? [{ code: 'specimen.antibodies_of_negative', path: 'antibodies' }]
      : []),
    ...unknownAntibodies(input.antibodies).map((word) => ({
      code: 'specimen.antibody_unknown',
      path: 'antibodies',
      facts: { word },
    })),
  ];
}
