import { readCodes } from '@/domain/bag-receipts/read-codes';
import type { ReceiptLine } from '@/domain/bag-receipts/schema';
import type { ScannedBag } from '@/domain/blood/barcodes/bag-scan';
import type { ScanContext } from '@/domain/blood/barcodes/scan-types';

/** Reads the raw codes again on the server: the screen's reading is never believed. */
export function readBags(lines: readonly ReceiptLine[], context: ScanContext): Map<string, ScannedBag> {
  return new Map(
    lines.filter((line) => line.scans.length > 0).map((line) => [line.unitId, readCodes(line.scans, context)]),
  );
}
