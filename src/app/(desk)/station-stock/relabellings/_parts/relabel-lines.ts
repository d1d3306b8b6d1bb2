import { lineOf } from '@/app/(desk)/station-stock/_parts/use-release';
import type { ProductMapping } from '@/domain/blood/barcodes/products';
import type { Violation } from '@/domain/result';
import { checkRelabel } from '@/domain/station-stock/relabel';
import type { RelabelEntry } from '@/domain/station-stock/relabel-scan';
import type { RelabelLine } from '@/domain/station-stock/relabel-schema';

/** The list as the command takes it. */
export function linesOf(entries: readonly RelabelEntry[]): RelabelLine[] {
  return entries.flatMap(({ bag, label }) =>
    lineOf(label).map((line) => ({
      unitId: bag.id,
      old: { donationNo: bag.donationNo, productCode: bag.productCode },
      label: line,
    })),
  );
}

/** By bag: what the command's own rules say against an entry already here. Which labels other bags bear, the server knows; who signs is asked below. */
export function faultsOf(
  entries: readonly RelabelEntry[],
  products: readonly ProductMapping[],
  now: Date,
): Map<string, Violation[]> {
  // An issuer that is not on the label is the same one, this station, for all of them.
  const stationId = entries.find(({ bag }) => bag.labelScheme === 'codabar')?.bag.issuer ?? '';
  const { violations } = checkRelabel(
    { lines: linesOf(entries) },
    {
      now,
      products,
      stationId,
      bags: entries.map(({ bag }) => bag),
      bearers: new Map(),
      groups: [],
      acting: { personId: '', name: '', roles: [] },
      second: null,
    },
  );
  const faults = new Map<string, Violation[]>();
  for (const violation of violations) {
    const [list, index] = violation.path?.split('.') ?? [];
    const bag = list === 'lines' ? entries[Number(index)]?.bag : undefined;
    if (bag) faults.set(bag.id, [...(faults.get(bag.id) ?? []), violation]);
  }
  return faults;
}
