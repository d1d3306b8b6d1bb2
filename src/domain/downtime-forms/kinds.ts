import { parseExpiryText } from '../blood/expiry';

/** What a line of a form tells. A bag that a ward brought back is no line: its issue is voided once the system is there again. */
export const lineKinds = ['received', 'issued', 'discarded'] as const;
export type LineKind = (typeof lineKinds)[number];

/** Why a bag was thrown away, as an outbound has it. */
export const discardReasons = ['expired', 'clots', 'broken_bag', 'temperature_failure', 'other'] as const;
export type DiscardReason = (typeof discardReasons)[number];

/** As the form asks it: the crossmatch of a bag that was given out. */
export const paperCrossmatches = ['compatible', 'incompatible', 'none'] as const;
export type PaperCrossmatch = (typeof paperCrossmatches)[number];

/** Lines printed on one form; more were written on the next one. */
export const linesOnForm = 12;
/** Forms printed at once. */
export const formsAtOnce = 50;

const prefix = 'XD-';

/** What the barcode of a form says: its number behind a prefix of its own, so that no label reads like it. */
export function formCode(no: string): string {
  return `${prefix}${no}`;
}

/** The number of a form from its barcode or from a hand: `XD-20261123-0004`, `20261123-0004`, of practice with its mark `LX`. Null: it is none; twelve digits alone may as well be a donation number. */
export function readFormCode(text: string): string | null {
  const plain = text.normalize('NFKC').toUpperCase().replace(/\s/g, '');
  const match = /^(?:XD-)?(LX)?(\d{8})-(\d{4,})$/.exec(plain);
  const [, mark = '', day, serial] = match ?? [];
  if (day === undefined || serial === undefined || !parseExpiryText(day, 'Asia/Shanghai')) return null;
  return `${mark}${day}-${serial}`;
}
