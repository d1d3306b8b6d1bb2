import { z } from 'zod';
import { modifiers } from '@/domain/blood/compatibility-types';
import { aboGroups, type BloodGroup } from '@/domain/blood/groups';
import { measureOf, quotaMeasures } from '@/domain/blood/measures';
import { deliveryMethods, negativeAntigens, priorities } from '@/domain/blood-orders/kinds';
import { amountStep, isUnusual, largestAmount, proposeAmount } from '@/domain/blood-orders/proposal';
import type { OrderInput, OrderLineInput } from '@/domain/blood-orders/schema';
import { type CellView, type MatrixView, placeKey } from '@/domain/stock/matrix';
import { componentOf } from './line-words';
import type { OrderView } from './order-types';

const specialLine = z.object({
  key: z.string(),
  component: z.string(),
  abo: z.enum(aboGroups),
  rhd: z.enum(['positive', 'negative']),
  /** In the unit, not its hundredths; null while nothing is typed. */
  amount: z.number().nullable(),
  modifiers: z.array(z.enum(modifiers)),
  antigensNegative: z.array(z.enum(negativeAntigens)),
  words: z.string(),
  patient: z.object({ id: z.string(), label: z.string() }).nullable(),
});
export type SpecialLine = z.output<typeof specialLine>;

const storedOrder = z.object({
  stationId: z.string(),
  priority: z.enum(priorities),
  deliveryMethod: z.enum(deliveryMethods),
  neededAt: z.string().nullable(),
  base: z.enum(['proposal', 'nothing']),
  cells: z.record(z.string(), z.number().nullable()),
  specials: z.array(specialLine),
  phonedWith: z.string(),
  remark: z.string(),
});

/**
 * An order as it is being filled in. What was typed into a cell stands in `cells`, in the unit; an untouched cell is the proposal, grey, or nothing,
 * by `base`.
 */
export type OrderDraft = z.output<typeof storedOrder>;

export const emptyOrder: OrderDraft = {
  stationId: '',
  priority: 'routine',
  deliveryMethod: 'slot',
  neededAt: null,
  base: 'proposal',
  cells: {},
  specials: [],
  phonedWith: '',
  remark: '',
};

/** What an earlier sitting left; null for what an older release wrote otherwise. */
export function openOrder(body: unknown): OrderDraft | null {
  const parsed = storedOrder.safeParse(body);
  return parsed.success ? parsed.data : null;
}

const hundred = 100;

/** A line of its own, below the grid: one patient's, or with something asked of the bag beside component and group. */
export function isSpecial(line: {
  readonly isForPatient: boolean;
  readonly modifiers: readonly string[];
  readonly antigensNegative: readonly string[];
  readonly words: string;
}): boolean {
  return line.isForPatient || line.modifiers.length > 0 || line.antigensNegative.length > 0 || line.words !== '';
}

/** An order that is there already, to be changed, or to be placed again: then its time is not taken over. */
export function draftOf(order: OrderView, isCopy: boolean): OrderDraft {
  const cells = Object.fromEntries(
    order.lines.filter((line) => !isSpecial(line)).map((line) => [placeKey(line), line.amount / hundred]),
  );
  return {
    ...emptyOrder,
    stationId: order.partyOrgId,
    priority: isCopy ? 'routine' : order.priority,
    deliveryMethod: isCopy ? 'slot' : order.deliveryMethod,
    neededAt: isCopy ? null : order.neededAt.toISOString(),
    base: 'nothing',
    cells,
    specials: order.lines.filter(isSpecial).map((line) => ({
      key: line.id,
      component: line.component,
      abo: line.abo,
      rhd: line.rhd,
      amount: line.amount / hundred,
      modifiers: line.modifiers,
      antigensNegative: line.antigensNegative as SpecialLine['antigensNegative'],
      words: line.words,
      patient: line.patient && { id: line.patient.id, label: `${line.patient.name} ${line.patient.mrn}` },
    })),
    remark: isCopy ? '' : order.remark,
  };
}

export interface GridCell {
  readonly key: string;
  readonly view: CellView;
  /** In the unit. */
  readonly proposed: number;
  readonly coming: number;
  readonly yesterday: number;
  /** Null: nothing typed and nothing proposed. NaN: what is typed is no amount. */
  readonly amount: number | null;
  readonly isTyped: boolean;
  readonly isOdd: boolean;
  /** Far beyond what the house uses: asked about before it is sent. */
  readonly isUnusual: boolean;
}

export interface GridRow {
  readonly component: CellView['component'];
  readonly cells: readonly (GridCell | null)[];
  readonly total: number;
  readonly proposed: number;
}

export interface OrderGridView {
  readonly columns: readonly BloodGroup[];
  readonly rows: readonly GridRow[];
}

interface GridFacts {
  readonly ordered: ReadonlyMap<string, number>;
  readonly yesterday: ReadonlyMap<string, number>;
  readonly leadDays: number;
  readonly useDays: number;
}

/** The grid as it is read and typed at this moment: components that are kept in stock, by group. */
export function viewGrid(matrix: MatrixView, draft: OrderDraft, facts: GridFacts): OrderGridView {
  const columns = matrix.columns.filter(({ rhd }) => rhd !== 'unspecified');
  const rows = matrix.rows
    .filter((row) => !row.component.isMadeToOrder)
    .map((row): GridRow => {
      const cells = row.cells
        .filter(({ group }) => group.rhd !== 'unspecified')
        .map((view) => (view.isStocked ? gridCell(view, draft, facts) : null));
      const sum = (pick: (cell: GridCell) => number) =>
        cells.reduce((total, cell) => total + (cell ? pick(cell) : 0), 0);
      return {
        component: row.component,
        cells,
        total: sum(({ amount, isOdd }) => (isOdd ? 0 : (amount ?? 0))),
        proposed: sum(({ proposed }) => proposed),
      };
    })
    .filter((row) => row.cells.some(Boolean));
  return { columns, rows };
}

function gridCell(view: CellView, draft: OrderDraft, facts: GridFacts): GridCell {
  const key = placeKey({ component: view.component.code, ...view.group });
  const proposal = proposeAmount(view, {
    ordered: facts.ordered.get(key) ?? 0,
    leadDays: facts.leadDays,
    useDays: facts.useDays,
  });
  const proposed = proposal.amount / hundred;
  const typed = draft.cells[key];
  const isTyped = typed !== undefined;
  const amount = isTyped ? typed : draft.base === 'proposal' && proposed > 0 ? proposed : null;
  return {
    key,
    view,
    proposed,
    coming: proposal.coming / hundred,
    yesterday: (facts.yesterday.get(key) ?? 0) / hundred,
    amount,
    isTyped,
    isOdd: isTyped && !isEven(amount, view.component),
    isUnusual: isTyped && isUnusual(view.component, (amount ?? 0) * hundred, proposal),
  };
}

const stray = 'stray:';

/** Another template, another copy: what the last one left below the grid goes with it. */
export function withoutStrays(lines: readonly SpecialLine[]): SpecialLine[] {
  return lines.filter(({ key }) => !key.startsWith(stray));
}

/** What was put into cells that the grid does not have, for it is not kept in stock, stands below it: nothing is left out unsaid. */
export function withStraysBelow(draft: OrderDraft, grid: OrderGridView): OrderDraft {
  const known = new Set(grid.rows.flatMap((row) => row.cells.flatMap((cell) => cell?.key ?? [])));
  const strays = Object.entries(draft.cells).filter(([key, amount]) => !known.has(key) && amount);
  if (strays.length === 0) return draft;
  const specials = strays.map(([key, amount]): SpecialLine => {
    const [component = '', abo, rhd] = key.split('|');
    return {
      key: `${stray}${key}`,
      component,
      abo: abo as SpecialLine['abo'],
      rhd: rhd as SpecialLine['rhd'],
      amount,
      modifiers: [],
      antigensNegative: [],
      words: '',
      patient: null,
    };
  });
  const cells = Object.fromEntries(Object.entries(draft.cells).filter(([key]) => known.has(key)));
  const others = draft.specials.filter((line) => !specials.some(({ key }) => key === line.key));
  return { ...draft, cells, specials: [...others, ...specials] };
}

type Counted = Parameters<typeof amountStep>[0] & Parameters<typeof largestAmount>[0];

/** No amount is none; a number is one that bags can make, and that a line may say. */
export function isEven(amount: number | null, component: Counted): boolean {
  if (amount === null) return true;
  return (
    Number.isFinite(amount) &&
    amount >= 0 &&
    Math.round(amount * hundred) % amountStep(component) === 0 &&
    !isTooLarge(amount, component)
  );
}

export function isTooLarge(amount: number | null, component: Counted): boolean {
  return amount !== null && amount * hundred > largestAmount(component);
}

/** What is sent: the cells that have an amount, then the special lines. */
export function linesOf(grid: OrderGridView, draft: OrderDraft): OrderLineInput[] {
  const plain = { modifiers: [], antigensNegative: [], words: '', patientId: null };
  const stock = grid.rows.flatMap((row) =>
    row.cells.flatMap((cell) =>
      cell?.amount
        ? [
            {
              ...plain,
              component: row.component.code,
              abo: cell.view.group.abo,
              rhd: cell.view.group.rhd as 'positive',
              amount: Math.round(cell.amount * hundred),
            },
          ]
        : [],
    ),
  );
  const special = draft.specials.flatMap(({ key: _, patient, amount, ...line }) =>
    amount ? [{ ...line, amount: Math.round(amount * hundred), patientId: patient?.id ?? null }] : [],
  );
  return [...stock, ...special];
}

export interface OrderSum {
  readonly name: 'red_cells' | 'platelets' | 'plasma' | 'cryo';
  readonly amount: number;
}

/** In the unit of each class, in the order of the monthly report. */
export function sumsOf(lines: readonly OrderLineInput[]): OrderSum[] {
  return quotaMeasures.flatMap((name) => {
    const amount = lines
      .filter((line) => measureOf(componentOf(line.component)?.reportClass) === name)
      .reduce((sum, line) => sum + line.amount / hundred, 0);
    return amount > 0 ? [{ name, amount }] : [];
  });
}

export function inputOf(
  lines: OrderLineInput[],
  draft: OrderDraft,
  neededAt: Date,
  more: Pick<OrderInput, 'copyOf' | 'areAmountsConfirmed'>,
): OrderInput {
  const { stationId, priority, deliveryMethod, phonedWith, remark } = draft;
  return {
    stationId,
    priority,
    deliveryMethod,
    neededAt,
    lines,
    phonedWith: phonedWith.trim(),
    remark: remark.trim(),
    ...more,
  };
}
