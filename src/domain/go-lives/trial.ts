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

type CellAmount = Pick<TrialCell, 'component' | 'abo' | 'rhd'> & { readonly amount: number };

const keyOf = ({ component, abo, rhd }: Pick<TrialCell, 'component' | 'abo' | 'rhd'>) => `${component}.${abo}.${rhd}`;

/** A cell that the ledger has blood in and the house did not speak of is a difference; one that is zero on either side and not said is none. */
export function isDifferent({ ledger, declared }: Pick<TrialCell, 'ledger' | 'declared'>): boolean {
  return declared === null ? ledger !== 0 : ledger !== declared;
}

/** Both counts of a day, cell by cell, what differs first. No refusals. */
export function compareDay(
  day: string,
  declaredAt: Date | null,
  ledger: readonly CellAmount[],
  declared: readonly CellAmount[],
): TrialDay {
  if (!declaredAt) return { day, declaredAt, cells: [], differences: 0 };
  const said = new Map(declared.map((cell) => [keyOf(cell), cell]));
  const held = new Map(ledger.map((cell) => [keyOf(cell), cell]));
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
