import { standardOutput } from './output';

/** Columns a terminal gives a text: Chinese characters take two. */
function widthOf(text: string): number {
  let width = 0;
  for (const char of text)
    width += /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/.test(char)
      ? 2
      : 1;
  return width;
}

const pad = (text: string, width: number) => text + ' '.repeat(Math.max(0, width - widthOf(text)));

export function formatTable(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => widthOf(row[column] ?? ''))));
  return rows.map((row) => `  ${row.map((cell, column) => pad(cell, widths[column] ?? 0)).join('  ')}`.trimEnd());
}

export const say = (line = ''): void => standardOutput.write(`${line}\n`);

/** Runs a step of the start and prints how long it took: `     312 ms  text`. */
export async function step<T>(text: string | ((result: T) => string), work: () => Promise<T>): Promise<T> {
  const since = performance.now();
  const result = await work();
  say(
    `${String(Math.round(performance.now() - since)).padStart(8)} ms  ${typeof text === 'string' ? text : text(result)}`,
  );
  return result;
}
