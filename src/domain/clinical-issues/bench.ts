import type { ScreenGround } from '@/domain/blood/specimens';
import { type Decision, decideBy, type Violation } from '@/domain/result';
import { findDuplicates } from './bags';
import { isIncompatible, judgeCrossmatch, type RecordedCrossmatch, recordCrossmatch } from './crossmatch';
import type { IssueRequest } from './request';
import { isAntiglobulinNeeded, judgeDuty, judgeLine, type ReserveFacts } from './rules';
import type { BenchInput } from './schema';

/** The tube in the rack, as it stands under its lock. */
export interface BenchSpecimen {
  readonly tubeNo: string;
  readonly patientId: string;
  readonly state: string;
  readonly grouping: string;
  readonly screen: string;
  readonly drawnAt: Date;
}

export interface BenchFacts extends Omit<ReserveFacts, 'tubes'> {
  readonly patientId: string;
  /** Null: the house has no such request, or no such tube. */
  readonly request: IssueRequest | null;
  readonly specimen: BenchSpecimen | null;
  /** Why a screen must come first; empty: it need not. */
  readonly screenGrounds: readonly ScreenGround[];
}

export interface PlannedCrossmatch {
  readonly unitId: string;
  readonly crossmatch: RecordedCrossmatch;
  readonly isCompatible: boolean;
}

const openStates: readonly string[] = ['approved', 'accepted'];

function judgeTube({ specimen, patientId, screenGrounds }: BenchFacts, keepsAny: boolean): Violation[] {
  const path = 'specimenId';
  if (!specimen || specimen.patientId !== patientId) return [{ code: 'crossmatch.specimen_unknown', path }];
  const facts = { specimenNo: specimen.tubeNo };
  const violations: Violation[] = [];
  if (specimen.state !== 'received') violations.push({ code: 'crossmatch.specimen_refused', path, facts });
  if (specimen.grouping !== 'agreed') violations.push({ code: 'crossmatch.group_open', path, facts });
  if (keepsAny && specimen.screen === 'none' && screenGrounds.length > 0)
    violations.push({ code: 'crossmatch.screen_missing', path, facts });
  return violations;
}

function judgeRequestOf({ request, patientId }: BenchFacts): Violation[] {
  const path = 'requestId';
  if (!request || request.patientId !== patientId) return [{ code: 'issue.request_unknown', path }];
  const facts = { no: request.no, state: request.state };
  return openStates.includes(request.state) ? [] : [{ code: 'issue.request_not_approved', path, facts }];
}

/**
 * May these results stand, and these bags be kept by them? All violations at once. An incompatible result is a fact: it is written down for a bag
 * that is here, and asks neither for a screen nor for a fitting group. A compatible one keeps its bag: the tube taken, its group agreed by two, in date,
 * screened where it must be; the bag fit for this patient. Sources: 临床输血技术规范 (2000); 72 h [unsourced: default].
 */
export function decideBench(facts: BenchFacts, input: BenchInput): Decision<PlannedCrossmatch[]> {
  const isSingleDuty = input.dutyMode === 'single';
  const needsAntiglobulin = isAntiglobulinNeeded(facts);
  const violations = [
    ...judgeDuty(input.dutyMode, facts.isSingleDutyAllowed),
    ...judgeRequestOf(facts),
    ...judgeTube(
      facts,
      input.lines.some(({ crossmatch }) => !isIncompatible(crossmatch)),
    ),
    ...findDuplicates(
      input.lines.map((line) => line.unitId),
      (index) => `lines.${index}.unitId`,
    ),
    ...input.lines.flatMap((line, index): Violation[] => {
      const { crossmatch } = line;
      const bag = facts.bags.get(line.unitId);
      const differs: Violation[] =
        facts.specimen && crossmatch.specimenNo !== facts.specimen.tubeNo
          ? [
              {
                code: 'crossmatch.specimen_differs',
                path: `lines.${index}.crossmatch.specimenNo`,
                facts: { specimenNo: crossmatch.specimenNo },
              },
            ]
          : [];
      if (!bag || !isIncompatible(crossmatch))
        return [...differs, ...judgeLine({ line, index, facts, isSingleDuty, needsAntiglobulin })];
      return [
        ...differs,
        ...judgeCrossmatch(crossmatch, {
          now: facts.now,
          path: `lines.${index}.crossmatch`,
          unitId: bag.unitId,
          donationNo: bag.donationNo,
          staff: facts.staff,
          isSingleDuty,
          needsAntiglobulin: false,
        }).filter(({ code }) => code !== 'crossmatch.incompatible'),
      ];
    }),
  ];
  return decideBy(violations, () =>
    input.lines.map(({ unitId, crossmatch }) => ({
      unitId,
      crossmatch: recordCrossmatch(crossmatch, facts.staff),
      isCompatible: !isIncompatible(crossmatch),
    })),
  );
}
