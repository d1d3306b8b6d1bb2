import type { Violation } from '../result';

interface Printed {
  readonly unitId: string;
  readonly donationNo: string;
  /** A label of this kind hangs on the bag, or should: whomever it names, another one voids it. */
  readonly hasValid: boolean;
}

/**
 * Which reprint the next label is; 0 of a first print. A label that says something new, because the bag was processed or is for somebody else, is a first
 * print however many left the printer before it. [unsourced: default]
 * @param copies of this bag, kind and subject so far; `firstCopy` the last of them that nobody gave a reason for, 0 for none.
 */
export function reprintOf({
  copies,
  firstCopy,
  hasValid,
}: Pick<Printed, 'hasValid'> & { readonly copies: number; readonly firstCopy: number }): number {
  return hasValid ? copies + 1 - firstCopy : 0;
}

/** What forbids the printing: nothing to print; another label without a reason where one is valid. Two valid labels of one bag are never about. [unsourced: default] */
export function checkPrint(labels: readonly Printed[], reason: string): Violation[] {
  if (labels.length === 0) return [{ code: 'label.nothing' }];
  const again = labels.find((label) => label.hasValid);
  return again && reason.trim().length < 2
    ? [{ code: 'label.reason_missing', path: 'reason', facts: { donationNo: again.donationNo } }]
    : [];
}
