import type { Violation } from '../result';

interface Printed {
  readonly unitId: string;
  readonly donationNo: string;
  /** Copies that have left a printer so far. */
  readonly copies: number;
}

/** What forbids the printing: nothing to print; a copy after the first without a reason. Two valid labels of one bag are never about. [unsourced: default] */
export function checkPrint(labels: readonly Printed[], reason: string): Violation[] {
  if (labels.length === 0) return [{ code: 'label.nothing' }];
  const again = labels.find((label) => label.copies > 0);
  return again && reason.trim().length < 2
    ? [{ code: 'label.reason_missing', path: 'reason', facts: { donationNo: again.donationNo } }]
    : [];
}
