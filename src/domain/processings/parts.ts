/** As many equal parts as the amount gives, in hundredths; what does not divide goes to the first ones, so that nothing is lost. */
export function equalParts(amount: number, count: number): number[] {
  if (count < 1 || count > amount) return [];
  const base = Math.floor(amount / count);
  return Array.from({ length: count }, (_, index) => base + (index < amount - base * count ? 1 : 0));
}

/** `100 60 40` or `100+60+40`, in full width too; null where something is no amount of at most two decimals. */
export function readParts(text: string): number[] | null {
  const words = text
    .normalize('NFKC')
    .split(/[\s+、，,;；]+/)
    .filter((word) => word !== '');
  const parts = words.map(hundredthsOf);
  return parts.every((part) => part !== null) ? parts : null;
}

/** Hundredths of a typed amount; null where it is none. */
export function hundredthsOf(text: string): number | null {
  const plain = text.normalize('NFKC').trim();
  return /^\d{1,6}(\.\d{1,2})?$/.test(plain) ? Math.round(Number(plain) * 100) : null;
}

export function sayParts(parts: readonly number[]): string {
  return parts.map((part) => String(part / 100)).join(' ');
}
