export interface ReviewWish {
  readonly [field: string]: unknown;
}

let serial = 0;

/** A person of his own each time: born 1970-01-01 and later, by a card that checks. */
export function nextIdentityNo(born = '19700101'): string {
  serial += 1;
  return computeIdentity(`310101${born}${String(serial % 1000).padStart(3, '0')}`);
}

/** A case as it is typed; of a relative's donation. */
export const reviewInput = (change: ReviewWish = {}) => ({
  caseType: '2' as const,
  patientName: '李桂芳',
  identityType: '01' as const,
  identityNo: nextIdentityNo(),
  diagnosis: '股骨颈骨折',
  bloodUse: [{ component: 'rbc-suspended', amount: 200 }],
  usedOn: null,
  isSupplementary: false,
  isInformed: true,
  relation: 'parent' as const,
  donorName: '王建国',
  donorIdentityType: '01' as const,
  donorIdentityNo: nextIdentityNo('19900505'),
  certificateNo: '',
  isSubmitted: true,
  ...change,
});
/** The check character of GB 11643, by its own table and not by the library under test. */
function computeIdentity(body: string): string {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, at) => total + weight * Number(body[at]), 0);
  return `${body}${'10X98765432'[sum % 11]}`;
}
