/** Digits, spaces, plus, hyphen and 内线, at least one digit; empty is no number and no fault. [unsourced: default] */
export function isPhone(text: string): boolean {
  const plain = text.normalize('NFKC').trim();
  return plain === '' || (/^(?:内线|[\d\s+-])+$/.test(plain) && /\d/.test(plain));
}
