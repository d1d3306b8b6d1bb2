import type { Excursion, Gap, MonthSheet, SheetDay, ShortDay } from './month-sheet';

/** Gaps are short: so many stand on one line. */
export const gapsOnLine = 4;
export const shortDaysOnLine = 8;

export interface SheetPage {
  readonly days: readonly SheetDay[];
  readonly excursions: readonly Excursion[];
  readonly gaps: readonly Gap[];
  readonly shortDays: readonly ShortDay[];
}

type Block =
  | { readonly kind: 'days'; readonly lines: number; readonly items: readonly SheetDay[] }
  | { readonly kind: 'excursions'; readonly lines: number; readonly items: readonly Excursion[] }
  | { readonly kind: 'gaps'; readonly lines: number; readonly items: readonly Gap[] }
  | { readonly kind: 'shortDays'; readonly lines: number; readonly items: readonly ShortDay[] };

const emptyPage: SheetPage = { days: [], excursions: [], gaps: [], shortDays: [] };

/** Days, then excursions, then gaps, then days short of readings by hand, over pages of so many lines; a list that begins or goes on takes a line for its heading. Always one page at least. */
export function dealPages({ days, excursions, gaps, shortDays }: MonthSheet, linesPerPage: number): SheetPage[] {
  const blocks: Block[] = [
    ...days.map(
      (day) => ({ kind: 'days', lines: Math.max(1, ...day.slots.map(({ length }) => length)), items: [day] }) as const,
    ),
    ...excursions.map((one) => ({ kind: 'excursions', lines: 1, items: [one] }) as const),
    ...inRows(gaps, gapsOnLine).map((row) => ({ kind: 'gaps', lines: 1, items: row }) as const),
    ...inRows(shortDays, shortDaysOnLine).map((row) => ({ kind: 'shortDays', lines: 1, items: row }) as const),
  ];
  const pages: SheetPage[] = [];
  let left = 0;
  let last: Block['kind'] | null = null;
  for (const { kind, lines, items } of blocks) {
    let cost = lines + (kind === last || kind === 'days' ? 0 : 1);
    if (cost > left) {
      pages.push(emptyPage);
      left = linesPerPage;
      cost = lines + (kind === 'days' ? 0 : 1);
    }
    const page = pages.pop() ?? emptyPage;
    pages.push({ ...page, [kind]: [...page[kind], ...items] });
    left -= cost;
    last = kind;
  }
  return pages.length > 0 ? pages : [emptyPage];
}

function inRows<T>(items: readonly T[], perRow: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / perRow) }, (_, row) =>
    items.slice(row * perRow, (row + 1) * perRow),
  );
}
