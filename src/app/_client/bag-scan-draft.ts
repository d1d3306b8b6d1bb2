import SuperJSON, { type SuperJSONResult } from 'superjson';
import { type BagScanState, emptyBagScan } from '@/domain/blood/barcodes/bag-scan';

/** Labels as they were scanned, with their instants, in a shape that a draft can hold. */
export function packBagScan(state: BagScanState): SuperJSONResult {
  return SuperJSON.serialize(state);
}

/** Nothing for what an older release wrote otherwise. */
export function unpackBagScan(packed: unknown): BagScanState {
  try {
    const state = SuperJSON.deserialize<Partial<BagScanState> | null>(packed as SuperJSONResult);
    return Array.isArray(state?.bags) ? { bags: state.bags, current: state.current ?? null } : emptyBagScan;
  } catch {
    return emptyBagScan;
  }
}
