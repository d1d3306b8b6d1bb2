/** Joins class names, leaving out what is switched off. Variants are chosen, never overridden: no merge is needed. */
export function classNames(...names: (string | false | null | undefined)[]): string {
  return names.filter(Boolean).join(' ');
}
