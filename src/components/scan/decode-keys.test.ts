import { describe, expect, it } from 'vitest';
import { decodeKeyDown, decodeKeyUp, emptyDecoder, isLabelBurst, type KeyDecoder, type KeyStroke } from './decode-keys';

const stroke = (code: string, at: number, extra: Partial<KeyStroke> = {}): KeyStroke => ({
  code,
  timeStamp: at,
  shiftKey: false,
  altKey: false,
  ctrlKey: false,
  metaKey: false,
  repeat: false,
  ...extra,
});

const physical: Record<string, [string, boolean]> = {
  '=': ['Equal', false],
  '<': ['Comma', true],
  '>': ['Period', true],
  '%': ['Digit5', true],
  '&': ['Digit7', true],
  '-': ['Minus', false],
};
function strokesOf(text: string, gapMs: number, suffix = 'Enter'): KeyStroke[] {
  let at = 1000;
  const strokes: KeyStroke[] = [];
  for (const character of text) {
    const [code, shiftKey] =
      physical[character] ??
      (/\d/.test(character)
        ? [`Digit${character}`, false]
        : [`Key${character.toUpperCase()}`, /[A-Z]/.test(character)]);
    if (shiftKey) strokes.push(stroke('ShiftLeft', at, { shiftKey: true }));
    strokes.push(stroke(code, at, { shiftKey }));
    at += gapMs;
  }
  strokes.push(stroke(suffix, at));
  return strokes;
}

function play(strokes: KeyStroke[]): string[] {
  let decoder: KeyDecoder = emptyDecoder;
  const scans: string[] = [];
  for (const key of strokes) {
    const step = decodeKeyDown(decoder, key);
    decoder = step.decoder;
    if (step.kind === 'scan') scans.push(step.text);
  }
  return scans;
}

describe('a wedge scanner', () => {
  it.each(['=410301602203855', '=<E5445000', '=%6200', '&>0263612359', '=<P0065H00'])(
    'types %s and Enter: one scan',
    (code) => {
      expect(play(strokesOf(code, 8))).toEqual([code]);
    },
  );

  it('may be slow on a busy PC when its code begins with a prefix that nobody types', () => {
    expect(play(strokesOf('=310002602051765', 120))).toEqual(['=310002602051765']);
  });

  it('may end with Tab', () => {
    expect(play(strokesOf('=%5100', 8, 'Tab'))).toEqual(['=%5100']);
  });

  it('is read from physical keys, whatever an input method makes of them', () => {
    // A pinyin input method would have turned these letters into words: `key` is "Process", `code` is the key itself.
    expect(play(strokesOf('qwe1', 5))).toEqual(['qwe1']);
  });

  it('sends four codes one after another: four scans', () => {
    const codes = ['=310002602051765', '=<P0065H00', '=%5100', '&>0263612359'];
    const strokes = codes.flatMap((code, index) =>
      strokesOf(code, 6).map((key) => ({ ...key, timeStamp: key.timeStamp + index * 400 })),
    );
    expect(play(strokes)).toEqual(codes);
  });

  it('in Alt + keypad mode is read as well', () => {
    let decoder: KeyDecoder = emptyDecoder;
    let at = 0;
    for (const character of '=%51') {
      for (const digit of String(character.charCodeAt(0))) {
        at += 3;
        decoder = decodeKeyDown(decoder, stroke(`Numpad${digit}`, at, { altKey: true })).decoder;
      }
      at += 3;
      decoder = decodeKeyUp(decoder, stroke('AltLeft', at));
    }
    const step = decodeKeyDown(decoder, stroke('Enter', at + 3));
    expect(step).toMatchObject({ kind: 'scan', text: '=%51' });
  });
});

describe('a person typing', () => {
  it('is not a scan: the keys come too slowly', () => {
    expect(play(strokesOf('3100026020517', 120))).toEqual([]);
  });

  it('a code with its prefix keeps every character in the field, also across a pause', () => {
    let decoder: KeyDecoder = emptyDecoder;
    for (const [index, key] of strokesOf('=310002602051765', 140).slice(0, -1).entries()) {
      const step = decodeKeyDown(decoder, { ...key, timeStamp: key.timeStamp + (index > 7 ? 900 : 0) });
      expect(step).toMatchObject({ kind: 'typing', isBurst: false });
      decoder = step.decoder;
    }
  });

  it('with a held key is not a scan', () => {
    const held = Array.from({ length: 10 }, (_, index) => stroke('KeyA', 1000 + index * 30, { repeat: index > 0 }));
    expect(play([...held, stroke('Enter', 1310)])).toEqual([]);
  });

  it('pressing a shortcut starts anew', () => {
    const typed = strokesOf('1234', 5).slice(0, -1);
    expect(play([...typed, stroke('KeyS', 1022, { ctrlKey: true }), stroke('Enter', 1025)])).toEqual([]);
  });
});

describe('what is taken out of a field on a page that asks for no scan', () => {
  /** As the decoder stands before the key that ends it. */
  const atEnd = (text: string, gapMs: number) => {
    let decoder = emptyDecoder;
    for (const key of strokesOf(text, gapMs).slice(0, -1)) decoder = decodeKeyDown(decoder, key).decoder;
    return decoder;
  };

  it.each(['=310002602051765', '&>0263612359'])('is a label from a scanner: %s', (text) => {
    expect(isLabelBurst(atEnd(text, 8))).toBe(true);
  });

  it('is nothing that a hand types, however it begins', () => {
    expect(isLabelBurst(atEnd('=310002602051765', 60))).toBe(false);
    expect(isLabelBurst(atEnd('=310', 120))).toBe(false);
  });

  it('is a badge too, which must not stay in a field', () => {
    for (const text of ['XB-ABCDEFGH', 'xb-abcdefgh']) expect(isLabelBurst(atEnd(text, 8))).toBe(true);
  });

  it('is no word, no number and no wristband, however fast', () => {
    for (const text of ['zhaomin', '3100026020517', 'XMPZY026']) expect(isLabelBurst(atEnd(text, 8))).toBe(false);
  });
});
