import type { IntendedUse } from '../compatibility-types';
import { isExpired } from '../expiry';
import type { BloodGroup } from '../groups';
import { dateOfOrdinal, formatLocalDate, toInstant } from '../zoned-time';
import { computeCheckCharacter, computeCheckFlags } from './check-character';
import {
  type CompoundScan,
  type DonationNumberScan,
  type ExpiryScan,
  type GroupScan,
  type MomentScan,
  type PartScan,
  type ProductScan,
  type ScanContext,
  type ScanError,
  scanError,
} from './scan-types';

/** FIN (first character never O or 0), year, serial. */
const donationNumber = /^[A-NP-Z1-9][0-9A-Z]{4}\d{8}$/;
const productCode = /^[A-Z][0-9A-Z]{7}$/;

/** Default group codes of structure 002; text, for 06 is not 6. 55 66 77 88: RhD not specified, never positive. */
export const defaultGroupCodes = {
  '62': { abo: 'A', rhd: 'positive' },
  '73': { abo: 'B', rhd: 'positive' },
  '51': { abo: 'O', rhd: 'positive' },
  '84': { abo: 'AB', rhd: 'positive' },
  '06': { abo: 'A', rhd: 'negative' },
  '17': { abo: 'B', rhd: 'negative' },
  '95': { abo: 'O', rhd: 'negative' },
  '28': { abo: 'AB', rhd: 'negative' },
  '66': { abo: 'A', rhd: 'unspecified' },
  '77': { abo: 'B', rhd: 'unspecified' },
  '55': { abo: 'O', rhd: 'unspecified' },
  '88': { abo: 'AB', rhd: 'unspecified' },
} as const satisfies Record<string, BloodGroup>;

/** Distance of a variant from the default code of its group [unsourced: from field knowledge]. */
export const intendedUseOffsets = {
  directed_only: -4,
  emergency_only: -3,
  directed_crossover: -1,
  allogeneic: 0,
  autologous_crossover: 1,
  autologous_only: 2,
} as const satisfies Record<IntendedUse, number>;

/** The two characters of a group and its intended use; RhD unspecified has no variants. */
export function groupDigits({ abo, rhd }: BloodGroup, intendedUse: IntendedUse): string | undefined {
  const entry = Object.entries(defaultGroupCodes).find(([, group]) => group.abo === abo && group.rhd === rhd);
  if (!entry || (rhd === 'unspecified' && intendedUse !== 'allogeneic')) return undefined;
  return String(Number(entry[0]) + intendedUseOffsets[intendedUse]).padStart(2, '0');
}

const groupsByDigits: ReadonlyMap<string, BloodGroup & { intendedUse: IntendedUse }> = new Map(
  Object.values(defaultGroupCodes).flatMap((group) =>
    (Object.keys(intendedUseOffsets) as IntendedUse[]).flatMap((intendedUse) => {
      const digits = groupDigits(group, intendedUse);
      return digits === undefined ? [] : [[digits, { ...group, intendedUse }] as const];
    }),
  ),
);

/** Structure 001 without its `=`: 13 characters and two flags, which the compound message and a typed number may lack. */
export function readDonationNumber(data: string): DonationNumberScan | ScanError {
  const donationNo = data.slice(0, 13);
  const flags = data.slice(13);
  if (!donationNumber.test(donationNo) || !/^(?:\d{2})?$/.test(flags)) {
    return scanError('malformed', { structure: 'donation-number', length: data.length });
  }
  const scan = { kind: 'donation-number', scheme: 'isbt128', donationNo } as const;
  // 00–59 mean something else; 60–96 are the check value + 60; above that nothing is defined.
  if (flags === '' || flags < '60') return { ...scan, flags: flags === '' ? null : flags, isChecked: false };
  if (flags > '96') return scanError('flags_reserved', { donationNo, flags });
  const expected = computeCheckFlags(donationNo);
  if (flags !== expected) return scanError('check_flags_mismatch', { donationNo, flags, expected });
  return { ...scan, flags, isChecked: true };
}

/** As typed from the eye-readable number: 13 characters and the check character in its box. */
export function readTypedDonationNumber(text: string): DonationNumberScan | ScanError {
  const donationNo = text.slice(0, 13);
  const character = text.slice(13);
  if (!donationNumber.test(donationNo) || !/^[0-9A-Z*]$/.test(character)) {
    return scanError('malformed', { structure: 'donation-number', length: text.length });
  }
  const expected = computeCheckCharacter(donationNo);
  if (character !== expected) return scanError('check_character_mismatch', { donationNo, character });
  return { kind: 'donation-number', scheme: 'isbt128', donationNo, flags: null, isChecked: true };
}

/** Structure 002 without `=%`: gg r e. Three digits are a code that lost its leading zero as a number. */
export function readGroup(data: string): GroupScan | ScanError {
  const isZeroRestored = /^\d{3}$/.test(data);
  const groupCode = isZeroRestored ? `0${data}` : data;
  if (!/^[0-9A-Z]{4}$/.test(groupCode)) return scanError('malformed', { structure: 'group', length: data.length });
  const group = groupsByDigits.get(groupCode.slice(0, 2));
  if (!group) return scanError('group_code_unknown', { groupCode });
  return { kind: 'group', scheme: 'isbt128', groupCode, ...group, isZeroRestored };
}

/** Structure 003 without `=<`: 5 description, donation type, 2 division. Opaque beyond that: E-, P- and S-codes alike. */
export function readProduct(data: string): ProductScan | ScanError {
  if (!productCode.test(data)) return scanError('malformed', { structure: 'product', length: data.length });
  return {
    kind: 'product',
    scheme: 'isbt128',
    productCode: data,
    descriptionCode: data.slice(0, 5),
    donationType: data.slice(5, 6),
    division: data.slice(6, 8),
  };
}

interface Moment {
  at: Date;
  hasTime: boolean;
  localDate: string;
}

/** cYYJJJ or cYYJJJHHMM; c is 0 for 20xx and 9 for 19xx. A date alone is 23:59 of that day when it ends, 00:00 when it begins. */
function readMoment(data: string, ends: boolean, { timeZone }: ScanContext): Moment | ScanError {
  const match = /^([09])(\d{2})(\d{3})(?:(\d{2})(\d{2}))?$/.exec(data);
  if (!match) return scanError('malformed', { structure: 'date', length: data.length });
  const [, century, yy, ordinal, hh, mm] = match;
  const hasTime = hh !== undefined;
  const year = (century === '0' ? 2000 : 1900) + Number(yy);
  const date = dateOfOrdinal(year, Number(ordinal));
  if (!date) return scanError('date_impossible', { date: data });
  const [hour, minute] = hasTime ? [Number(hh), Number(mm)] : ends ? [23, 59] : [0, 0];
  const local = { year, ...date, hour, minute };
  const at = toInstant(local, timeZone);
  return at ? { at, hasTime, localDate: formatLocalDate(local) } : scanError('date_impossible', { date: data });
}

function readExpiry(data: string, context: ScanContext): ExpiryScan | ScanError {
  const moment = readMoment(data, true, context);
  if ('kind' in moment) return moment;
  const { at, hasTime, localDate } = moment;
  return { kind: 'expiry', expiresAt: at, hasTime, localDate, isExpired: isExpired(at, context.now) };
}

function readKindOfMoment(kind: MomentScan['kind'], data: string, context: ScanContext): MomentScan | ScanError {
  const moment = readMoment(data, false, context);
  return 'kind' in moment ? moment : { kind, ...moment };
}

interface Structure {
  readonly prefix: string;
  readonly length: number;
  readonly read: (data: string, context: ScanContext) => PartScan | ScanError;
}

/** Two-character prefixes first; `=` alone is the donation number. */
const structures: readonly Structure[] = [
  { prefix: '=%', length: 4, read: readGroup },
  { prefix: '=<', length: 8, read: readProduct },
  { prefix: '=>', length: 6, read: readExpiry },
  { prefix: '&>', length: 10, read: readExpiry },
  { prefix: '=*', length: 6, read: (data, context) => readKindOfMoment('collection', data, context) },
  { prefix: '&*', length: 10, read: (data, context) => readKindOfMoment('collection', data, context) },
  { prefix: '=}', length: 6, read: (data, context) => readKindOfMoment('production', data, context) },
  { prefix: '&}', length: 10, read: (data, context) => readKindOfMoment('production', data, context) },
  { prefix: '=', length: 15, read: readDonationNumber },
];

function structureAt(text: string): Structure | undefined {
  return structures.find(({ prefix }) =>
    prefix === '=' ? /^=[0-9A-Z]/.test(text.slice(0, 2)) : text.startsWith(prefix),
  );
}

/**
 * A text that begins with `=` or `&`: one data structure, several one after another, or a compound message (023, `=+`).
 * Strings only; refuses what it cannot read with a code. Each structure has its fixed length, so reading is linear.
 */
export function readIsbt128(text: string, context: ScanContext): PartScan | CompoundScan | ScanError {
  let rest = text;
  let announced: number | undefined;
  if (rest.startsWith('=+')) {
    // Number of structures, then the identifier of the list they follow (000: not stated).
    const header = /^=\+(\d{2})\d{3}/.exec(rest);
    if (!header) return scanError('malformed', { structure: 'compound', length: rest.length });
    announced = Number(header[1]);
    rest = rest.slice(7);
  }
  const parts: PartScan[] = [];
  while (rest !== '') {
    const structure = structureAt(rest);
    if (!structure) return scanError('unknown_structure', { prefix: rest.slice(0, 2) });
    const end = endOf(structure, rest, announced === undefined && parts.length === 0);
    const part = structure.read(rest.slice(structure.prefix.length, end), context);
    if (part.kind === 'error') return part;
    parts.push(part);
    rest = rest.slice(end);
  }
  if (announced !== undefined && announced !== parts.length) {
    return scanError('compound_count_mismatch', { announced, found: parts.length });
  }
  const [first, second] = parts;
  if (announced === undefined && first && !second) return first;
  return { kind: 'compound', parts };
}

/** A lone structure is taken whole, so that a wrong length is refused and a lost zero or missing flags are seen. */
function endOf({ prefix, length }: Structure, text: string, isFirst: boolean): number {
  const full = prefix.length + length;
  const next = isFirst ? text.slice(1).search(/[=&]/) : -1;
  return isFirst && next < 0 ? text.length : full;
}
