import type { IntendedUse } from '../compatibility-types';
import type { AboGroup, Rhd } from '../groups';

export type LabelScheme = 'isbt128' | 'codabar';

export interface DonationNumberScan {
  readonly kind: 'donation-number';
  readonly scheme: LabelScheme;
  /** 13 characters in ISBT 128 (without flags), 10–13 digits on an old label. Always text. */
  readonly donationNo: string;
  /** The two characters after the number; null when typed without. */
  readonly flags: string | null;
  /** The check character or check flags were there and are right. */
  readonly isChecked: boolean;
}

export interface ProductScan {
  readonly kind: 'product';
  readonly scheme: 'isbt128';
  /** All 8 characters; with the division: `A0` and `B0` are two bags. */
  readonly productCode: string;
  /** The first 5. */
  readonly descriptionCode: string;
  readonly donationType: string;
  /** `00` undivided. */
  readonly division: string;
}

export interface GroupScan {
  readonly kind: 'group';
  readonly scheme: 'isbt128';
  /** Four characters, leading zero kept: `0600`. */
  readonly groupCode: string;
  readonly abo: AboGroup;
  readonly rhd: Rhd;
  readonly intendedUse: IntendedUse;
  /** The label came as a number and had lost its zero: `600`. */
  readonly isZeroRestored: boolean;
}

export interface ExpiryScan {
  readonly kind: 'expiry';
  readonly expiresAt: Date;
  /** False for a day-only label; `expiresAt` is then 23:59 of `localDate`. */
  readonly hasTime: boolean;
  readonly localDate: string;
  readonly isExpired: boolean;
}

export interface MomentScan {
  readonly kind: 'collection' | 'production';
  readonly at: Date;
  readonly hasTime: boolean;
  readonly localDate: string;
}

export type PartScan = DonationNumberScan | ProductScan | GroupScan | ExpiryScan | MomentScan;

export interface CompoundScan {
  readonly kind: 'compound';
  readonly parts: readonly PartScan[];
}

export interface BadgeScan {
  readonly kind: 'badge';
  /** The whole code, prefix included, in capitals; a secret: never log it. */
  readonly badgeCode: string;
}

export interface PatientScan {
  readonly kind: 'patient';
  readonly patientNo: string;
}

/** A storage place: the bar code on a fridge. */
export interface PlaceScan {
  readonly kind: 'place';
  readonly placeCode: string;
}

/** A bag that a patient gave for himself: of that house, and of nobody's stock. */
export interface AutologousScan {
  readonly kind: 'autologous';
  readonly bagNo: string;
  readonly orgId: string;
}

/** The text may be one of several; a person decides. */
export interface AmbiguousScan {
  readonly kind: 'ambiguous';
  readonly candidates: readonly PartScan[];
}

export interface UnknownScan {
  readonly kind: 'unknown';
}

export type ScanErrorCode =
  | 'empty'
  | 'too_long'
  | 'input_method_on'
  | 'malformed'
  | 'unknown_structure'
  | 'check_flags_mismatch'
  | 'check_character_mismatch'
  | 'flags_reserved'
  | 'group_code_unknown'
  | 'date_impossible'
  | 'compound_count_mismatch';

export interface ScanError {
  readonly kind: 'error';
  readonly code: ScanErrorCode;
  readonly facts: Readonly<Record<string, string | number>>;
}

export type ScanContent =
  | PartScan
  | CompoundScan
  | BadgeScan
  | PatientScan
  | PlaceScan
  | AutologousScan
  | AmbiguousScan
  | UnknownScan
  | ScanError;

/** `raw` is what came in, for the scan log; `text` is what was read. */
export type Scan = ScanContent & { readonly raw: string; readonly text: string; readonly isManual: boolean };

export interface ScanContext {
  readonly now: Date;
  readonly timeZone: string;
}

export function scanError(code: ScanErrorCode, facts: ScanError['facts'] = {}): ScanError {
  return { kind: 'error', code, facts };
}
