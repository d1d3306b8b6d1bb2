import {
  burstGapMs,
  characterOf,
  decodeKeyDown,
  decodeKeyUp,
  emptyDecoder,
  isModifier,
  type KeyStroke,
} from './decode-keys';

/** A key as the browser reported it, down or up. */
export interface RawStroke extends KeyStroke {
  readonly isDown: boolean;
  /** What the layout or an input method made of it. */
  readonly key: string;
  readonly isCapsLock: boolean;
}

/** What a burst tells about the scanner and this PC: ok as it is, or what to set. */
export type ScannerFinding =
  | { readonly code: 'suffix_enter' | 'suffix_tab'; readonly isFault: false }
  | { readonly code: 'no_suffix'; readonly isFault: true }
  | { readonly code: 'speed'; readonly isFault: boolean; readonly ms: number }
  | { readonly code: 'input_method' | 'keypad' | 'caps_lock'; readonly isFault: false }
  | { readonly code: 'other_layout'; readonly isFault: true; readonly sent: string; readonly shown: string };

export interface Diagnosis {
  /** Read from the physical keys, as every desk reads it. */
  readonly text: string;
  readonly keys: number;
  readonly totalMs: number;
  readonly findings: readonly ScannerFinding[];
}

/** Keys that end a code; a scanner that sends neither leaves every desk waiting. */
const suffixes: Readonly<Record<string, 'suffix_enter' | 'suffix_tab'>> = {
  Enter: 'suffix_enter',
  NumpadEnter: 'suffix_enter',
  Tab: 'suffix_tab',
};

/**
 * What one burst of keys says. Times in milliseconds; a key later than 50 ms after the one before it may be taken for a hand. A character that
 * the layout shows otherwise than a US keyboard would means that scanner and Windows are set to different countries.
 * Null: fewer than four characters, no burst at all.
 */
export function diagnoseBurst(strokes: readonly RawStroke[]): Diagnosis | null {
  let decoder = emptyDecoder;
  let text = '';
  let longest = '';
  for (const stroke of strokes) {
    if (!stroke.isDown) {
      decoder = decodeKeyUp(decoder, stroke);
    } else {
      const step = decodeKeyDown(decoder, stroke);
      if (step.kind === 'scan') text = step.text;
      decoder = step.decoder;
    }
    if (decoder.buffer.length > longest.length) longest = decoder.buffer;
  }
  const downs = strokes.filter((stroke) => stroke.isDown && !isModifier(stroke.code));
  const last = downs.at(-1);
  const first = downs[0];
  const read = text || longest;
  if (!first || !last || downs.length < 4) return null;
  const gaps = downs.slice(1).map((stroke, index) => stroke.timeStamp - (downs[index]?.timeStamp ?? 0));
  const slowest = Math.round(Math.max(0, ...gaps));
  const suffix = suffixes[last.code];
  const findings: ScannerFinding[] = [
    suffix ? { code: suffix, isFault: false } : { code: 'no_suffix', isFault: true },
    { code: 'speed', isFault: slowest > burstGapMs, ms: slowest },
  ];
  if (downs.some(({ key }) => key === 'Process')) findings.push({ code: 'input_method', isFault: false });
  if (downs.some(({ altKey, code }) => altKey && code.startsWith('Numpad')))
    findings.push({ code: 'keypad', isFault: false });
  if (downs.some(({ isCapsLock }) => isCapsLock)) findings.push({ code: 'caps_lock', isFault: false });
  const foreign = downs.find(isForeign);
  if (foreign)
    findings.push({
      code: 'other_layout',
      isFault: true,
      sent: characterOf(foreign.code, foreign.shiftKey) ?? foreign.code,
      shown: foreign.key,
    });
  return { text: read, keys: downs.length, totalMs: Math.round(last.timeStamp - first.timeStamp), findings };
}

/** Letters are compared without case: Caps Lock is no layout. */
function isForeign({ code, key, shiftKey, altKey }: RawStroke): boolean {
  const expected = characterOf(code, shiftKey);
  return !altKey && expected !== undefined && key.length === 1 && key.toLowerCase() !== expected.toLowerCase();
}
