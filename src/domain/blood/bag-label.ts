/** The label of a bag: what it is known by. An old number is unique within its station only, so the issuer belongs to it. */
export interface BagLabel {
  readonly labelScheme: 'isbt128' | 'codabar';
  readonly issuer: string;
  readonly donationNo: string;
  /** With its division: two parts of one donation are two bags. */
  readonly productCode: string;
}

/** One text for a label, alike wherever it is compared. */
export function labelKey({ labelScheme, issuer, donationNo, productCode }: BagLabel): string {
  return `${labelScheme}|${issuer}|${donationNo}|${productCode}`;
}
