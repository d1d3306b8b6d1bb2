import { specimenValidHours, specimenValidUntil } from '@/domain/blood/specimens';
import type { Violation } from '@/domain/result';
import type { CrossmatchInput } from './schema';

/** 盐水介质, 凝聚胺, 微柱凝胶, 抗人球蛋白: the charged items of a real hospital. */
export const crossmatchMethods = ['saline', 'polybrene', 'gel_card', 'antiglobulin'] as const;
export type CrossmatchMethod = (typeof crossmatchMethods)[number];
export const majorResults = ['compatible', 'incompatible'] as const;
export const minorResults = ['compatible', 'incompatible', 'not_done'] as const;

/** Methods that see antibodies of the antiglobulin phase; asked for when the screen is positive or an antibody is known [unsourced: default]. */
const antiglobulinMethods: readonly CrossmatchMethod[] = ['gel_card', 'antiglobulin'];

/** What is not in order about a crossmatch that was done all the same: entered afterwards it is written down with these, never refused. */
export const crossmatchMarks = [
  'specimen_too_old',
  'needs_antiglobulin',
  'tester_unknown',
  'checker_unknown',
  'checker_missing',
  'tester_is_checker',
  'second_entry_missing',
  'second_entry_differs',
  'second_specimen_differs',
  'second_bag_differs',
] as const;
export type CrossmatchMark = (typeof crossmatchMarks)[number];

/** As it is kept with the reservation and the issue line: names as they were on the day, instants as ISO text. */
export interface RecordedCrossmatch {
  readonly method: CrossmatchMethod;
  readonly major: (typeof majorResults)[number];
  readonly minor: (typeof minorResults)[number];
  readonly testedBy: string;
  /** The tester again when one person was on duty: then `isSecondEntry` says that the readings were entered twice, blind. Empty: nobody. */
  readonly checkedBy: string;
  readonly isSecondEntry: boolean;
  readonly testedAt: string;
  readonly specimenNo: string;
  readonly specimenDrawnAt: string;
  /** Only of one that was entered afterwards. */
  readonly marks?: readonly CrossmatchMark[];
}

export interface CrossmatchFacts {
  readonly now: Date;
  readonly path: string;
  readonly unitId: string;
  readonly donationNo: string;
  /** Staff directory by staff number. */
  readonly staff: ReadonlyMap<string, { readonly personId: string; readonly name: string }>;
  readonly isSingleDuty: boolean;
  readonly needsAntiglobulin: boolean;
  readonly tube?: TubeStanding | undefined;
}

/** Whose tube it is that bears this number here, or that it was not taken. */
export type TubeStanding = 'of-patient' | 'of-another' | 'refused';

/**
 * Every reason why a crossmatch may not stand: incompatible, sample older than 72 h, tester = checker, or, with one person on duty,
 * no blind second entry of readings, tube and bag, or one that differs. Source: 临床输血技术规范 (2000); three days [unsourced: default].
 */
export function judgeCrossmatch(crossmatch: CrossmatchInput, facts: CrossmatchFacts): Violation[] {
  const { now, path, unitId, donationNo, staff, isSingleDuty } = facts;
  const violations: Violation[] = [];
  const refuse = (code: string, field: string, more: Violation['facts'] = {}) =>
    violations.push({ code: `crossmatch.${code}`, path: `${path}.${field}`, facts: { unitId, donationNo, ...more } });

  if (crossmatch.major === 'incompatible') refuse('incompatible', 'major');
  if (crossmatch.minor === 'incompatible') refuse('incompatible', 'minor');
  if (crossmatch.testedAt.getTime() > now.getTime()) refuse('in_future', 'testedAt');
  if (crossmatch.specimenDrawnAt.getTime() > crossmatch.testedAt.getTime()) refuse('before_specimen', 'testedAt');
  if (now.getTime() > specimenValidUntil(crossmatch.specimenDrawnAt).getTime())
    refuse('specimen_too_old', 'specimenDrawnAt', { hours: specimenValidHours });
  if (facts.needsAntiglobulin && !antiglobulinMethods.includes(crossmatch.method))
    refuse('needs_antiglobulin', 'method');

  // Whose it is stays unsaid.
  if (facts.tube === 'of-another') refuse('specimen_of_another', 'specimenNo', { specimenNo: crossmatch.specimenNo });
  if (facts.tube === 'refused') refuse('specimen_refused', 'specimenNo', { specimenNo: crossmatch.specimenNo });

  const tester = staff.get(crossmatch.testedBy);
  if (!tester) refuse('tester_unknown', 'testedBy', { staffNo: crossmatch.testedBy });
  if (isSingleDuty && crossmatch.second) {
    const { second } = crossmatch;
    if (second.major !== crossmatch.major || second.minor !== crossmatch.minor)
      refuse('second_entry_differs', 'second.major');
    if (second.specimenNo !== crossmatch.specimenNo) refuse('second_specimen_differs', 'second.specimenNo');
    if (second.donationNo !== donationNo) refuse('second_bag_differs', 'second.donationNo');
    return violations;
  }
  if (!crossmatch.checkedBy) {
    refuse(isSingleDuty ? 'second_entry_missing' : 'checker_missing', isSingleDuty ? 'second' : 'checkedBy');
    return violations;
  }
  const checker = staff.get(crossmatch.checkedBy);
  if (!checker) refuse('checker_unknown', 'checkedBy', { staffNo: crossmatch.checkedBy });
  if (tester && checker && tester.personId === checker.personId) refuse('tester_is_checker', 'checkedBy');
  return violations;
}

export interface EntryFacts {
  readonly now: Date;
  readonly unitId: string;
  readonly donationNo: string;
  readonly isSingleDuty: boolean;
  readonly isAfterwards: boolean;
  readonly needsAntiglobulin: boolean;
}

/**
 * What can be said of a crossmatch while it is being entered, before the server knows the people: the same rule, each typed number taken for
 * a person. An incompatible result is no fault of the entry, and the blind second entry has its own comparison. Paths name the field.
 */
export function findFaultsOfEntry(
  crossmatch: CrossmatchInput,
  { isAfterwards, isSingleDuty, ...facts }: EntryFacts,
): Violation[] {
  const staff = new Map(
    [crossmatch.testedBy, crossmatch.checkedBy ?? ''].map((typed) => [
      typed,
      { personId: typed.trim().toLowerCase(), name: typed },
    ]),
  );
  const asked = { ...facts, path: 'crossmatch', staff };
  const found = isAfterwards
    ? judgeAfterwards(crossmatch, { ...asked, isSingleDutyAt: () => isSingleDuty }).violations
    : judgeCrossmatch(crossmatch, { ...asked, isSingleDuty });
  return found
    .filter(({ code }) => code !== 'crossmatch.incompatible' && !code.startsWith('crossmatch.second_'))
    .map((violation) => ({ ...violation, path: violation.path?.replace('crossmatch.', '') ?? '' }));
}

const isMark = (word: string): word is CrossmatchMark => (crossmatchMarks as readonly string[]).includes(word);

/**
 * A crossmatch of blood that has left already is a fact: sample and duty are judged at the hour it was tested, an incompatible result is
 * a result, and what is not in order becomes a mark. Refused is only what cannot have happened: a test in the future or before its sample.
 */
export function judgeAfterwards(
  crossmatch: CrossmatchInput,
  facts: Omit<CrossmatchFacts, 'isSingleDuty'> & { readonly isSingleDutyAt: (at: Date) => boolean },
): { readonly violations: Violation[]; readonly marks: CrossmatchMark[] } {
  const { testedAt, checkedBy } = crossmatch;
  const isSingleDuty = facts.isSingleDutyAt(testedAt) && !checkedBy;
  const found = judgeCrossmatch(crossmatch, { ...facts, now: testedAt, isSingleDuty });
  const named = { unitId: facts.unitId, donationNo: facts.donationNo };
  const marks = found.map(({ code }) => code.replace('crossmatch.', '')).filter(isMark);
  return {
    violations: [
      ...(testedAt > facts.now ? [{ code: 'crossmatch.in_future', path: `${facts.path}.testedAt`, facts: named }] : []),
      ...found.filter(({ code }) => code === 'crossmatch.before_specimen'),
    ],
    marks: [...new Set(marks)],
  };
}

export function isIncompatible({ major, minor }: Pick<RecordedCrossmatch, 'major' | 'minor'>): boolean {
  return major === 'incompatible' || minor === 'incompatible';
}

/**
 * Why the crossmatch a bag was kept by does not stand at the issue, as the tail of a `crossmatch.*` code: there is none, its sample has
 * grown too old since, or an antibody was found that its method does not see. Null: it stands. Source: 临床输血技术规范 (2000); three days [unsourced: default].
 */
export function findFaultOfKept(
  kept: RecordedCrossmatch | null,
  { now, needsAntiglobulin }: Pick<CrossmatchFacts, 'now' | 'needsAntiglobulin'>,
): 'missing' | 'specimen_too_old' | 'needs_antiglobulin' | null {
  if (!kept) return 'missing';
  if (now.getTime() > specimenValidUntil(new Date(kept.specimenDrawnAt)).getTime()) return 'specimen_too_old';
  return needsAntiglobulin && !antiglobulinMethods.includes(kept.method) ? 'needs_antiglobulin' : null;
}

/** What is kept of a crossmatch that passed, or that was judged afterwards. */
export function recordCrossmatch(crossmatch: CrossmatchInput, staff: CrossmatchFacts['staff']): RecordedCrossmatch {
  const nameOf = (staffNo: string) => `${staffNo} ${staff.get(staffNo)?.name ?? ''}`.trim();
  const isSecondEntry = !crossmatch.checkedBy && crossmatch.second !== undefined;
  const checker = crossmatch.checkedBy ?? (isSecondEntry ? crossmatch.testedBy : '');
  return {
    method: crossmatch.method,
    major: crossmatch.major,
    minor: crossmatch.minor,
    testedBy: nameOf(crossmatch.testedBy),
    checkedBy: checker ? nameOf(checker) : '',
    isSecondEntry,
    testedAt: crossmatch.testedAt.toISOString(),
    specimenNo: crossmatch.specimenNo,
    specimenDrawnAt: crossmatch.specimenDrawnAt.toISOString(),
  };
}
