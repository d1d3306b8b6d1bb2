'use client';

import { useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl';
import { decodeKeyDown, decodeKeyUp, emptyDecoder } from './decode-keys';
import { playTone } from './scan-sounds';

export interface ScannerOptions {
  /** `false`: not for whoever listens here, and somebody else may answer it. */
  readonly onScan: (text: string) => unknown;
  readonly isEnabled?: boolean;
  /**
   * What the hand works on hears the scanner: an open dialog, else the page. Under the lock nobody is known: then only the lock itself
   * hears it, and no code reaches anything else.
   */
  readonly on?: 'page' | 'dialog' | 'lock';
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
      const field = editableOf(event.target);
      if (step.kind === 'typing') {
        if (before.buffer === '' || decoder.buffer.length === 1)
          touched = field ? { field, value: field.value, hadPopup: hasPopup() } : null;
        if (step.isBurst) event.preventDefault();
      } else if (step.kind === 'scan') {
        event.preventDefault();
        event.stopPropagation();
        if (touched) {
          restore(touched);
          if (event.isComposing || event.keyCode === 229) restoreAfterComposition(touched);
        }
        touched = null;
        // Taken out of the field all the same: a bag that is scanned beside a dialog must neither fill in nor answer its question.
        if (on === 'page' && isUnderDialog()) sayUnlessHeard(event, underneath.current);
        else if (handler.current(step.text) !== false) heard.add(event);
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

/** A label scanned beside a dialog that has nothing to do with it is lost, and must not be lost in silence. */
function sayUnlessHeard(event: KeyboardEvent, words: string): void {
  // After every other listener had its turn.
  setTimeout(() => {
    if (heard.has(event)) return;
    heard.add(event);
    playTone('refuse');
    void import('../ui/toast-host').then(({ toast }) => toast(words)).catch(() => undefined);
  });
}

function isUnderDialog(): boolean {
  return document.querySelector('[data-floating="dialog"][data-open]') !== null;
}

function editableOf(target: EventTarget | null): HTMLInputElement | HTMLTextAreaElement | null {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement ? target : null;
}

/** An input method puts what it composed into the field after the key that ended the scan: it is taken out once more. */
function restoreAfterComposition(touched: Touched): void {
  const { field } = touched;
  const again = () => setTimeout(() => restore(touched));
  field.addEventListener('compositionend', again, { once: true });
  setTimeout(() => field.removeEventListener('compositionend', again), compositionMs);
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

/** Sets the value through the native setter, so that React sees the change; a picker that the first keys opened is closed again. */
function restore({ field, value, hadPopup }: Touched): void {
  if (field.value !== value) {
    const prototype = field instanceof HTMLInputElement ? HTMLInputElement.prototype : HTMLTextAreaElement.prototype;
    Object.getOwnPropertyDescriptor(prototype, 'value')?.set?.call(field, value);
    field.dispatchEvent(new Event('input', { bubbles: true }));
  }
  if (!hadPopup && hasPopup())
    field.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Escape', code: 'Escape', bubbles: true, cancelable: true }),
    );
}
