import type { BagReading } from '@/domain/bag-receipts/rules';
import type { ReceiptLine } from '@/domain/bag-receipts/schema';
import { readScan } from '@/domain/blood/barcodes/read-scan';
import type { Scope } from '../../kernel/scope';

/** Reads the raw codes again on the server: the screen's reading is never believed. */
export async function readBags(scope: Scope, lines: readonly ReceiptLine[]): Promise<Map<string, BagReading>> {
  const [city] = await scope.q<{ timeZone: string }[]>`select time_zone as "timeZone" from city`;
  const context = { now: scope.now, timeZone: city?.timeZone ?? 'Asia/Shanghai' };
  const readings = new Map<string, BagReading>();
  for (const line of lines) {
    if (line.scans.length > 0) readings.set(line.unitId, readCodes(line.scans, context));
  }
  return readings;
}

export function readCodes(codes: readonly string[], context: { now: Date; timeZone: string }): BagReading {
  let reading: BagReading = {};
  for (const code of codes) {
    const scan = readScan(code, context);
    const parts = scan.kind === 'compound' ? scan.parts : [scan];
    for (const part of parts) {
      if (part.kind === 'donation-number') reading = { ...reading, donationNo: part.donationNo };
      else if (part.kind === 'product') reading = { ...reading, productCode: part.productCode };
      else if (part.kind === 'group') reading = { ...reading, abo: part.abo, rhd: part.rhd };
      else if (part.kind === 'expiry') reading = { ...reading, expiresAt: part.expiresAt };
    }
  }
  return reading;
}
