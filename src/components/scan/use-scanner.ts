'use client';

import { useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl';
import { decodeKeyDown, decodeKeyUp, emptyDecoder, isLabelBurst, isModifier } from './decode-keys';
import { playTone } from './scan-sounds';

export interface ScannerOptions {
  /** `false`, of a dialog: not for whoever listens here, and somebody else may answer it. A page that listens keeps what it hears. */
  readonly onScan: (text: string) => unknown;
  readonly isEnabled?: boolean;
  /**
   * What the hand works on hears the scanner: an open dialog, else the page. Under the lock nobody is known: then only the lock itself
   * hears it, and no code reaches anything else. `unheard`: a dialog that no scan belongs to; what nobody else answered is refused aloud.
   * `frame`: around the page; what nobody on it answered, while no dialog is open. In a field it takes ISBT 128 labels alone.
   */
  readonly on?: 'page' | 'dialog' | 'lock' | 'unheard' | 'frame';
}

/**
 * Listens to the whole page: the scanner works wherever the focus is. What the burst typed into a field is taken out again,
 * so that a code never ends up in a name or a remark.
 */
export function useScanner({ onScan, isEnabled = true, on = 'page' }: ScannerOptions): void {
  const t = useTranslations('ui');
  const handler = useRef(onScan);
  handler.current = onScan;
  const underneath = useRef('');
  underneath.current = t('scanUnderneath');

  useEffect(() => {
    if (!isEnabled) return;
    let decoder = emptyDecoder;
    let touched: Touched | null = null;
    let kept: Kept | null = null;

    const onKeyDown = (event: KeyboardEvent) => {
      // Our own, which closes a picker in the middle of a scan that others are still reading.
      if (!event.isTrusted && event.key === 'Escape') return;
      if (on !== 'lock' && document.querySelector('[data-floating="lock"]')) {
        decoder = emptyDecoder;
        touched = null;
        return;
      }
      const before = decoder;
      const step = decodeKeyDown(decoder, event);
      decoder = step.decoder;
      // Three fast keys and a pause, an Enter too early, or a Ctrl, which no label has: it was a hand after all, and what its next key sends
      // is to have all of it.
      if (
        kept &&
        (step.kind === 'other'
          ? !isModifier(event.code) || isControl(event.code)
          : step.kind === 'typing' && !step.isBurst)
      )
        giveBack(kept);
      if (kept && step.kind !== 'other') kept = step.kind === 'typing' && step.isBurst ? kept : forgetKept(kept);
      const field = editableOf(event.target);
      const isLeft = on === 'frame' && (isUnderDialog() || (field !== null && !isLabelBurst(before)));
      if (step.kind === 'typing') {
        if (before.buffer === '' || decoder.buffer.length === 1)
          touched = field ? { field, value: field.value, hadPopup: hasPopup() } : null;
        if (step.isBurst && !isLeft) {
          // Several may listen; the first of them keeps it.
          if (field && !event.defaultPrevented)
            kept = keepBack(kept, field, decoder.buffer.slice(before.buffer.length));
          event.preventDefault();
        }
      } else if (step.kind === 'scan' && !isLeft) {
        event.preventDefault();
        event.stopPropagation();
        if (kept) kept = forgetKept(kept);
        if (touched) {
          restore(touched);
          if (event.isComposing || event.keyCode === 229) restoreAfterComposition(touched, step.text);
        }
        touched = null;
        // Taken out of the field all the same: a bag that is scanned beside a dialog must neither fill in nor answer its question.
        if (on === 'unheard' || on === 'frame') whenUnheard(event, 0, () => handler.current(step.text));
        else if (on === 'page' && isUnderDialog())
          whenUnheard(event, afterDialogsMs, () => sayLost(underneath.current));
        else if (handler.current(step.text) !== false || on === 'page') heard.add(event);
      }
    };
    const onKeyUp = (event: KeyboardEvent) => {
      decoder = decodeKeyUp(decoder, event);
    };
    window.addEventListener('keydown', onKeyDown, true);
    window.addEventListener('keyup', onKeyUp, true);
    return () => {
      window.removeEventListener('keydown', onKeyDown, true);
      window.removeEventListener('keyup', onKeyUp, true);
    };
  }, [isEnabled, on]);
}

/** Scans that somebody answered, by the key that ended them. */
const heard = new WeakSet<KeyboardEvent>();

/** Told where the hand works, in the dialog, sooner than beside it. */
const afterDialogsMs = 10;

/** A label that nobody asked for is lost, and must not be lost in silence: answered once, after every other listener had its turn. */
function whenUnheard(event: KeyboardEvent, afterMs: number, answer: () => void): void {
  setTimeout(() => {
    if (heard.has(event)) return;
    heard.add(event);
    answer();
  }, afterMs);
}

/** Refused aloud, and in words where no dialog has room for them. */
export function sayLost(words: string): void {
  playTone('refuse');
  void import('../ui/toast-host').then(({ toast }) => toast(words)).catch(() => undefined);
}

/** Of a dialog: a scan that nothing in it takes leaves its fields and its question as they are, and is refused aloud. */
export function useScanRefusal(onRefused: () => void): void {
  useScanner({
    on: 'unheard',
    onScan() {
      playTone('refuse');
      onRefused();
    },
  });
}

function isUnderDialog(): boolean {
  return document.querySelector('[data-floating="dialog"][data-open]') !== null;
}

function editableOf(target: EventTarget | null): HTMLInputElement | HTMLTextAreaElement | null {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement ? target : null;
}

/** Keys that were taken for a scanner's and kept from their field, until it is known what they were. */
type Kept = {
  readonly field: HTMLInputElement | HTMLTextAreaElement;
  text: string;
  timer: ReturnType<typeof setTimeout>;
};

function keepBack(kept: Kept | null, field: Kept['field'], text: string): Kept {
  if (kept) clearTimeout(kept.timer);
  const next: Kept = { field, text: (kept?.text ?? '') + text, timer: setTimeout(() => giveBack(next), keptMs) };
  return next;
}

function isControl(code: string): boolean {
  return code.startsWith('Control');
}

/** Longer than any pause within a scan. */
const keptMs = 120;

function forgetKept(kept: Kept): null {
  clearTimeout(kept.timer);
  kept.text = '';
  return null;
}

/** A hand can strike three keys that fast: what it typed belongs in the field. */
function giveBack(kept: Kept): void {
  const { field, text } = kept;
  forgetKept(kept);
  if (text === '' || !field.isConnected) return;
  const { value, maxLength } = field;
  const end = field.selectionEnd ?? value.length;
  const start = field.selectionStart ?? end;
  const room = maxLength < 0 ? text.length : Math.max(0, maxLength - (value.length - (end - start)));
  const given = text.slice(0, room);
  setValue(field, `${value.slice(0, start)}${given}${value.slice(end)}`);
  // Setting a value moves the caret to its end: the hand types on where it was. Kinds of field without a caret have no start, and one
  // that was left is left alone: some browsers would call the focus back.
  if (field.selectionStart !== null && document.activeElement === field)
    field.setSelectionRange(start + given.length, start + given.length);
}

/** An input method puts what it composed into the field after the key that ended the scan: that code is taken out once more. */
function restoreAfterComposition(touched: Touched, text: string): void {
  const { field } = touched;
  const again = (event: Event) => {
    const { data } = event as InputEvent | CompositionEvent;
    if (event.isTrusted && data && data.normalize('NFKC').toUpperCase() === text.toUpperCase())
      setTimeout(() => restore(touched));
  };
  const kinds = ['input', 'compositionend'] as const;
  for (const kind of kinds) field.addEventListener(kind, again);
  setTimeout(() => {
    for (const kind of kinds) field.removeEventListener(kind, again);
  }, compositionMs);
}

const compositionMs = 1_000;

type Touched = {
  readonly field: HTMLInputElement | HTMLTextAreaElement;
  readonly value: string;
  readonly hadPopup: boolean;
};

function hasPopup(): boolean {
  return document.querySelector('[data-floating="popup"][data-open]') !== null;
}

/** Through the native setter, so that React sees the change. */
function setValue(field: HTMLInputElement | HTMLTextAreaElement, value: string): void {
  const prototype = field instanceof HTMLInputElement ? HTMLInputElement.prototype : HTMLTextAreaElement.prototype;
  Object.getOwnPropertyDescriptor(prototype, 'value')?.set?.call(field, value);
  field.dispatchEvent(new Event('input', { bubbles: true }));
}

/** A picker that the first keys opened is closed again. */
function restore({ field, value, hadPopup }: Touched): void {
  if (field.value !== value) setValue(field, value);
  if (!hadPopup && hasPopup())
    field.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Escape', code: 'Escape', bubbles: true, cancelable: true }),
    );
}
