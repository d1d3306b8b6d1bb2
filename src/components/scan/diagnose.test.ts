import { describe, expect, it } from 'vitest';
import { diagnoseBurst, type RawStroke } from './diagnose';

const codes: Readonly<Record<string, [string, boolean]>> = { '=': ['Equal', false], '%': ['Digit5', true] };

function strokesOf(text: string, suffix: string | null, every: number, change: Partial<RawStroke> = {}): RawStroke[] {
  let at = 0;
  const stroke = (code: string, key: string, shiftKey: boolean): RawStroke => {
    at += every;
    return {
      ...{ code, key, shiftKey, altKey: false, ctrlKey: false, metaKey: false, repeat: false },
      ...{ isDown: true, isCapsLock: false, timeStamp: at },
      ...change,
    };
  };
  const typed = [...text].map((character) => {
    const [code, isShifted] = codes[character] ?? [
      /\d/.test(character) ? `Digit${character}` : `Key${character}`,
      /[A-Z]/.test(character),
    ];
    return stroke(code, character, isShifted);
  });
  return suffix ? [...typed, { ...stroke(suffix, suffix, false), key: suffix }] : typed;
}

const codesOf = (strokes: RawStroke[]) =>
  diagnoseBurst(strokes)?.findings.map(({ code, isFault }) => (isFault ? `${code}!` : code));

describe('what a burst says about the scanner', () => {
  it('a scanner as it should be: fast, with Enter', () => {
    const diagnosis = diagnoseBurst(strokesOf('=%6200', 'Enter', 4));
    expect(diagnosis).toMatchObject({ text: '=%6200', keys: 7, totalMs: 24 });
    expect(codesOf(strokesOf('=%6200', 'Enter', 4))).toEqual(['suffix_enter', 'speed']);
  });

  it.each([
    ['Tab ends a code as well', strokesOf('=%6200', 'Tab', 4), ['suffix_tab', 'speed']],
    ['without a suffix every desk waits', strokesOf('=%6200', null, 4), ['no_suffix!', 'speed']],
    ['slower than a hand may be', strokesOf('=%6200', 'Enter', 80), ['suffix_enter', 'speed!']],
    [
      'an input method is open, and the keys are read all the same',
      strokesOf('=%6200', 'Enter', 4, { key: 'Process' }),
      ['suffix_enter', 'speed', 'input_method'],
    ],
    ['Caps Lock', strokesOf('A1234', 'Enter', 4, { isCapsLock: true }), ['suffix_enter', 'speed', 'caps_lock']],
    [
      'Windows is set to another country than the scanner',
      strokesOf('=%6200', 'Enter', 4).map((stroke) => (stroke.code === 'Equal' ? { ...stroke, key: '´' } : stroke)),
      ['suffix_enter', 'speed', 'other_layout!'],
    ],
  ])('%s', (_, strokes, expected) => expect(codesOf(strokes)).toEqual(expected));

  it('a slow code with a prefix is read, and said to be slow', () => {
    expect(diagnoseBurst(strokesOf('=%6200', 'Enter', 80))?.text).toBe('=%6200');
  });

  it('a word typed by hand is no burst', () => {
    expect(diagnoseBurst(strokesOf('A1', 'Enter', 100))).toBeNull();
  });
});
