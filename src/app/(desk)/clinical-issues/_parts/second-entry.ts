import type { CrossmatchInput } from '@/domain/clinical-issues/schema';

export interface SecondEntry {
  readonly major: CrossmatchInput['major'] | null;
  readonly minor: CrossmatchInput['minor'] | null;
  readonly specimenNo: string;
  readonly donationNo: string;
}

/** The blind second entry of one person: judged only when readings, tube and bag are all there, else nothing has been entered yet. */
export function judgeSecondEntry(
  first: Pick<CrossmatchInput, 'major' | 'minor' | 'specimenNo'>,
  second: SecondEntry,
  donationNo: string,
): 'incomplete' | 'differs' | NonNullable<CrossmatchInput['second']> {
  const { major, minor, specimenNo } = second;
  if (!major || !minor || !specimenNo || !second.donationNo) return 'incomplete';
  const isSame =
    major === first.major &&
    minor === first.minor &&
    specimenNo === first.specimenNo &&
    second.donationNo === donationNo;
  return isSame ? { major, minor, specimenNo, donationNo } : 'differs';
}
