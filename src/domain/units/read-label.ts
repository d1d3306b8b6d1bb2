import { computeCheckCharacter } from '../blood/barcodes/check-character';
import { normaliseScan } from '../blood/barcodes/normalise';
import { badgePrefix, patientPrefix, readScan } from '../blood/barcodes/read-scan';
import type { PartScan, ScanContent } from '../blood/barcodes/scan-types';

/** Fewer characters of a number than this lead to too many bags. [unsourced: default] */
export const shortestPart = 4;

/** What a text from a label was taken for. Only `donation` and `part` are searched; what else it is never leaves the screen. */
export type ReadLabel =
  | {
      readonly kind: 'donation';
      readonly donationNo: string;
      readonly productCode: string | null;
      readonly isChecked: boolean;
    }
  /** The last characters of a number, or a label of no known form. */
  | { readonly kind: 'part'; readonly text: string }
  /** A whole number whose check character or flags are wrong: read again, searched by nobody. */
  | { readonly kind: 'mismatch'; readonly donationNo: string }
  | { readonly kind: 'other'; readonly what: OtherCode }
  | { readonly kind: 'unreadable'; readonly why: 'short' | 'damaged' | 'input_method' };

export type OtherCode = 'product' | 'group' | 'expiry' | 'moment' | 'badge' | 'patient' | 'place' | 'autologous';
export type SearchedLabel = Extract<ReadLabel, { kind: 'donation' | 'part' }>;

const donationAndProduct = /^([A-NP-Z1-9][0-9A-Z]{4}\d{8})([0-9A-Z*]|\d{2})?([A-Z][0-9A-Z]{7})$/;
/** Only expiries are judged by a clock, and none is judged here. */
const context = { now: new Date(0), timeZone: 'UTC' };

/**
 * Any text that a person scans, types or pastes to find a bag: a donation number with or without `=`, flags, check character, groups, hyphens,
 * in full width or lower case; of an old label with or without its start and stop letters; a donation number followed by its product code;
 * a compound message; or the last characters of a number. Never throws. A code that names no bag, a badge and a wristband are told and not
 * searched. Source: ISBT 128 structures 001, 003 and 023 as read by barcodes/read-scan.ts.
 */
export function readLabel(raw: string): ReadLabel {
  const text = normaliseScan(raw);
  if (text.startsWith(badgePrefix)) return { kind: 'other', what: 'badge' };
  if (text.startsWith(patientPrefix)) return { kind: 'other', what: 'patient' };
  const plain = text.replace(/[^0-9A-Z*]/g, '');
  const scan = readScan(text, context);
  const pair = scan.kind === 'compound' ? null : readPair(plain);
  if (pair) return pair;
  const isOtherStructure = /^[=&][^0-9A-Z]/.test(text);
  const found = readOne(scan) ?? (plain === text || isOtherStructure ? null : readOne(readScan(plain, context)));
  if (found) return found;
  if (isOtherStructure) return { kind: 'unreadable', why: 'damaged' };
  const bare = plain.replaceAll('*', '');
  return bare.length < shortestPart ? { kind: 'unreadable', why: 'short' } : { kind: 'part', text: bare };
}

export function isSearched(label: ReadLabel): label is SearchedLabel {
  return label.kind === 'donation' || label.kind === 'part';
}

/**
 * Whether a scan that nobody asked for comes from a bag: a donation number, well read or not, or another code of its label, known by its
 * data identifier. A badge, a wristband, a storage place and what has no known form do not. Source: ISBT 128 data identifiers `=` and `&`.
 */
export function isOfBag(raw: string): boolean {
  const label = readLabel(raw);
  if (label.kind === 'other') return ofBags.includes(label.what) && /^[=&]/.test(normaliseScan(raw));
  return label.kind === 'donation' || label.kind === 'mismatch';
}

const ofBags: readonly OtherCode[] = ['product', 'group', 'expiry', 'moment'];

/** A text that reads as the same label, fit for an address. */
export function addressOf(label: SearchedLabel): string {
  return label.kind === 'part' ? label.text : [label.donationNo, label.productCode].filter(Boolean).join(' ');
}

/** Donation number and product code in one text, with the check character, the flags, or nothing between them. */
function readPair(plain: string): ReadLabel | null {
  const [, donationNo, between = '', productCode = ''] = donationAndProduct.exec(plain) ?? [];
  if (donationNo === undefined) return null;
  if (between.length === 1)
    return computeCheckCharacter(donationNo) === between
      ? { kind: 'donation', donationNo, productCode, isChecked: true }
      : { kind: 'mismatch', donationNo };
  if (between === '') return { kind: 'donation', donationNo, productCode, isChecked: false };
  const label = readOne(readScan(`=${donationNo}${between}`, context));
  return label?.kind === 'donation' ? { ...label, productCode } : label;
}

function readOne(scan: ScanContent & { readonly text: string }): ReadLabel | null {
  switch (scan.kind) {
    case 'compound':
      return ofParts(scan.parts);
    case 'ambiguous':
      return ofParts(scan.candidates);
    case 'error':
      if (scan.code === 'input_method_on') return { kind: 'unreadable', why: 'input_method' };
      return typeof scan.facts.donationNo === 'string' ? { kind: 'mismatch', donationNo: scan.facts.donationNo } : null;
    case 'badge':
    case 'patient':
    case 'place':
    case 'autologous':
      return { kind: 'other', what: scan.kind };
    case 'unknown':
      return null;
    case 'group':
      // Four typed digits are the end of a number before they are a group.
      return scan.text.startsWith('=') ? { kind: 'other', what: 'group' } : null;
    default:
      return ofParts([scan]);
  }
}

function ofParts(parts: readonly PartScan[]): ReadLabel | null {
  const donation = parts.find((part) => part.kind === 'donation-number');
  const product = parts.find((part) => part.kind === 'product');
  if (donation)
    return {
      kind: 'donation',
      donationNo: donation.donationNo,
      productCode: product?.productCode ?? null,
      isChecked: donation.isChecked,
    };
  const [first] = parts;
  if (!first) return null;
  const isMoment = first.kind === 'collection' || first.kind === 'production';
  return { kind: 'other', what: isMoment ? 'moment' : (first.kind as OtherCode) };
}
