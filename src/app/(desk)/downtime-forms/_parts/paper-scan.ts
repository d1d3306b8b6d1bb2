import type { Scan } from '@/domain/blood/barcodes/scan-types';
import type { PaperLine } from './use-paper';

/** A bag as this house knows it. */
export interface FoundBag {
  readonly productCode: string;
  readonly component: string;
  readonly state: string;
  readonly abo: NonNullable<PaperLine['abo']>;
  readonly rhd: NonNullable<PaperLine['rhd']>;
  readonly expiresAt: Date;
}

/** What one scan tells of the line. Nothing: it was no label of a bag. */
export function changeOfScan(scan: Scan, raw: string, isManual: boolean): Partial<PaperLine> {
  const parts = scan.kind === 'compound' ? scan.parts : scan.kind === 'ambiguous' ? scan.candidates : [scan];
  const change: Partial<PaperLine> = {};
  for (const part of parts) {
    if (part.kind === 'donation-number' && !('donation' in change)) {
      Object.assign(change, { donation: raw.trim(), donationNo: part.donationNo, known: null });
      change.entry = isManual ? 'hand' : 'scan';
    }
    if (part.kind === 'product') change.productCode = part.productCode;
    if (part.kind === 'group') Object.assign(change, { abo: part.abo, rhd: part.rhd });
    if (part.kind === 'expiry') change.expiresAt = part.expiresAt.toISOString();
  }
  return change;
}

/**
 * What this house knows of the bag, beside the line: group and expiry stay as the label and the paper have them. Were they filled in from here,
 * a wrong label would agree with the ledger for ever.
 */
export function changeOfFound({ productCode, component, state, abo, rhd, expiresAt }: FoundBag): Partial<PaperLine> {
  return { productCode, known: { component, state, abo, rhd, expiresAt: expiresAt.toISOString() } };
}
