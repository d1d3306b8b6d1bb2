import type { Violation } from '../result';

interface Printed {
  readonly unitId: string;
  readonly donationNo: string;
  /** A label of this kind hangs on the bag, or should: whomever it names, another one voids it. */
  readonly hasValid: boolean;
}

/** What forbids the printing: nothing to print; another label without a reason where one is valid. Two valid labels of one bag are never about. [unsourced: default] */
export function checkPrint(labels: readonly Printed[], reason: string): Violation[] {
  if (labels.length === 0) return [{ code: 'label.nothing' }];
  const again = labels.find((label) => label.hasValid);
  return again && reason.trim().length < 2
    ? [{ code: 'label.reason_missing', path: 'reason', facts: { donationNo: again.donationNo } }]
    : [];
}
