import { readScan } from '@/domain/blood/barcodes/read-scan';
import { cityZone } from '@/i18n/format';

/** What was scanned while a patient is asked for. */
export type FirstScan =
  | {
      readonly kind: 'patient';
      readonly text: string;
      /** Without a prefix: a number of a wristband may look like one of a bag. Told as a bag when no patient has it. */
      readonly isPerhapsBag: boolean;
    }
  | { readonly kind: 'bag' | 'badge' };

const bagParts: readonly string[] = [
  'donation-number',
  'product',
  'group',
  'expiry',
  'collection',
  'production',
  'compound',
  'ambiguous',
];

/** A label with the prefix of a bag is one whatever it says; a badge is a secret, and searched for nowhere. */
export function readFirstScan(raw: string, now: Date): FirstScan {
  const read = readScan(raw, { now, timeZone: cityZone });
  if (read.kind === 'badge') return { kind: 'badge' };
  if (read.kind === 'patient') return { kind: 'patient', text: read.patientNo, isPerhapsBag: false };
  if (read.kind === 'autologous' || /^[=&]/.test(read.text)) return { kind: 'bag' };
  return { kind: 'patient', text: read.text, isPerhapsBag: bagParts.includes(read.kind) };
}
