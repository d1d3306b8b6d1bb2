import { applyScan, emptyBagScan, type ScannedBag } from '../blood/barcodes/bag-scan';
import { readScan } from '../blood/barcodes/read-scan';
import type { ScanContext } from '../blood/barcodes/scan-types';

/** The raw codes of one bag, read together; codes of two bags are no bag. */
export function readCodes(codes: readonly string[], context: ScanContext): ScannedBag {
  const { bags } = codes.reduce((state, code) => applyScan(state, readScan(code, context)).state, emptyBagScan);
  return bags.length === 1 ? (bags[0] ?? {}) : {};
}
