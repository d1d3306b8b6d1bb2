import writeXlsxFile from 'write-excel-file/node';

export type SheetCell = string | number | null;

/**
 * A workbook of one sheet: lines above the table, the heading, the rows. Text stays text: long codes keep their digits and zeros,
 * and `=cmd|…` is a string that no Excel evaluates.
 */
export async function writeWorkbook(sheet: {
  readonly name: string;
  readonly preface: readonly string[];
  readonly headings: readonly string[];
  readonly rows: readonly (readonly SheetCell[])[];
}): Promise<Buffer> {
  const text = (value: string) => ({ value, type: String, format: '@' }) as const;
  const data = [
    ...sheet.preface.map((line) => [text(line)]),
    sheet.headings.map((heading) => ({ ...text(heading), fontWeight: 'bold' as const })),
    ...sheet.rows.map((row) =>
      row.map((cell) => (cell === null ? null : typeof cell === 'number' ? { value: cell, type: Number } : text(cell))),
    ),
  ];
  const columns = columnWidths(sheet.headings, sheet.rows).map((width) => ({ width }));
  return writeXlsxFile(data, {
    sheet: sheet.name.slice(0, 31),
    columns,
    stickyRowsCount: sheet.preface.length + 1,
  }).toBuffer();
}

/** By the heading and the first rows. */
export function columnWidths(headings: readonly string[], rows: readonly (readonly SheetCell[])[]): number[] {
  return headings.map((heading, at) =>
    Math.min(40, Math.max(widthOf(heading), ...rows.slice(0, 200).map((row) => widthOf(row[at]))) + 2),
  );
}

/** Chinese characters are two wide. */
function widthOf(cell: SheetCell | undefined): number {
  return [...String(cell ?? '')].reduce((sum, character) => sum + (character > '\u2e80' ? 2 : 1), 0);
}
