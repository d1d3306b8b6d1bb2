import { isExpired, parseExpiryText } from '../expiry';
import { formatLocalDate, toLocalTime } from '../zoned-time';
import type { DonationNumberScan, ExpiryScan, ScanContext } from './scan-types';

/**
 * Donation number of an old Chinese label: 10–13 digits in Codabar, no check [unsourced: before ISBT 128].
 * Codabar product, group and expiry codes had no common form; they are entered by hand.
 */
export function readCodabarDonationNumber(digits: string): DonationNumberScan | undefined {
  if (!/^\d{10,13}$/.test(digits)) return undefined;
  return { kind: 'donation-number', scheme: 'codabar', donationNo: digits, flags: null, isChecked: false };
}

/** Expiry as hospitals store it, `yyyyMMddHHmm`: twelve digits from 2000 on that are a real date and time. */
export function readStoredExpiry(digits: string, context: ScanContext): ExpiryScan | undefined {
  if (!/^20\d{10}$/.test(digits)) return undefined;
  const expiresAt = parseExpiryText(digits, context.timeZone);
  if (!expiresAt) return undefined;
  return {
    kind: 'expiry',
    expiresAt,
    hasTime: true,
    localDate: formatLocalDate(toLocalTime(expiresAt, context.timeZone)),
    isExpired: isExpired(expiresAt, context.now),
  };
}
