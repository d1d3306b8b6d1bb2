import SuperJSON, { type SuperJSONResult, type SuperJSONValue } from 'superjson';

/** Answers that many share, and how they travel; null until the first of them is sent. */
const inWords = new WeakMap<object, SuperJSONResult | null>();

/** This very object will be the answer to many and is not changed any more: it is put into words once. */
export function keepInWords(answer: unknown): void {
  if (answer !== null && typeof answer === 'object' && !inWords.has(answer)) inWords.set(answer, null);
}

/** How values travel between server and screens. */
export const wire = {
  serialize(value: SuperJSONValue): SuperJSONResult {
    const isKept = value !== null && typeof value === 'object' && inWords.has(value);
    if (!isKept) return SuperJSON.serialize(value);
    const known = inWords.get(value) ?? SuperJSON.serialize(value);
    inWords.set(value, known);
    return known;
  },
  deserialize: SuperJSON.deserialize,
};
