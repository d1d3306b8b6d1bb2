import { scanWithoutNote, type UnnotedNews } from '../bag-receipts/scan-list-unnoted';
import type { BagScanState, ScannedBag } from '../blood/barcodes/bag-scan';
import type { ScanContext } from '../blood/barcodes/scan-types';

/** A bag of a count as far as it was scanned, with the blood station that was chosen when its first label was read. */
export interface ShelfBag extends ScannedBag {
  readonly stationId?: string;
}

export interface ShelfScanState extends BagScanState {
  readonly bags: readonly ShelfBag[];
}

/** One code more of a shelf. The station stays with its bag, whatever becomes of the lines before it. Pure; news as of `scanWithoutNote`. */
export function scanShelf(
  state: ShelfScanState,
  raw: string,
  { stationId, ...context }: ScanContext & { readonly stationId: string },
): { state: ShelfScanState; news: UnnotedNews } {
  const { state: next, news } = scanWithoutNote(state, raw, context);
  const bags = next.bags.map((bag: ShelfBag) => (bag.stationId === undefined ? { ...bag, stationId } : bag));
  return { state: { ...next, bags }, news };
}
