import { type ProcessingName, processingKinds } from '@/domain/processings/kinds';
import { hourMs, type Model, type ModelBag, type ModelProcessing, type Place, type Product } from './model';

const kinds: Readonly<Record<string, readonly Product[]>> = {
  thaw: ['plasma'],
  irradiate: ['red', 'washed', 'platelets', 'pooled'],
  wash: ['red', 'platelets', 'pooled'],
  split: ['red', 'washed', 'plasma', 'platelets', 'pooled'],
  pool: ['platelets'],
  open: ['red', 'washed', 'plasma', 'platelets', 'pooled'],
};
/** Hours that a bag lives on; where none is said, as long as before. */
const hoursAfter: Readonly<Record<string, number>> = { thaw: 24, wash: 24, pool: 24, open: 24, split: 24 };
const irradiatedHours = 14 * 24;
/** Amounts for which the list of products has washed red cells. */
const washedAmounts: readonly number[] = [100, 200];

/** Whether this kind is for such a bag, and has not been done to it. */
export function isForKind(what: ProcessingName, { product, marks, isOfUnknownAge }: ModelBag): boolean {
  // Old red cells are not irradiated.
  if (what === 'irradiate' && isOfUnknownAge && (product === 'red' || product === 'washed')) return false;
  if (!kinds[what]?.includes(product) || marks.includes(processingKinds[what].mark)) return false;
  return what !== 'split' || product !== 'plasma' || marks.includes('thawed');
}

/** Kept at 2–6 ℃: red cells, and plasma once it is thawed. */
export function isForFridge({ product, marks }: ModelBag): boolean {
  return product === 'red' || product === 'washed' || (product === 'plasma' && marks.includes('thawed'));
}

type How = Pick<ModelProcessing, 'what' | 'isOpenSystem' | 'startedAtMs'>;

/** What the bag is from then on: its life, to the minute, and what was done to it. */
export function markedBy(
  { what, isOpenSystem, startedAtMs }: How,
  bag: ModelBag,
): Pick<ModelBag, 'expiresAtMs' | 'marks'> {
  const isRed = bag.product === 'red' || bag.product === 'washed';
  const hours = what === 'irradiate' ? (isRed ? irradiatedHours : null) : (hoursAfter[what] ?? null);
  const shortens = hours !== null && (what !== 'split' || isOpenSystem);
  const start = Math.floor(startedAtMs / 60_000) * 60_000;
  const more = [processingKinds[what].mark, ...(what === 'split' && isOpenSystem ? ['opened'] : [])];
  return {
    expiresAtMs: shortens ? Math.min(bag.expiresAtMs, start + hours * hourMs) : bag.expiresAtMs,
    marks: [...new Set([...bag.marks, ...more])],
  };
}

export interface Made {
  readonly key: string;
  readonly parents: readonly string[];
  readonly bag: Pick<ModelBag, 'product' | 'amount' | 'expiresAtMs' | 'marks'>;
}

/** Parts of a division: halves, the second less what was lost. */
export function partsOf(amount: number, loss: number, isShort = false): number[] {
  const half = Math.floor(amount / 2);
  return [half, amount - half - loss - (isShort ? 1 : 0)];
}

/** Letter of the first free part: after the last that a bag of this donation bears in this house. */
function firstLetter({ bags }: Model, parent: string, place: Place): number {
  const letters = Object.keys(bags).flatMap((key) => {
    const [, letter] = key.startsWith(`${parent}/`) ? key.split('/') : [];
    return letter !== undefined && /^\d+$/.test(letter) && bags[key]?.holder === place ? [Number(letter)] : [];
  });
  return Math.max(-1, ...letters) + 1;
}

/** What comes of bags that end; null: nothing that has a name. */
export function madeOf(
  model: Model,
  name: string,
  { hospital, ...how }: How & Pick<ModelProcessing, 'hospital'>,
  done: readonly string[],
  { loss, isShort }: { readonly loss: number; readonly isShort: boolean },
): readonly Made[] | null {
  const parents = done.flatMap((key) => {
    const bag = model.bags[key];
    return bag ? [{ key, bag, marked: markedBy(how, bag) }] : [];
  });
  if (how.what === 'split') {
    if (isShort && parents.length > 0) return null;
    return parents.flatMap(({ key, bag, marked }) => {
      const first = firstLetter(model, key, hospital);
      return partsOf(bag.amount, loss).map((amount, n) => ({
        key: `${key}/${first + n}`,
        parents: [key],
        bag: { ...marked, product: bag.product, amount },
      }));
    });
  }
  if (how.what === 'wash') {
    const isListed = ({ product, amount }: ModelBag) =>
      product === 'red' && (washedAmounts.includes(amount) || washedAmounts.includes(amount - loss));
    if (!parents.every(({ bag }) => isListed(bag))) return null;
    return parents.map(({ key, bag, marked }) => ({
      key: `${key}.w`,
      parents: [key],
      bag: { ...marked, product: 'washed', amount: bag.amount - loss },
    }));
  }
  if (parents.length === 0) return [];
  if (parents.length === 1) return null;
  return [
    {
      key: `${name}.p`,
      parents: parents.map(({ key }) => key),
      bag: {
        product: 'pooled',
        amount: parents.reduce((sum, { bag }) => sum + bag.amount - loss, 0),
        expiresAtMs: Math.min(...parents.map(({ marked }) => marked.expiresAtMs)),
        marks: [...new Set(parents.flatMap(({ marked }) => marked.marks))],
      },
    },
  ];
}
