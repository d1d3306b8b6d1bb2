import type { IntendedUse } from '../compatibility-types';
import type { BloodGroup } from '../groups';
import { dayOfYear, toLocalTime } from '../zoned-time';
import { computeCheckCharacter, computeCheckFlags } from './check-character';
import { groupDigits, readDonationNumber } from './isbt128';

/** Data strings for labels, the inverse of `readScan`. Every function throws RangeError on what no label can carry. */

/** `=` + 13 characters + check flags (value + 60). */
export function encodeDonationNumber(donationNo: string): string {
  return `=${donationNo}${computeCheckFlags(donationNo)}`;
}

/** `=%5100` for O RhD-positive. */
export function encodeGroup(group: BloodGroup, intendedUse: IntendedUse = 'allogeneic'): string {
  const digits = groupDigits(group, intendedUse);
  if (digits === undefined) throw new RangeError('RhD unspecified has no label of this intended use');
  return `=%${digits}00`;
}

/** `=<` + 8 characters, division included. */
export function encodeProduct(productCode: string): string {
  if (!/^[A-Z][0-9A-Z]{7}$/.test(productCode)) throw new RangeError('a product code has 8 capitals or digits');
  return `=<${productCode}`;
}

function encodeMoment(at: Date, timeZone: string): { date: string; time: string } {
  const local = toLocalTime(at, timeZone);
  if (local.year < 1900 || local.year > 2099) throw new RangeError('a label carries the years 1900 to 2099');
  const pad = (value: number, width: number) => String(value).padStart(width, '0');
  const century = local.year < 2000 ? '9' : '0';
  return {
    date: `${century}${pad(local.year % 100, 2)}${pad(dayOfYear(local), 3)}`,
    time: `${pad(local.hour, 2)}${pad(local.minute, 2)}`,
  };
}

/** `&>` cYYJJJHHMM in the city's zone. */
export function encodeExpiry(expiresAt: Date, timeZone: string): string {
  const { date, time } = encodeMoment(expiresAt, timeZone);
  return `&>${date}${time}`;
}

/** `=>` cYYJJJ: the day only; it reads back as 23:59. */
export function encodeExpiryDay(expiresAt: Date, timeZone: string): string {
  return `=>${encodeMoment(expiresAt, timeZone).date}`;
}

/** `&*` cYYJJJHHMM */
export function encodeCollection(collectedAt: Date, timeZone: string): string {
  const { date, time } = encodeMoment(collectedAt, timeZone);
  return `&*${date}${time}`;
}

/** `=+` number of structures, 000, then the structures: one two-dimensional code for the whole label. */
export function encodeCompound(structures: readonly string[]): string {
  if (structures.length < 1 || structures.length > 99)
    throw new RangeError('a compound message has 1 to 99 structures');
  return `=+${String(structures.length).padStart(2, '0')}000${structures.join('')}`;
}

/** The eye-readable parts: facility (5), year (2), serial (6), check character in its box; undefined for an old label. */
export function splitDonationNumber(
  donationNo: string,
): { facility: string; year: string; serial: string; checkCharacter: string } | undefined {
  if (donationNo.length !== 13 || readDonationNumber(donationNo).kind === 'error') return undefined;
  return {
    facility: donationNo.slice(0, 5),
    year: donationNo.slice(5, 7),
    serial: donationNo.slice(7),
    checkCharacter: computeCheckCharacter(donationNo),
  };
}

/** `31000 26 020517 V`; an old number stays as it is. An all-digit Codabar number of 13 needs its scheme to be told apart. */
export function formatDonationNumber(donationNo: string, scheme: 'isbt128' | 'codabar' = 'isbt128'): string {
  const parts = scheme === 'isbt128' ? splitDonationNumber(donationNo) : undefined;
  return parts ? `${parts.facility} ${parts.year} ${parts.serial} ${parts.checkCharacter}` : donationNo;
}
