import { type BagLabel, labelKey } from '@/domain/blood/bag-label';
import type { Scope } from '../../kernel/scope';

/** By `labelKey`: which of these labels are of bags that stand in no house, for an opening of theirs was taken back, and of which some house has noted that they stood warm. */
export async function loadWarm({ q }: Pick<Scope, 'q'>, labels: readonly BagLabel[]): Promise<Set<string>> {
  const wanted = labels.map(({ labelScheme, issuer, donationNo, productCode }) => ({
    labelScheme,
    issuer,
    donationNo,
    productCode,
  }));
  const rows = await q<BagLabel[]>`
    select label_scheme as "labelScheme", issuer, donation_no as "donationNo", product_code as "productCode"
    from opening_places(${q.json(wanted)}) where is_warm`;
  return new Set(rows.map(labelKey));
}
