import { lineOf } from '@/app/(desk)/station-stock/_parts/use-release';
import type { ProductMapping } from '@/domain/blood/barcodes/products';
import type { Violation } from '@/domain/result';
import { checkRelabel } from '@/domain/station-stock/relabel';
import type { RelabelEntry } from '@/domain/station-stock/relabel-scan';
import type { RelabelLine } from '@/domain/station-stock/relabel-schema';
import { type NewLabelFacts, refusalOfTaken } from '@/domain/station-stock/sisters';

/** What is known of the new labels, by the id of the bag. */
export type KnownLabels = ReadonlyMap<string, NewLabelFacts>;

export const noneKnown: KnownLabels = new Map();

/** The list as the command takes it, each bag with those of its new donation as they are shown. */
export function linesOf(entries: readonly RelabelEntry[], known: KnownLabels): RelabelLine[] {
  return entries.flatMap(({ bag, label }) =>
    lineOf(label).map((line) => ({
      unitId: bag.id,
      old: { donationNo: bag.donationNo, productCode: bag.productCode },
      label: line,
      sisters: (known.get(bag.id)?.sisters ?? []).map(({ productCode, abo, rhd }) => ({ productCode, abo, rhd })),
    })),
  );
}

/** What is asked of new labels that were read whole. */
export function askedOf(entries: readonly RelabelEntry[]) {
  return linesOf(entries, noneKnown).map(({ unitId, label }) => ({ unitId, label }));
}

/** By bag: what the command's own rules say against an entry already here, and which labels other bags bear, as far as the server has said it; who signs is asked below. */
export function faultsOf(
  entries: readonly RelabelEntry[],
  products: readonly ProductMapping[],
  now: Date,
  known: KnownLabels,
): Map<string, Violation[]> {
  // An issuer that is not on the label is the same one, this station, for all of them.
  const stationId = entries.find(({ bag }) => bag.labelScheme === 'codabar')?.bag.issuer ?? '';
  const { violations } = checkRelabel(
    { lines: linesOf(entries, noneKnown) },
    {
      now,
      products,
      stationId,
      bags: entries.map(({ bag }) => bag),
      bearers: new Map(),
      sisters: [],
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
  for (const { bag, label } of entries) {
    const { donation, product } = label;
    if (!donation || !product) continue;
    const refusal = refusalOfTaken(
      { donationNo: donation.donationNo, productCode: product.productCode },
      known.get(bag.id)?.taken ?? null,
    );
    if (refusal) faults.set(bag.id, [...(faults.get(bag.id) ?? []), refusal]);
  }
  return faults;
}
