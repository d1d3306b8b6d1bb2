import { Mod37_2 } from '@konfirm/iso7064';

const checkAlphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ*';

/**
 * Check character of a 13-character donation number: ISO 7064 MOD 37-2, `0`–`9`, `A`–`Z`, `*`.
 * Throws RangeError on anything but 13 capitals and digits, for the library would silently drop what it does not know.
 * Source: UK specification, G123498654321 → H.
 */
export function computeCheckCharacter(donationNo: string): string {
  if (!/^[0-9A-Z]{13}$/.test(donationNo)) throw new RangeError('a donation number has 13 capitals or digits');
  return Mod37_2.checksum(donationNo);
}

/** 0–36 */
export function computeCheckValue(donationNo: string): number {
  return checkAlphabet.indexOf(computeCheckCharacter(donationNo));
}

/** The two flag digits that carry the check value in the bar code: value + 60. */
export function computeCheckFlags(donationNo: string): string {
  return String(computeCheckValue(donationNo) + 60);
}
