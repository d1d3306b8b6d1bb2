import {
  encodeDonationNumber,
  encodeExpiry,
  encodeGroup,
  encodeProduct,
  splitDonationNumber,
} from '@/domain/blood/barcodes/encode';
import type { IntendedUse } from '@/domain/blood/compatibility-types';
import type { Label } from '@/server/modules/processings/labels';

/** The four linear codes of a label as scanners read them; of an old label its plain number and code. */
export function codesOf(label: Label, timeZone: string) {
  const { donationNo, productCode, abo, rhd, expiresAt, labelScheme } = label;
  const isIsbt = labelScheme === 'isbt128' && splitDonationNumber(donationNo) !== undefined;
  const use = (
    label.intendedUse === 'default' || label.intendedUse === '' ? 'allogeneic' : label.intendedUse
  ) as IntendedUse;
  return {
    donation: isIsbt ? encodeDonationNumber(donationNo) : donationNo,
    product: isIsbt && /^[A-Z][0-9A-Z]{7}$/.test(productCode) ? encodeProduct(productCode) : productCode,
    group: encodeGroup({ abo, rhd }, rhd === 'unspecified' ? 'allogeneic' : use),
    expiry: encodeExpiry(expiresAt, timeZone),
  };
}
