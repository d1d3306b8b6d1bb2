'use client';
import { useEffect, useRef } from 'react';

type KeyReach =
  /** Silent while a dialog or a popup is open. */
  | 'page'
  /** Of a form with pickers: also while one of its popups is open; silent while a dialog is. */
  | 'form'
  /** Of a dialog; silent while a popup is open. */
  | 'dialog'
  /** Whatever is open, the lock too: for the key that locks. */
  | 'always';

type UseKeyOptions = { isEnabled?: boolean; reach?: KeyReach };

type Combo = { key: string; ctrl: boolean; alt: boolean; shift: boolean };

function parseCombo(combo: string): Combo {
  const parts = combo.split(/[\s+]+/).filter(Boolean);
  const key = parts[parts.length - 1] ?? '';
  const has = (name: string) => parts.slice(0, -1).some((part) => part.toLowerCase() === name);
  return {
    key: key.toLowerCase() === 'esc' ? 'escape' : key.toLowerCase(),
    ctrl: has('ctrl'),
    alt: has('alt'),
    shift: has('shift'),
  };
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))
  );
}

const blockers = {
  page: '[data-floating][data-open]',
  form: '[data-floating="dialog"][data-open], [data-floating="lock"]',
  dialog: '[data-floating="popup"][data-open], [data-floating="lock"]',
};

function isBlocked(reach: KeyReach): boolean {
  return reach !== 'always' && document.querySelector(blockers[reach]) !== null;
}

/** What was typed into a field is undone there, by the browser, and nowhere else. */
function holdsText(target: EventTarget | null): boolean {
  if (target instanceof HTMLTextAreaElement) return target.value !== '';
  return target instanceof HTMLInputElement && !wordless.has(target.type) && target.value !== '';
}

const wordless = new Set(['checkbox', 'radio', 'button', 'submit', 'reset', 'file', 'range']);

/** Listens to one key of the page: `F2`, `Ctrl Enter`, `Esc`, `?`. Never during composition of an input method; a bare
 *  character never while typing, and `Ctrl Z` not in a field that holds text. Several parts may ask for the same key: the one mounted last is served. */
export function useKey(combo: string, onPress: (event: KeyboardEvent) => void, options: UseKeyOptions = {}): void {
  const { isEnabled = true, reach = 'page' } = options;
  const handler = useRef(onPress);
  useEffect(() => {
    handler.current = onPress;
  });

  useEffect(() => {
    if (!isEnabled) return;
    const wanted = parseCombo(combo);
    const isUndo = wanted.key === 'z' && wanted.ctrl;
    const isBare = wanted.key.length === 1 && !wanted.ctrl && !wanted.alt;
    const entry: KeyEntry = {
      takes(event) {
        if (event.key.toLowerCase() !== wanted.key) return false;
        if (event.ctrlKey !== wanted.ctrl || event.altKey !== wanted.alt) return false;
        // Alt and the number pad write a character on Windows, and are how some scanners type.
        if (wanted.alt && event.code.startsWith('Numpad')) return false;
        // `?` needs Shift on some layouts and none on others
        if (!isBare && event.shiftKey !== wanted.shift) return false;
        if (isUndo && holdsText(event.target)) return false;
        return !(isBare && isTyping(event.target)) && !isBlocked(reach);
      },
      press: (event) => handler.current(event),
    };
    return register(entry);
  }, [combo, isEnabled, reach]);
}

type KeyEntry = { takes: (event: KeyboardEvent) => boolean; press: (event: KeyboardEvent) => void };

const entries: KeyEntry[] = [];

/** A key that leaves, sends or opens is pressed once: held, it would go on to what comes next. It is taken all the same, so that nothing else hears it. */
const onceOnly = /^(Escape|Enter|F\d+)$/;

function listen(event: KeyboardEvent): void {
  if (event.isComposing || event.keyCode === 229) return;
  // Whoever presses another key has gone on.
  if (early) early.length = 0;
  answer(event);
}

function answer(event: KeyboardEvent): boolean {
  for (let index = entries.length - 1; index >= 0; index -= 1) {
    const entry = entries[index];
    if (entry?.takes(event)) {
      event.preventDefault();
      event.stopPropagation();
      if (!event.repeat || !onceOnly.test(event.key)) entry.press(event);
      return true;
    }
  }
  return false;
}

const earlyKeysLastMs = 5_000;
let early: KeyboardEvent[] | null = null;

/** What was pressed before the page was alive is answered by the part that asks for it, once that is there; too late, it would surprise. */
function answerEarlyKeys(): void {
  early ??= window.takeEarlyKeys?.() ?? [];
  if (early.length === 0) return;
  setTimeout(() => {
    const waiting = early?.splice(0) ?? [];
    for (const event of waiting)
      if (performance.now() - event.timeStamp < earlyKeysLastMs && !answer(event)) early?.push(event);
  });
}

/** One listener for all, in the capture phase: it must see an open popup before the popup closes itself. */
function register(entry: KeyEntry): () => void {
  if (entries.length === 0) window.addEventListener('keydown', listen, true);
  entries.push(entry);
  answerEarlyKeys();
  return () => {
    const index = entries.indexOf(entry);
    if (index >= 0) entries.splice(index, 1);
    if (entries.length === 0) window.removeEventListener('keydown', listen, true);
  };
}
