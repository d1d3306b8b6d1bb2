/** NUL, and one half of a character: no database text and no JSON of it can hold them, and nobody typed them. */
const unwritable = /\0|\p{Surrogate}/u;
const mostFound = 20;

export const unwritableCode = 'invalid.characters';

export function isWritable(text: string): boolean {
  return !unwritable.test(text);
}

/** Where texts that cannot be stored stand in an input: in values and in names, however deep. Walks without recursion: the input is a stranger's. */
export function findUnwritable(input: unknown): string[] {
  const found: string[] = [];
  const seen = new Set<object>();
  const left: { readonly path: string; readonly value: unknown }[] = [{ path: '', value: input }];
  for (let next = left.pop(); next && found.length < mostFound; next = left.pop()) {
    const { path, value } = next;
    if (typeof value === 'string' && !isWritable(value)) found.push(path);
    if (typeof value !== 'object' || value === null || seen.has(value)) continue;
    seen.add(value);
    const parts: [unknown, unknown][] =
      value instanceof Map ? [...value] : value instanceof Set ? [...value.entries()] : Object.entries(value);
    for (const [name, part] of parts.reverse()) {
      const key = String(name);
      if (isWritable(key)) left.push({ path: path ? `${path}.${key}` : key, value: part });
      else found.push(path);
    }
  }
  return found;
}
