import { createHash } from 'node:crypto';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import { isScientific } from '@/domain/blood/bag-texts';
import { maskIdentityNumber, maskIdentityNumbersIn } from '@/domain/identity-number';
import {
  type ImportDefinition,
  type ImportPreview,
  type ImportProblem,
  importLimits,
  linesOf,
  matchColumns,
} from '@/domain/import-definition';
import type { Violation } from '@/domain/result';
import { assertMayWrite } from './command';
import { canonicalJson } from './digest';
import { notFound, refusal, toAppError } from './errors';
import { inScope, type Request, type Scope } from './scope';
import { openSecret, sealSecret } from './secret-box';
import { isWritable, unwritableCode } from './unwritable';
import { checkZip, type ZipFault } from './zip-limits';

/** A definition with what only the database can say of its rows: unknown products, bags that are here already. */
export interface Importer<S extends z.ZodType = z.ZodType> {
  readonly definition: ImportDefinition<S>;
  readonly check: (scope: Scope, rows: readonly { line: number; row: z.output<S> }[]) => Promise<ImportProblem[]>;
}

export function defineImporter<S extends z.ZodType>(importer: Importer<S>): Importer<S> {
  return importer;
}

/** Eight seconds for an ordinary file, and as much more as it may be longer. */
const readWithinMs = (lines: number) => 8_000 * Math.max(1, lines / importLimits.lines);
const workerFile = pathToFileURL(path.join(process.cwd(), 'src/server/kernel/import-worker.mjs'));

interface ReadTable {
  readonly rows: readonly (readonly string[])[];
  readonly ignoredSheets: number;
  /** Cells merged over several lines, as Excel names them. */
  readonly merged: string | null;
}

/**
 * A workbook or CSV as rows of text, the heading first. Refused before anything is inflated: over 5 MB, an old XLS, a file with macros, a zip that would
 * burst, what calls itself XLSX and is none; and after: unreadable, too slow, too much memory, over the lines of its kind, with cells merged over several of them. @throws refused `import.*`.
 */
export async function readTable(bytes: Uint8Array, name = '', lines: number = importLimits.lines): Promise<ReadTable> {
  if (bytes.byteLength > importLimits.bytes) throw refusal({ code: 'import.too_large' });
  if (bytes.byteLength === 0) throw refusal({ code: 'import.empty' });
  const isZip = bytes[0] === 0x50 && bytes[1] === 0x4b;
  const isOldExcel = bytes[0] === 0xd0 && bytes[1] === 0xcf;
  if (isOldExcel || (!isZip && /\.xls[xm]$/i.test(name))) throw refusal({ code: 'import.not_a_workbook' });
  if (isZip) {
    const fault = checkZip(bytes);
    if (fault) throw refusal({ code: zipCodes[fault] });
  }
  const table = await readInWorker(bytes, isZip ? 'workbook' : 'csv', lines);
  if (table.merged) throw refusal({ code: 'import.merged_cells', facts: { cells: table.merged } });
  const last = table.rows.reduce((found, row, index) => (row.some((cell) => cell !== '') ? index : found), -1);
  if (last < 1) throw refusal({ code: 'import.empty' });
  if (last > lines) throw refusal({ code: 'import.too_many_lines', facts: { lines } });
  return { ...table, rows: table.rows.slice(0, last + 1) };
}

const zipCodes = {
  not_a_zip: 'import.not_a_workbook',
  too_big_inside: 'import.bomb',
  has_macros: 'import.has_macros',
} as const satisfies Record<ZipFault, string>;

function readInWorker(bytes: Uint8Array, kind: 'workbook' | 'csv', lines: number): Promise<ReadTable> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(workerFile, {
      workerData: { bytes, kind, maxRows: lines + 1 },
      resourceLimits: { maxOldGenerationSizeMb: 160, maxYoungGenerationSizeMb: 32 },
      execArgv: [],
      env: {},
    });
    const timer = setTimeout(() => finish(() => reject(refusal({ code: 'import.too_slow' }))), readWithinMs(lines));
    const unreadable = () => refusal({ code: kind === 'csv' ? 'import.not_a_workbook' : 'import.unreadable' });
    let isOver = false;
    function finish(settle: () => void) {
      if (isOver) return;
      isOver = true;
      clearTimeout(timer);
      void worker.terminate();
      settle();
    }
    worker.on('message', (answer: { ok: boolean } & ReadTable) =>
      finish(() => (answer.ok ? resolve(answer) : reject(unreadable()))),
    );
    worker.on('error', (error: Error & { code?: string }) =>
      finish(() => reject(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? refusal({ code: 'import.bomb' }) : unreadable())),
    );
    worker.on('exit', () => finish(() => reject(unreadable())));
  });
}

/**
 * Rows of text through a definition: every problem with its line as Excel numbers it, its column and its content.
 * Blank lines are skipped. @throws refused `import.missing_column`, `import.duplicate_column`.
 */
export function parseRows<S extends z.ZodType>(
  definition: ImportDefinition<S>,
  table: readonly (readonly string[])[],
): {
  rows: { line: number; row: z.output<S> }[];
  problems: ImportProblem[];
  ignoredColumns: string[];
  /** The cells as they were written, by line and column. */
  texts: ReadonlyMap<number, Readonly<Record<string, string>>>;
} {
  const { places, violations, ignored } = matchColumns(definition.columns, table[0] ?? []);
  const [first, ...rest] = violations;
  if (first) throw refusal(first, ...rest);
  const rows: { line: number; row: z.output<S> }[] = [];
  const problems: ImportProblem[] = [];
  const written = new Map<number, Record<string, string>>();
  table.slice(1).forEach((cells, index) => {
    const line = index + 2;
    if (cells.every((cell) => cell === '')) return;
    const texts: Record<string, string> = {};
    for (const [key, place] of places) texts[key] = cells[place] ?? '';
    written.set(line, texts);
    const faults = definition.columns.flatMap((column) => cellFaults(column, texts[column.key] ?? '', line));
    const parsed = faults.length === 0 ? definition.rowSchema.safeParse(texts) : null;
    if (parsed?.success) rows.push({ line, row: parsed.data });
    problems.push(...faults, ...(parsed?.error?.issues ?? []).map((issue) => problemOf(issue, texts, line)));
  });
  return { rows, problems, ignoredColumns: ignored, texts: written };
}

function cellFaults(column: ImportDefinition['columns'][number], value: string, line: number): ImportProblem[] {
  if (value === '') return column.isRequired ? [{ code: 'import.required', line, column: column.key, value }] : [];
  // The value itself can be neither kept nor shown.
  if (!isWritable(value)) return [{ code: unwritableCode, line, column: column.key, value: '' }];
  return isScientific(value) ? [{ code: 'import.scientific', line, column: column.key, value }] : [];
}

function problemOf(issue: z.core.$ZodIssue, texts: Record<string, string>, line: number): ImportProblem {
  const column = typeof issue.path[0] === 'string' ? issue.path[0] : null;
  const code = issue.code === 'custom' ? issue.message : `invalid.${issue.code}`;
  return { code, line, column, value: column ? (texts[column] ?? '') : '' };
}

/**
 * Reads a file, checks every line, and keeps the result as a preview under a digest of the file and of what was read from it.
 * Changes nothing else. @throws AppError only.
 */
export async function previewImport<S extends z.ZodType>(
  request: Request,
  { definition, check }: Importer<S>,
  file: { readonly name: string; readonly bytes: Uint8Array },
): Promise<ImportPreview<z.output<S>>> {
  assertMayWrite(request.actor, definition.permission);
  try {
    const table = await readTable(file.bytes, file.name, linesOf(definition));
    const { rows, problems, ignoredColumns, texts } = parseRows(definition, table.rows);
    // A rule names the bag; whoever mends the file looks for what stands in the cell.
    const asWritten = (problem: ImportProblem): ImportProblem => ({
      ...problem,
      value: (problem.column && texts.get(problem.line)?.[problem.column]) ?? problem.value,
    });
    return await inScope(request, 'write', async (scope) => {
      const found = [...problems, ...(await check(scope, rows)).map(asWritten)]
        .sort((a, b) => a.line - b.line)
        .map((problem) =>
          isSecret(definition, problem.column) ? { ...problem, value: mask(problem.value) } : problem,
        );
      const bad = new Set(found.map((problem) => problem.line));
      const fileDigest = createHash('sha256').update(file.bytes).digest('hex');
      const importId = crypto.randomUUID();
      const good = rows.filter((row) => !bad.has(row.line));
      const preview: ImportPreview<z.output<S>> = {
        importId,
        digest: createHash('sha256')
          .update(`${fileDigest}|${canonicalJson(rows)}`)
          .digest('hex'),
        fileName: maskIdentityNumbersIn(file.name.slice(-120)),
        rows: changeSecrets(definition, good, mask),
        badLines: bad.size,
        problems: found.slice(0, importLimits.problems),
        ignoredColumns,
        ignoredSheets: table.ignoredSheets,
      };
      const sealed = (text: string) => sealSecret(text, ownerOf(scope, importId)).toString('base64');
      const kept = { ...preview, rows: changeSecrets(definition, good, sealed) };
      const personId = scope.actor.kind === 'user' ? scope.actor.personId : null;
      await scope.q`
        insert into imports (id, org_id, module, digest, file_name, preview, person_id)
        values (${preview.importId}, ${scope.orgId}, ${definition.module}, ${preview.digest}, ${preview.fileName}, ${scope.q.json(kept as never)}, ${personId})`;
      return preview;
    });
  } catch (error) {
    throw toAppError(error);
  }
}

export const applyImportInput = z.strictObject({ importId: z.uuid(), digest: z.string().length(64) });

/**
 * Takes the rows of a preview for its one application, inside the command that applies them: the import is used up with it.
 * @throws refused `import.digest_changed`, `import.already_applied`, `import.has_bad_lines`; not_found.
 */
export async function takeImport<S extends z.ZodType>(
  scope: Scope,
  definition: ImportDefinition<S>,
  { importId, digest }: z.output<typeof applyImportInput>,
): Promise<ImportPreview<unknown>> {
  const [row] = await scope.q<{ digest: string; state: string; preview: ImportPreview<unknown> }[]>`
    select digest, state, preview from imports where id = ${importId} and org_id = ${scope.orgId} and module = ${definition.module} for update`;
  if (!row) throw notFound();
  if (row.digest !== digest) throw refusal({ code: 'import.digest_changed' });
  if (row.state !== 'preview') throw refusal({ code: 'import.already_applied' });
  if (row.preview.badLines > 0) throw refusal({ code: 'import.has_bad_lines', facts: { count: row.preview.badLines } });
  // Its rows are where they belong from here on; what was secret in them is not kept a second time.
  const bare = { ...row.preview, rows: changeSecrets(definition, row.preview.rows, () => '') };
  await scope.q`update imports set state = 'applied', preview = ${scope.q.json(bare as never)} where id = ${importId}`;
  const opened = (box: string) => openSecret(Buffer.from(box, 'base64'), ownerOf(scope, importId));
  return { ...row.preview, rows: changeSecrets(definition, row.preview.rows, opened) };
}

const ownerOf = ({ orgId }: Scope, importId: string) => `import|${orgId}|${importId}`;
const mask = (text: string) => (text.length > 7 ? maskIdentityNumber(text) : '*'.repeat(text.length));
const isSecret = ({ columns }: ImportDefinition, key: string | null) =>
  columns.some((column) => column.isSecret && column.key === key);

/** Rows with their secret texts masked, sealed or opened; whatever has no secret column is left as it is. */
function changeSecrets<Row>(
  { columns }: ImportDefinition,
  rows: readonly { readonly line: number; readonly row: Row }[],
  change: (text: string) => string,
): { line: number; row: Row }[] {
  const keys = columns.filter((column) => column.isSecret).map(({ key }) => key);
  return rows.map(({ line, row }) => {
    const changed = keys.map((key) => [key, change(String((row as Record<string, unknown>)[key] ?? ''))]);
    return { line, row: keys.length === 0 ? row : { ...row, ...Object.fromEntries(changed) } };
  });
}

/** Violations of a verb over the rows of an import, back onto the lines of the file. `lines.3.unitId` is the fourth row. */
export function asImportProblems(
  violations: readonly Violation[],
  rows: readonly { readonly line: number }[],
): ImportProblem[] {
  return violations.map((violation) => {
    const [, index, column] = /^lines\.(\d+)\.(\w+)/.exec(violation.path ?? '') ?? [];
    return {
      ...violation,
      line: rows[Number(index)]?.line ?? 0,
      column: column ?? null,
      value: String(violation.facts?.donationNo ?? ''),
    };
  });
}
