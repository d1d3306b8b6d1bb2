/** No label, wristband or badge is longer; the cap keeps every reader linear and cheap. */
export const maxScanLength = 512;

/** What a Chinese input method makes of the signs that labels use. NFKC handles full-width forms. */
const inputMethodSigns: Readonly<Record<string, string>> = {
  '《': '<',
  '〈': '<',
  '》': '>',
  '〉': '>',
  '。': '.',
  '、': '\\',
  '【': '[',
  '】': ']',
};

/** Syllable marks that a pinyin input method puts between letters, and characters nobody sees. */
const noise = /[\s'’‘`\p{Cc}\p{Cf}]/gu;

/**
 * One text for all that a scanner, a keyboard and an input method may send: full-width to half-width (NFKC), signs of a
 * Chinese keyboard back to ASCII, white space, control and invisible characters out, upper case. Text in, text out: no numbers.
 */
export function normaliseScan(raw: string): string {
  return raw
    .normalize('NFKC')
    .replace(/[《〈》〉。、【】]/g, (sign) => inputMethodSigns[sign] ?? sign)
    .replace(noise, '')
    .toUpperCase();
}

/** Ideographs in a scan: the input method was on and the code is lost; scan again. */
export function isInputMethodGarbled(text: string): boolean {
  return /[\u3400-\u9FFF\uF900-\uFAFF]/.test(text);
}

/** Old labels: content between the start and stop letters A–D; undefined when it has none. */
export function stripCodabarLetters(text: string): string | undefined {
  return /^[A-D]([0-9\-$:/.+]+)[A-D]$/.exec(text)?.[1];
}
