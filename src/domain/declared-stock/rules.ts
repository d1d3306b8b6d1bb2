import { type AmountUnit, findComponent } from '../blood/components';
import { formatGroup, groupKey } from '../blood/groups';
import type { Violation } from '../result';
import type { ReportingMode } from '../stock/reporting';
import type { AgreeInput, DeclaredCell, DeclareInput } from './schema';

/** Smallest step and most of one cell, in hundredths: half a unit or dose, whole millilitres. [unsourced: default] */
const limits: Readonly<Record<AmountUnit, { readonly step: number; readonly most: number }>> = {
  U: { step: 50, most: 1_000_000 },
  dose: { step: 50, most: 1_000_000 },
  ml: { step: 100, most: 100_000_000 },
};

/** Whether an amount can stand on a shelf: no half bag, no slip of the hand by powers of ten. */
export function isDeclarable(amount: number, unit: AmountUnit): boolean {
  const { step, most } = limits[unit];
  return Number.isInteger(amount) && amount >= 0 && amount <= most && amount % step === 0;
}

export function declaredKey({ component, abo, rhd }: Pick<DeclaredCell, 'component' | 'abo' | 'rhd'>): string {
  return `${component}.${groupKey(abo, rhd)}`;
}

export interface DeclareFacts {
  readonly now: Date;
  /** The city's business day. */
  readonly today: string;
  readonly mode: ReportingMode;
  /** What stands for the day already. */
  readonly standing: readonly DeclaredCell[] | null;
}

/**
 * One declaration of a business day, or its correction. Source: hospitals without an interface count once a day at the same time, and a
 * missing count is not zero [S-BSMS]. Refused: a house that works here, another day than today, nothing said, a cell said twice, a component
 * not in force, an amount that no shelf holds, zeroes that nobody confirmed, a correction without reason or without a difference.
 */
export function checkDeclaration(input: DeclareInput, { now, today, mode, standing }: DeclareFacts): Violation[] {
  if (mode !== 'declares') return [{ code: 'declaration.not_agreed' }];
  if (input.day !== today) return [{ code: 'declaration.day_over', path: 'day', facts: { day: input.day, today } }];
  const violations = checkCells(input.cells, now);
  if (input.cells.length === 0) violations.push({ code: 'declaration.empty', path: 'cells' });
  const zeroes = input.cells.filter((cell) => cell.amount === 0).length;
  if (zeroes > 0 && !input.areZeroesConfirmed)
    violations.push({ code: 'declaration.zeroes_unconfirmed', path: 'areZeroesConfirmed', facts: { count: zeroes } });
  if (standing && input.reason.length < 2) violations.push({ code: 'declaration.reason_missing', path: 'reason' });
  if (standing && isSame(input.cells, standing)) violations.push({ code: 'declaration.nothing_changed' });
  return violations;
}

/** Each cell by itself and against the others; a form's and a file's alike. Paths name the place in the list. */
export function checkCells(cells: readonly DeclaredCell[], now: Date): Violation[] {
  const seen = new Set<string>();
  return cells.flatMap((cell, index): Violation[] => {
    const component = findComponent(cell.component, now);
    const facts = { group: formatGroup(cell.abo, cell.rhd) };
    if (!component) return [{ code: 'declaration.component_unknown', path: `cells.${index}.component`, facts }];
    const key = declaredKey(cell);
    const isTwice = seen.has(key);
    seen.add(key);
    return [
      ...(isTwice ? [{ code: 'declaration.cell_twice', path: `cells.${index}.group`, facts }] : []),
      ...(isDeclarable(cell.amount, component.unit)
        ? []
        : [{ code: `declaration.amount_${component.unit}`, path: `cells.${index}.amount`, facts }]),
    ];
  });
}

function isSame(left: readonly DeclaredCell[], right: readonly DeclaredCell[]): boolean {
  const known = new Map(right.map((cell) => [declaredKey(cell), cell.amount]));
  return left.length === right.length && left.every((cell) => known.get(declaredKey(cell)) === cell.amount);
}

/**
 * What was above zero in the last declaration and is not said in this one: perhaps forgotten. It is asked about and never refused, for a
 * house may cease to stock a component.
 */
export function unsaidSince(last: readonly DeclaredCell[], cells: readonly DeclaredCell[]): DeclaredCell[] {
  const said = new Set(cells.map(declaredKey));
  return last.filter((cell) => cell.amount > 0 && !said.has(declaredKey(cell)));
}

/** What was agreed once is changed with a reason: whoever is silent by the new hour asks why it is another one. [unsourced: default] */
export function checkAgreement({ version, reason }: Pick<AgreeInput, 'version' | 'reason'>): Violation[] {
  return version !== null && reason.length < 2 ? [{ code: 'agreement.reason_missing', path: 'reason' }] : [];
}
