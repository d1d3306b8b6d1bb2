import { readGroup } from './barcodes/isbt128';
import { normaliseScan } from './barcodes/normalise';
import { type LabelScheme, readScan, type Scan } from './barcodes/read-scan';
import type { IntendedUse } from './compatibility';
import { parseExpiryText } from './expiry';
import { type AboGroup, aboGroups, type Rhd } from './groups';

export type Reading<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly code: string };

const good = <T>(value: T): Reading<T> => ({ ok: true, value });
const bad = (code: string): Reading<never> => ({ ok: false, code });

export interface DonationReading {
  readonly scheme: LabelScheme;
  readonly donationNo: string;
  /** The check character or check flags were there and are right. */
  readonly isChecked: boolean;
}

/**
 * A donation number as scanned, typed or sent in a file: `=` and flags are taken off, a wrong check is refused.
 * Thirteen digits may be either scheme; the one given decides, ISBT 128 first. @param text any case and width.
 * Refusals: `label.scientific` (Excel made a number of it), `label.check_wrong`, `label.donation_unreadable`.
 */
export function readDonationText(text: string, scheme?: LabelScheme): Reading<DonationReading> {
  if (isScientific(text)) return bad('label.scientific');
  // The expiry reading of the same digits is not asked for here, so the clock does not matter.
  const scan = readScan(text, { now: new Date(0), timeZone: 'Asia/Shanghai', isManual: true });
  if (scan.kind === 'error')
    return bad(
      ['check_character_mismatch', 'check_flags_mismatch'].includes(scan.code)
        ? 'label.check_wrong'
        : 'label.donation_unreadable',
    );
  const readings = partsOf(scan).flatMap((part) => (part.kind === 'donation-number' ? [part] : []));
  const chosen = readings.find((part) => part.scheme === (scheme ?? 'isbt128')) ?? (scheme ? undefined : readings[0]);
  return chosen
    ? good({ scheme: chosen.scheme, donationNo: chosen.donationNo, isChecked: chosen.isChecked })
    : bad('label.donation_unreadable');
}

function partsOf(scan: Scan) {
  if (scan.kind === 'compound') return scan.parts;
  return scan.kind === 'ambiguous' ? scan.candidates : [scan];
}

/** Eight characters, with or without `=<`. Refusal: `label.product_unreadable`. */
export function readProductText(text: string): Reading<string> {
  const plain = normaliseScan(text).replace(/^=</, '');
  return /^[0-9A-Z]{5,10}$/.test(plain) && /[0-9]/.test(plain) ? good(plain) : bad('label.product_unreadable');
}

export interface GroupReading {
  readonly abo: AboGroup;
  readonly rhd: Rhd;
  readonly intendedUse: IntendedUse;
}

/**
 * A group as people and systems write it: `A+`, `A型RhD阳性`, `A Rh(D)阴性`, `=%6200`, `6200`. RhD may stand in a second text.
 * Nothing is guessed: a group without RhD is `unspecified`. Refusal: `label.group_unreadable`.
 */
export function readGroupText(text: string, rhdText = ''): Reading<GroupReading> {
  const plain = normaliseScan(text);
  const code = /^(?:=%)?([0-9A-Z]{2}\d{2}|\d{3})$/.exec(plain)?.[1];
  if (code) {
    const scan = readGroup(code);
    return scan.kind === 'group'
      ? good({ abo: scan.abo, rhd: scan.rhd, intendedUse: scan.intendedUse })
      : bad('label.group_unreadable');
  }
  const abo = /^(AB|A|B|O|0)(?=$|[^A-Z0-9])/.exec(plain)?.[1]?.replace('0', 'O');
  if (!isAbo(abo)) return bad('label.group_unreadable');
  const rest = `${plain.slice(abo.length)}${normaliseScan(rhdText)}`.replace(/型|RH\(?D\)?|D抗原|血型|[()]/g, '');
  const rhd = readRhd(rest);
  return rhd ? good({ abo, rhd, intendedUse: 'allogeneic' }) : bad('label.group_unreadable');
}

function isAbo(text: string | undefined): text is AboGroup {
  return (aboGroups as readonly (string | undefined)[]).includes(text);
}

function readRhd(text: string): Rhd | null {
  if (['+', '阳', '阳性', 'POS', 'POSITIVE', '++'].includes(text)) return 'positive';
  if (['-', '−', '–', '阴', '阴性', 'NEG', 'NEGATIVE'].includes(text)) return 'negative';
  return ['', '未定', '不详', 'UNSPECIFIED'].includes(text) ? 'unspecified' : null;
}

/**
 * A moment in the city's zone: `2026-12-10 23:59`, `2026/12/10 23:59:00`, `2026.12.10`, `202612102359`, `&>0263442359`.
 * A day alone is 23:59 of it. Refusal: `label.time_unreadable`.
 */
export function readMomentText(text: string, timeZone: string): Reading<Date> {
  const plain = text.normalize('NFKC').trim();
  if (/^[=&]/.test(plain)) {
    const scan = readScan(plain, { now: new Date(0), timeZone, isManual: true });
    if (scan.kind === 'expiry') return good(scan.expiresAt);
    return scan.kind === 'collection' || scan.kind === 'production' ? good(scan.at) : bad('label.time_unreadable');
  }
  const parts =
    /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]+(\d{1,2})[:时](\d{2})(?::\d{2}(?:\.\d+)?)?分?)?$/.exec(plain);
  const pad = (digits: string | undefined) => (digits ?? '').padStart(2, '0');
  const compact = parts
    ? `${parts[1]}${pad(parts[2])}${pad(parts[3])}${parts[4] === undefined ? '' : `${pad(parts[4])}${parts[5]}`}`
    : plain;
  const at = parseExpiryText(compact, timeZone);
  return at ? good(at) : bad('label.time_unreadable');
}

/** `4.10302E+14`: what Excel leaves of a long code in a CSV. The digits are gone. */
export function isScientific(text: string): boolean {
  return /^\d(?:\.\d+)?E[+-]?\d+$/i.test(text.trim());
}
