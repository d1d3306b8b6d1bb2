import type { CDPSession, Page } from '@playwright/test';

/** Where a US keyboard has the characters of blood labels and badges: physical key, its Windows number, Shift. */
const physical: Readonly<Record<string, readonly [code: string, virtualKey: number, isShifted: boolean]>> = {
  '=': ['Equal', 187, false],
  '+': ['Equal', 187, true],
  '<': ['Comma', 188, true],
  '>': ['Period', 190, true],
  '%': ['Digit5', 53, true],
  '&': ['Digit7', 55, true],
  '*': ['Digit8', 56, true],
  '-': ['Minus', 189, false],
  ':': ['Semicolon', 186, true],
  '/': ['Slash', 191, false],
  '.': ['Period', 190, false],
};

function keyOf(character: string): readonly [code: string, virtualKey: number, isShifted: boolean] {
  const upper = character.toUpperCase();
  return (
    physical[character] ??
    (/\d/.test(character)
      ? [`Digit${character}`, character.charCodeAt(0), false]
      : [`Key${upper}`, upper.charCodeAt(0), character === upper])
  );
}

const sessions = new WeakMap<Page, Promise<CDPSession>>();

function keyboardOf(page: Page): Promise<CDPSession> {
  const known = sessions.get(page) ?? page.context().newCDPSession(page);
  sessions.set(page, known);
  return known;
}

const shift = 8;
const betweenKeysMs = 2;
const handMs = 60;

/**
 * A keyboard-wedge scanner: physical keys two milliseconds apart with Shift really pressed and released, ended by Enter or Tab, or by nothing.
 * The keys carry the time at which they were struck, as the operating system gives it, however late a busy PC delivers them.
 */
export async function scan(page: Page, text: string, suffix: 'Enter' | 'Tab' | null = 'Enter'): Promise<void> {
  const keyboard = await keyboardOf(page);
  // No key is struck in the future: the last of them now.
  const began = Date.now() - text.length * 4 * betweenKeysMs;
  const sent: Promise<unknown>[] = [];
  const strike = (
    type: 'keyDown' | 'keyUp' | 'rawKeyDown',
    code: string,
    windowsVirtualKeyCode: number,
    key: string,
    modifiers: number,
  ) => {
    const isText = type === 'keyDown' && (key.length === 1 || key === 'Enter');
    const typed = key === 'Enter' ? '\r' : key;
    const timestamp = (began + sent.length * betweenKeysMs) / 1000;
    const event = { type, code, key, windowsVirtualKeyCode, modifiers, timestamp };
    sent.push(
      keyboard.send('Input.dispatchKeyEvent', isText ? { ...event, text: typed, unmodifiedText: typed } : event),
    );
  };
  for (const character of text) {
    const [code, virtualKey, isShifted] = keyOf(character);
    const modifiers = isShifted ? shift : 0;
    if (isShifted) strike('rawKeyDown', 'ShiftLeft', 16, 'Shift', shift);
    strike('keyDown', code, virtualKey, character, modifiers);
    strike('keyUp', code, virtualKey, character, modifiers);
    if (isShifted) strike('keyUp', 'ShiftLeft', 16, 'Shift', 0);
  }
  if (suffix) {
    const virtualKey = suffix === 'Enter' ? 13 : 9;
    strike('keyDown', suffix, virtualKey, suffix, 0);
    strike('keyUp', suffix, virtualKey, suffix, 0);
  }
  await Promise.all(sent);
}

/** The same while an input method composes: each key reaches the page as `Process`, and what was composed is put into the field after the last. */
export async function scanComposing(page: Page, text: string): Promise<void> {
  const keyboard = await keyboardOf(page);
  const began = Date.now() - text.length * 2 * betweenKeysMs;
  let composed = '';
  const strike = (type: 'rawKeyDown' | 'keyUp', code: string, modifiers: number, at: number) =>
    keyboard.send('Input.dispatchKeyEvent', {
      type,
      code,
      key: 'Process',
      windowsVirtualKeyCode: 229,
      modifiers,
      timestamp: at / 1000,
    });
  for (const [index, character] of [...text].entries()) {
    const [code, , isShifted] = keyOf(character);
    const at = began + index * 2 * betweenKeysMs;
    await strike('rawKeyDown', code, isShifted ? shift : 0, at);
    composed += character;
    await keyboard.send('Input.imeSetComposition', {
      text: composed,
      selectionStart: composed.length,
      selectionEnd: composed.length,
    });
    await strike('keyUp', code, isShifted ? shift : 0, at + 1);
  }
  await strike('rawKeyDown', 'Enter', 0, began + text.length * 2 * betweenKeysMs);
  await keyboard.send('Input.insertText', { text: composed });
}

/** The same by a hand that has read the code from the label. */
export async function typeByHand(page: Page, text: string): Promise<void> {
  for (const character of text) {
    const [code, , isShifted] = keyOf(character);
    if (isShifted) await page.keyboard.down('Shift');
    await page.keyboard.press(code, { delay: handMs });
    if (isShifted) await page.keyboard.up('Shift');
  }
  await page.keyboard.press('Enter');
}

/** Every code of a bag, one after the other, as fast as the hand turns it. */
export async function scanAll(page: Page, codes: readonly string[]): Promise<void> {
  for (const code of codes) await scan(page, code);
}

/** The same text as a Chinese input method leaves it: full-width, lower case, with blanks around. */
export function throughInputMethod(text: string): string {
  const wide = [...text.toLowerCase()]
    .map((character) => {
      const at = character.charCodeAt(0);
      return at >= 0x21 && at <= 0x7e ? String.fromCharCode(at + 0xfee0) : character;
    })
    .join('');
  return ` ${wide}\u3000`;
}
