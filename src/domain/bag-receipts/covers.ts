import type { ReceiptDraft } from './schema';

/** What the signature of a 补核 covers: this task, of this record. */
export function recheckCovers(task: { readonly taskId: string; readonly recordId: string }): readonly string[] {
  return [`recheck ${task.taskId} ${task.recordId}`];
}

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
    ...draft.temperatures.map((box) => `box ${box.boxNo} ${box.temperatureClass} ${box.celsius.toFixed(2)}`).sort(),
  ];
}
