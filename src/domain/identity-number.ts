import { Mod11_2 } from '@konfirm/iso7064';

export interface IdentityNumber {
  /** 18 characters; a 15-digit number of the first generation is written as its 18-character successor, so that both find the same person. */
  readonly number: string;
  /** yyyy-MM-dd */
  readonly birthDate: string;
  readonly sex: 'male' | 'female';
}

export type IdentityNumberFault = 'identity_length' | 'identity_birth_date' | 'identity_check';

/**
 * Reads a citizen's identity number. Accepts 18 characters (17 digits and a check, `x` or `X` for ten) and the old 15 digits;
 * full-width digits, spaces and hyphens are forgiven, a wrong check character never.
 * Source: GB 11643-1999 (region 6, birth date 8, sequence 3 whose last digit is odd for men, check by ISO 7064 MOD 11-2);
 * 15 digits per GB 11643-1989 (birth date 6, in the 1900s).
 */
export function readIdentityNumber(
  text: string,
): { ok: true; value: IdentityNumber } | { ok: false; fault: IdentityNumberFault } {
  const plain = text.normalize('NFKC').replace(/[\s-]/g, '').toUpperCase();
  const isOld = /^\d{15}$/.test(plain);
  if (!isOld && !/^\d{17}[0-9X]$/.test(plain)) return { ok: false, fault: 'identity_length' };
  const body = isOld ? `${plain.slice(0, 6)}19${plain.slice(6)}` : plain.slice(0, 17);
  const birthDate = `${body.slice(6, 10)}-${body.slice(10, 12)}-${body.slice(12, 14)}`;
  if (!isDay(birthDate)) return { ok: false, fault: 'identity_birth_date' };
  const check = Mod11_2.checksum(body);
  if (!isOld && plain.slice(17) !== check) return { ok: false, fault: 'identity_check' };
  return {
    ok: true,
    value: { number: `${body}${check}`, birthDate, sex: Number(body.slice(16, 17)) % 2 === 1 ? 'male' : 'female' },
  };
}

/** First three and last four stay: `310***********002X`. What anybody but an audited look sees. */
export function maskIdentityNumber(number: string): string {
  return `${number.slice(0, 3)}${'*'.repeat(Math.max(number.length - 7, 0))}${number.slice(-4)}`;
}

function isDay(text: string): boolean {
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().slice(0, 10) === text && text >= '1850-01-01';
}

/** Identity numbers as people write them into names of files: masked wherever they stand in a text. */
export function maskIdentityNumbersIn(text: string): string {
  const plain = text.normalize('NFKC');
  const masked = plain.replace(/(?<![0-9])(?:\d{17}[\dXx]|\d{15})(?![0-9Xx])/g, maskIdentityNumber);
  // What holds none stays as it was written: a sentence keeps its commas.
  return masked === plain ? text : masked;
}
