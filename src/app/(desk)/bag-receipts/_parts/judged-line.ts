import { readCodes } from '@/domain/bag-receipts/read-codes';
import { type Judgement, judgeBag } from '@/domain/bag-receipts/rules';
import type { ScanLine } from '@/domain/bag-receipts/scan-list';
import type { BoxTemperatureInput, ReceiptLine } from '@/domain/bag-receipts/schema';
import { cityZone } from '@/i18n/format';
import type { OpenReceipt, ReceiptBag } from './receipt-types';

export interface JudgedLine {
  readonly line: ScanLine;
  readonly bag: ReceiptBag;
  readonly judgement: Judgement;
}

/** What each scanned bag would become if it were posted now: a person's decision, else the rules'. */
export function judgeLines(
  lines: readonly ScanLine[],
  receipt: OpenReceipt,
  temperatures: readonly BoxTemperatureInput[],
  now: Date,
): JudgedLine[] {
  return lines.flatMap((line) => {
    const bag = receipt.bags.find((candidate) => candidate.unitId === line.unitId);
    if (!bag) return [];
    const temperature = temperatures.find(
      (box) => box.boxNo === line.boxNo && box.temperatureClass === bag.temperatureClass,
    );
    // What somebody else received is judged as of then: what time did to it since was found by nobody here.
    const at = bag.receipt?.postedAt ?? now;
    const context = { now: at, timeZone: cityZone, shipmentKind: receipt.shipment.kind };
    const ruled = judgeBag(
      bag,
      line,
      line.codes.length ? readCodes(line.codes, context) : undefined,
      temperature,
      context,
    );
    const judgement: Judgement = line.decided
      ? { outcome: line.decided.outcome, holdReason: line.decided.reason }
      : ruled;
    return [{ line, bag, judgement }];
  });
}

/** As the command takes it. */
export function toReceiptLine({ line, judgement }: JudgedLine): ReceiptLine {
  return {
    unitId: line.unitId,
    boxNo: line.boxNo,
    entry: line.entry,
    ...(line.entryReason ? { entryReason: line.entryReason } : {}),
    scans: [...line.codes],
    exceptions: [...line.exceptions],
    outcome: judgement.outcome,
    ...(judgement.holdReason ? { holdReason: judgement.holdReason } : {}),
    scannedAt: new Date(line.scannedAt),
  };
}
