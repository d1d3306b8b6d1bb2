import type { Scope } from '../../kernel/scope';

interface Label {
  readonly labelScheme: string;
  readonly issuer: string;
  readonly donationNo: string;
  readonly productCode: string;
}

export const warmKey = ({ labelScheme, issuer, donationNo, productCode }: Label): string =>
  `${labelScheme}|${issuer}|${donationNo}|${productCode}`;

/** By `warmKey`: which of these labels are of bags that stand in no house, for an opening of theirs was taken back, and of which some house has noted that they stood warm. */
export async function loadWarm({ q }: Pick<Scope, 'q'>, labels: readonly Label[]): Promise<Set<string>> {
  const wanted = labels.map(({ labelScheme, issuer, donationNo, productCode }) => ({
    labelScheme,
    issuer,
    donationNo,
    productCode,
  }));
  const rows = await q<Label[]>`
    select label_scheme as "labelScheme", issuer, donation_no as "donationNo", product_code as "productCode"
    from opening_places(${q.json(wanted)}) where is_warm`;
  return new Set(rows.map(warmKey));
}
