import type { BagScanState, ScannedBag } from '../blood/barcodes/bag-scan';

/** A bag of a count as far as it was scanned, with the blood station that was chosen when its first label was read. */
export interface ShelfBag extends ScannedBag {
  readonly stationId?: string;
}

export interface ShelfScanState extends BagScanState {
  readonly bags: readonly ShelfBag[];
}

/** After each label: a bag that has just begun comes from this station. That of any other stays with it, whatever became of the lines before it. Pure. */
export function fromStation({ bags, current }: ShelfScanState, stationId: string): ShelfScanState {
  return { bags: bags.map((bag) => (bag.stationId === undefined ? { ...bag, stationId } : bag)), current };
}
