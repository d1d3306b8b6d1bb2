import { readAutologousBagNo } from './autologous';
import { readDonationNumber, readGroup, readIsbt128, readProduct, readTypedDonationNumber } from './isbt128';
import { readCodabarDonationNumber, readStoredExpiry } from './legacy';
import { isInputMethodGarbled, maxScanLength, normaliseScan, stripCodabarLetters } from './normalise';
import { type PartScan, type Scan, type ScanContent, type ScanContext, type ScanError, scanError } from './scan-types';

export type * from './scan-types';

/** A badge: this prefix and a random secret of 128 bit in 26 characters of base 32 (RFC 4648). */
export const badgePrefix = 'XB-';
/** A wristband printed with our prefix: the patient's number in the hospital. */
export const patientPrefix = 'XMP';
/** The label of a storage place: this prefix and its code. */
export const placePrefix = 'XP-';

const badgeForm = new RegExp(`^${badgePrefix}[A-Z2-7]{26}$`);
const patientForm = new RegExp(`^${patientPrefix}([0-9A-Z-]{1,32})$`);
const placeForm = new RegExp(`^${placePrefix}([0-9A-Z-]{1,12})$`);

export interface ReadScanOptions extends ScanContext {
  /** Typed, not scanned: the record is flagged and asks a reason. */
  readonly isManual?: boolean;
}

/**
 * What was scanned or typed. Prefix decides first, form second; where two readings are possible, a person decides
 * (`ambiguous`). Never throws; what cannot be read is an `error` with a code, or `unknown` when it is no label at all.
 */
export function readScan(raw: string, { isManual = false, ...context }: ReadScanOptions): Scan {
  if (raw.length > maxScanLength) {
    const facts = { length: raw.length, maxLength: maxScanLength };
    return { ...scanError('too_long', facts), raw: raw.slice(0, maxScanLength), text: '', isManual };
  }
  const text = normaliseScan(raw);
  return { ...readText(text, context), raw, text, isManual };
}

function readText(text: string, context: ScanContext): ScanContent {
  if (text === '') return scanError('empty');
  if (isInputMethodGarbled(text)) return scanError('input_method_on');
  if (text.startsWith('=') || text.startsWith('&')) return readIsbt128(text, context);

  if (badgeForm.test(text)) return { kind: 'badge', badgeCode: text };
  const patient = patientForm.exec(text)?.[1];
  if (patient !== undefined) return { kind: 'patient', patientNo: patient };

  const place = placeForm.exec(text)?.[1];
  if (place !== undefined) return { kind: 'place', placeCode: place };

  const autologous = readAutologousBagNo(text);
  if (autologous?.isChecked) return { kind: 'autologous', bagNo: autologous.bagNo, orgId: autologous.orgId };
  if (autologous) return scanError('check_character_mismatch', { bagNo: autologous.bagNo });

  const found = findReadings(text, context);
  const readings = found.flatMap((reading) => (reading.kind === 'error' ? [] : [reading]));
  const [first, second] = readings;
  if (first && second) return { kind: 'ambiguous', candidates: readings };
  return first ?? found[0] ?? { kind: 'unknown' };
}

/** A product code of ISBT 128 without prefix: a letter, four digits, type of donation and division. */
export function isProductForm(text: string): boolean {
  return /^[A-Z]\d{4}[0-9A-Z]{3}$/.test(text);
}

/** Every reading of a text without prefix; a wrong check character is a reading too, for it must be told. */
function findReadings(text: string, context: ScanContext): (PartScan | ScanError)[] {
  const found: (PartScan | ScanError | undefined)[] = [];
  const codabar = stripCodabarLetters(text);
  if (codabar !== undefined) found.push(readCodabarDonationNumber(codabar));
  if (/^[A-NP-Z1-9][0-9A-Z]{4}\d{8}[0-9A-Z*]$/.test(text)) found.push(readTypedDonationNumber(text));
  if (/^[A-NP-Z1-9][0-9A-Z]{4}\d{8}(?:\d{2})?$/.test(text)) found.push(readDonationNumber(text));
  found.push(readCodabarDonationNumber(text), readStoredExpiry(text, context));
  if (isProductForm(text)) found.push(readProduct(text));
  if (/^\d{3,4}$/.test(text)) found.push(readGroup(text));
  return found.filter((reading) => reading !== undefined);
}
