/**
 * Reads a keyboard-wedge scanner from physical keys. A scanner types a US layout faster than any hand and ends with Enter or Tab;
 * `KeyboardEvent.code` names the physical key even while a Chinese input method turns what it "types" into words.
 * Also reads scanners that send every character as Alt + numeric keypad.
 */
export interface KeyStroke {
  readonly code: string;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly repeat: boolean;
  /** Milliseconds; only differences are used. */
  readonly timeStamp: number;
}

export interface KeyDecoder {
  readonly buffer: string;
  /** Digits of an Alt + keypad character in progress. */
  readonly altDigits: string;
  readonly lastAt: number;
  readonly startedAt: number;
  readonly slowestGapMs: number;
}

export const emptyDecoder: KeyDecoder = {
  buffer: '',
  altDigits: '',
  lastAt: Number.NEGATIVE_INFINITY,
  startedAt: 0,
  slowestGapMs: 0,
};

/** Hands stay above 30 ms between keys for a whole code, scanners below 10; a busy old PC delivers late. */
export const burstGapMs = 50;
/** Nobody types these at the start of a word: a code that begins so may come slower, from a busy PC or a remote desktop. */
const prefixedGapMs = 250;
const prefixes = /^(?:[=&]|X[ABP]-)/i;
const shortestScan = 4;

export type DecodeStep =
  | {
      readonly kind: 'typing';
      readonly decoder: KeyDecoder;
      /** Third key of a burst and later: surely a scanner. A slow code with a prefix may still be a hand, and stays in its field. */
      readonly isBurst: boolean;
    }
  | { readonly kind: 'scan'; readonly decoder: KeyDecoder; readonly text: string }
  | { readonly kind: 'other'; readonly decoder: KeyDecoder };

const shifted: Readonly<Record<string, string>> = {
  Digit1: '!',
  Digit2: '@',
  Digit3: '#',
  Digit4: '$',
  Digit5: '%',
  Digit6: '^',
  Digit7: '&',
  Digit8: '*',
  Digit9: '(',
  Digit0: ')',
  Minus: '_',
  Equal: '+',
  BracketLeft: '{',
  BracketRight: '}',
  Backslash: '|',
  Semicolon: ':',
  Quote: '"',
  Comma: '<',
  Period: '>',
  Slash: '?',
  Backquote: '~',
  Space: ' ',
};
const plain: Readonly<Record<string, string>> = {
  Minus: '-',
  Equal: '=',
  BracketLeft: '[',
  BracketRight: ']',
  Backslash: '\\',
  Semicolon: ';',
  Quote: "'",
  Comma: ',',
  Period: '.',
  Slash: '/',
  Backquote: '`',
  Space: ' ',
  NumpadAdd: '+',
  NumpadSubtract: '-',
  NumpadMultiply: '*',
  NumpadDivide: '/',
  NumpadDecimal: '.',
  NumpadEqual: '=',
};

/** The US-layout character of a physical key. */
export function characterOf(code: string, isShifted: boolean): string | undefined {
  if (/^Key[A-Z]$/.test(code)) return isShifted ? code.slice(3) : code.slice(3).toLowerCase();
  if (/^Numpad\d$/.test(code)) return code.slice(6);
  if (isShifted && shifted[code]) return shifted[code];
  if (/^Digit\d$/.test(code)) return code.slice(5);
  return plain[code];
}

/** One key down. A pause starts a new buffer; Enter or Tab at the end of a fast burst is a scan. */
export function decodeKeyDown(decoder: KeyDecoder, key: KeyStroke): DecodeStep {
  const gap = key.timeStamp - decoder.lastAt;
  const isContinuing = gap <= (prefixes.test(decoder.buffer) ? prefixedGapMs : burstGapMs);
  const current = isContinuing ? decoder : emptyDecoder;
  const timed = {
    lastAt: key.timeStamp,
    startedAt: isContinuing ? decoder.startedAt : key.timeStamp,
    slowestGapMs: isContinuing ? Math.max(current.slowestGapMs, gap) : 0,
  };
  if (key.repeat) return { kind: 'other', decoder: { ...emptyDecoder, lastAt: key.timeStamp } };
  if (key.altKey && /^Numpad\d$/.test(key.code))
    return {
      kind: 'typing',
      isBurst: current.buffer.length > 2 && timed.slowestGapMs <= burstGapMs,
      decoder: { ...current, ...timed, altDigits: current.altDigits + key.code.slice(6) },
    };
  if (isModifier(key.code)) return { kind: 'other', decoder: { ...current, ...timed } };
  if (key.ctrlKey || key.metaKey || key.altKey) return { kind: 'other', decoder: emptyDecoder };
  if (key.code === 'Enter' || key.code === 'NumpadEnter' || key.code === 'Tab') {
    if (current.buffer.length >= shortestScan) return { kind: 'scan', text: current.buffer, decoder: emptyDecoder };
    return { kind: 'other', decoder: emptyDecoder };
  }
  const character = characterOf(key.code, key.shiftKey);
  if (character === undefined) return { kind: 'other', decoder: emptyDecoder };
  return {
    kind: 'typing',
    isBurst: current.buffer.length >= 2 && timed.slowestGapMs <= burstGapMs,
    decoder: { ...current, ...timed, buffer: current.buffer + character },
  };
}

/** Alt released: the keypad digits typed under it become one character. */
export function decodeKeyUp(decoder: KeyDecoder, key: Pick<KeyStroke, 'code' | 'timeStamp'>): KeyDecoder {
  if (!/^Alt(Left|Right)$/.test(key.code) || decoder.altDigits === '') return decoder;
  const character = String.fromCharCode(Number(decoder.altDigits) % 256);
  return { ...decoder, altDigits: '', buffer: decoder.buffer + character, lastAt: key.timeStamp };
}

/** An ISBT 128 label or a badge on its way: what no hand begins a word with, at a scanner's speed. A badge signs: it must not stay to be read in a field. */
export function isLabelBurst({ buffer, slowestGapMs }: KeyDecoder): boolean {
  return /^(?:[=&]|XB-)/i.test(buffer) && slowestGapMs <= burstGapMs;
}

export function isModifier(code: string): boolean {
  return /^(Shift|Control|Alt|Meta|CapsLock|NumLock)/.test(code);
}
