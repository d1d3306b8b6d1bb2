import type { ReceiptDraft } from './schema';

/**
 * What the signatures of a receipt cover, in a form both sides build alike: the bags with what becomes of them, and the temperatures.
 * One more scan changes it, and both signatures fall.
 */
export function receiptCovers(
  draft: Pick<ReceiptDraft, 'shipmentId' | 'lines' | 'temperatures' | 'dutyMode'>,
): readonly string[] {
  return [
    `receipt ${draft.shipmentId} ${draft.dutyMode}`,
    ...draft.lines
      .map(
        (line) =>
          `bag ${line.unitId} ${line.boxNo} ${line.outcome} ${line.holdReason ?? '-'} ${[...line.exceptions].sort().join(',')}`,
      )
      .sort(),
    ...draft.temperatures.map((box) => `box ${box.boxNo} ${box.temperatureClass} ${box.celsius.toFixed(1)}`).sort(),
  ];
}
