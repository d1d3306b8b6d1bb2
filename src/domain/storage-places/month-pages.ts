import type { Excursion, Gap, MonthSheet, SheetDay } from './month-sheet';

/** Gaps are short: so many stand on one line. */
export const gapsOnLine = 4;

export interface SheetPage {
  readonly days: readonly SheetDay[];
  readonly excursions: readonly Excursion[];
  readonly gaps: readonly Gap[];
}

type Block =
  | { readonly kind: 'days'; readonly lines: number; readonly items: readonly SheetDay[] }
  | { readonly kind: 'excursions'; readonly lines: number; readonly items: readonly Excursion[] }
  | { readonly kind: 'gaps'; readonly lines: number; readonly items: readonly Gap[] };

/** Days, then excursions, then gaps, over pages of so many lines; a list that begins or goes on takes a line for its heading. Always one page at least. */
export function dealPages({ days, excursions, gaps }: MonthSheet, linesPerPage: number): SheetPage[] {
  const rows = Array.from({ length: Math.ceil(gaps.length / gapsOnLine) }, (_, row) =>
    gaps.slice(row * gapsOnLine, (row + 1) * gapsOnLine),
  );
  const blocks: Block[] = [
    ...days.map(
      (day) => ({ kind: 'days', lines: Math.max(1, ...day.slots.map(({ length }) => length)), items: [day] }) as const,
    ),
    ...excursions.map((one) => ({ kind: 'excursions', lines: 1, items: [one] }) as const),
    ...rows.map((row) => ({ kind: 'gaps', lines: 1, items: row }) as const),
  ];
  const pages: SheetPage[] = [];
  let left = 0;
  let last: Block['kind'] | null = null;
  for (const { kind, lines, items } of blocks) {
    let cost = lines + (kind === last || kind === 'days' ? 0 : 1);
    if (cost > left) {
      pages.push({ days: [], excursions: [], gaps: [] });
      left = linesPerPage;
      cost = lines + (kind === 'days' ? 0 : 1);
    }
    const page = pages.pop() ?? { days: [], excursions: [], gaps: [] };
    pages.push({ ...page, [kind]: [...page[kind], ...items] });
    left -= cost;
    last = kind;
  }
  return pages.length > 0 ? pages : [{ days: [], excursions: [], gaps: [] }];
}
