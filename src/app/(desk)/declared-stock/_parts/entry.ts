import { type BloodComponent, componentCodes, componentsAt, formatHundredths } from '@/domain/blood/components';
import { compareGroups, groupColumns } from '@/domain/blood/groups';
import { declaredKey, isDeclarable } from '@/domain/declared-stock/rules';
import type { DeclaredCell } from '@/domain/declared-stock/schema';

/** What stands in the boxes, as typed; a cell without a text was not declared. */
export type Texts = ReadonlyMap<string, string>;

export function textsOf(cells: readonly DeclaredCell[]): Texts {
  return new Map(cells.map((cell) => [declaredKey(cell), formatHundredths(cell.amount)]));
}

/** Hundredths of a typed amount: full-width digits and thousands commas are read. NaN: no amount of this component; null: nothing typed. */
export function readTyped(text: string, component: BloodComponent): number | null {
  const plain = text.normalize('NFKC').trim().replace(/[。]/g, '.');
  if (plain === '') return null;
  if (!/^(\d+\.?\d*|\d{1,3}(,\d{3})+(\.\d*)?|\.\d+)$/.test(plain)) return Number.NaN;
  const amount = Math.round(Number(plain.replaceAll(',', '')) * 10_000) / 100;
  return isDeclarable(amount, component.unit) ? amount : Number.NaN;
}

export interface ReadEntry {
  readonly cells: readonly DeclaredCell[];
  readonly badKeys: ReadonlySet<string>;
}

/** The whole table, row by row as it stands on the screen. */
export function readEntry(texts: Texts, now: Date): ReadEntry {
  const cells: DeclaredCell[] = [];
  const badKeys = new Set<string>();
  for (const component of componentsAt(now))
    for (const { abo, rhd } of groupColumns) {
      const place = { component: component.code, abo, rhd };
      const key = declaredKey(place);
      const amount = readTyped(texts.get(key) ?? '', component);
      if (amount === null) continue;
      if (Number.isNaN(amount)) badKeys.add(key);
      else cells.push({ ...place, amount });
    }
  return { cells, badKeys };
}

/** Rows of the table: what hospitals keep on a shelf, and whatever was said before; the rest on demand. */
export function rowsOf(now: Date, known: readonly DeclaredCell[], texts: Texts, isWhole: boolean): BloodComponent[] {
  const said = new Set(known.map(({ component }) => component));
  const typed = new Set([...texts].filter(([, text]) => text !== '').map(([key]) => key.split('.')[0]));
  return componentsAt(now).filter(
    ({ code, isMadeToOrder }) => isWhole || said.has(code) || typed.has(code) || (!isMadeToOrder && usual.has(code)),
  );
}

const codes: readonly string[] = componentCodes;

/** On the shelves of most hospitals. [unsourced: default] */
const usual: ReadonlySet<string> = new Set([
  'rbc-lr',
  'rbc-suspended',
  'rbc-frozen',
  'wb',
  'plt-apheresis',
  'plt-apheresis-lr',
  'ffp',
  'ffp-vi',
  'fp',
  'fp-vi',
  'cryo',
]);

/** As the rows and columns of the table stand. */
export function inOrder(cells: readonly DeclaredCell[]): DeclaredCell[] {
  const place = ({ component }: DeclaredCell) => codes.indexOf(component);
  return [...cells].sort((left, right) => place(left) - place(right) || compareGroups(left, right));
}
