import { componentCodes } from '../blood/components';
import { groupColumns } from '../blood/groups';

/** One cell on one day: hundredths of the component's unit by the ledger, and by the house's own count; null: not said. */
export interface TrialCell {
  readonly component: string;
  readonly abo: string;
  readonly rhd: string;
  readonly ledger: number;
  readonly declared: number | null;
}

export interface TrialDay {
  /** The city's day, ISO text. */
  readonly day: string;
  /** When the house's own count was said; null: it was not, and nothing is compared. */
  readonly declaredAt: Date | null;
  readonly cells: readonly TrialCell[];
  readonly differences: number;
}

/** Each cell that differs, with both counts: what is signed when the difference is left. */
export function differingOf({ cells }: Pick<TrialDay, 'cells'>): string[] {
  return cells
    .filter(isDifferent)
    .map((cell) => `${keyOf(cell)} ${cell.ledger} ${cell.declared ?? 'none'}`)
    .sort();
}

type CellAmount = Pick<TrialCell, 'component' | 'abo' | 'rhd'> & { readonly amount: number };

const keyOf = ({ component, abo, rhd }: Pick<TrialCell, 'component' | 'abo' | 'rhd'>) => `${component}.${abo}.${rhd}`;

/** A cell that the ledger has blood in and the house did not speak of is a difference; one that is zero on either side and not said is none. */
export function isDifferent({ ledger, declared }: Pick<TrialCell, 'ledger' | 'declared'>): boolean {
  return declared === null ? ledger !== 0 : ledger !== declared;
}

/**
 * A declaration says positive or negative, the ledger may have bags whose RhD nobody knows. Of a component and ABO group of which both have the same
 * total, such bags fill up what was declared, where the ledger has no more than that of either by itself: nobody can tell which they were counted as.
 * Otherwise they stay a cell of their own and differ. [unsourced: default]
 */
function layUnspecified(ledger: readonly CellAmount[], declared: readonly CellAmount[]): CellAmount[] {
  const isOf = (one: CellAmount) => (other: CellAmount) => other.component === one.component && other.abo === one.abo;
  const sum = (cells: readonly CellAmount[]) => cells.reduce((total, { amount }) => total + amount, 0);
  const filled = ledger.flatMap((unknown): CellAmount[] => {
    if (unknown.rhd !== 'unspecified') return [];
    const said = declared.filter(isOf(unknown));
    const held = ledger.filter(isOf(unknown));
    const known = held.filter(({ rhd }) => rhd !== 'unspecified');
    const isWithin = known.every(({ rhd, amount }) => amount <= sum(said.filter((cell) => cell.rhd === rhd)));
    return isWithin && sum(held) === sum(said) ? said : [];
  });
  const isFilled = (cell: CellAmount) => filled.some(isOf(cell));
  return [...ledger.filter((cell) => !isFilled(cell)), ...filled];
}

/** Both counts of a day, cell by cell, what differs first; bags of unknown RhD as `layUnspecified` says. No refusals. */
export function compareDay(
  day: string,
  declaredAt: Date | null,
  ledger: readonly CellAmount[],
  declared: readonly CellAmount[],
): TrialDay {
  if (!declaredAt) return { day, declaredAt, cells: [], differences: 0 };
  const said = new Map(declared.map((cell) => [keyOf(cell), cell]));
  const held = new Map(layUnspecified(ledger, declared).map((cell) => [keyOf(cell), cell]));
  const cells = [...new Map([...held, ...said]).values()]
    .map(({ component, abo, rhd }): TrialCell => {
      const key = keyOf({ component, abo, rhd });
      return { component, abo, rhd, ledger: held.get(key)?.amount ?? 0, declared: said.get(key)?.amount ?? null };
    })
    .filter((cell) => cell.ledger !== 0 || cell.declared !== null)
    .sort((a, b) => Number(isDifferent(b)) - Number(isDifferent(a)) || rankOf(a) - rankOf(b));
  return { day, declaredAt, cells, differences: cells.filter(isDifferent).length };
}

/** In the order of every grid: by the catalogue, then by group. */
function rankOf({ component, abo, rhd }: TrialCell): number {
  const column = groupColumns.findIndex((group) => group.abo === abo && group.rhd === rhd);
  return (componentCodes as readonly string[]).indexOf(component) * 100 + (column < 0 ? 99 : column);
}

/** Days on which both counts were there, and those of them that agreed. A day without a count of the house's own is no day of the trial. */
export function countDays(days: readonly Pick<TrialDay, 'declaredAt' | 'differences'>[]) {
  const counted = days.filter(({ declaredAt }) => declaredAt !== null);
  return { counted: counted.length, agreed: counted.filter(({ differences }) => differences === 0).length };
}
