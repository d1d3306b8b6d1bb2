import type { z } from 'zod';
import type { ModuleName } from './modules';
import type { Action } from './permissions';
import type { Violation } from './result';

export interface ImportColumn {
  /** Key of the row that `rowSchema` reads. */
  readonly key: string;
  readonly headerZh: string;
  readonly headerEn: string;
  /** Other headings under which stations and hospitals send it. */
  readonly aliases: readonly string[];
  readonly isRequired: boolean;
  /** A line of the template, so that the form of the content is seen. */
  readonly example: string;
  /** A person's number: a text of the row under the same key. A preview shows it masked, and it is kept sealed until the file is applied. */
  readonly isSecret?: true;
}

/** A kind of file: its columns, and one schema that turns the texts of a line into a row. Every cell arrives as trimmed text. */
export interface ImportDefinition<S extends z.ZodType = z.ZodType> {
  readonly module: ModuleName;
  readonly permission: Action;
  readonly columns: readonly ImportColumn[];
  readonly rowSchema: S;
  /** How many lines a file may have, where it is more than the ordinary. */
  readonly lines?: number;
}

/** One thing to mend: the line as Excel numbers it, the column's key when one cell is to blame, what stands there, and the rule. */
export interface ImportProblem extends Violation {
  readonly line: number;
  readonly column: string | null;
  readonly value: string;
}

export interface ImportPreview<Row = unknown> {
  readonly importId: string;
  readonly digest: string;
  readonly fileName: string;
  /** Lines without a fault, with the number Excel gives them. */
  readonly rows: readonly { readonly line: number; readonly row: Row }[];
  /** How many lines have at least one problem; `problems` names the first 500. */
  readonly badLines: number;
  readonly problems: readonly ImportProblem[];
  readonly ignoredColumns: readonly string[];
  readonly ignoredSheets: number;
}

/** `lines`: of a definition that says no other number. */
export const importLimits = { bytes: 5 * 1024 * 1024, lines: 5000, problems: 500 } as const;

export const linesOf = ({ lines }: Pick<ImportDefinition, 'lines'>) => lines ?? importLimits.lines;

export function defineImport<S extends z.ZodType>(definition: ImportDefinition<S>): ImportDefinition<S> {
  return definition;
}

/** Headings are compared without spaces, width and case: `献血码 `, `献血码（必填）` and `DIN` are met as people write them. */
export function foldHeading(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/\(.*?\)/gu, '')
    .replace(/[\s*:：_-]/gu, '')
    .toLowerCase();
}

/** Which cell of a line each column stands in. Names what is missing and what stands there twice; the rest is ignored, by name. */
export function matchColumns(
  columns: readonly ImportColumn[],
  headings: readonly string[],
): { places: ReadonlyMap<string, number>; violations: Violation[]; ignored: string[] } {
  const places = new Map<string, number>();
  const violations: Violation[] = [];
  const ignored: string[] = [];
  headings.forEach((heading, place) => {
    const folded = foldHeading(heading);
    if (folded === '') return;
    const column = columns.find(({ key, headerZh, headerEn, aliases }) =>
      [key, headerZh, headerEn, ...aliases].some((name) => foldHeading(name) === folded),
    );
    if (!column) ignored.push(heading.trim());
    else if (places.has(column.key))
      violations.push({ code: 'import.duplicate_column', facts: { column: column.headerZh } });
    else places.set(column.key, place);
  });
  for (const column of columns)
    if (column.isRequired && !places.has(column.key))
      violations.push({ code: 'import.missing_column', facts: { column: column.headerZh } });
  return { places, violations, ignored };
}
