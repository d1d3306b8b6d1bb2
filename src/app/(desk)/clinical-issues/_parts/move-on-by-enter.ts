import type { KeyboardEvent } from 'react';

const fields = 'input:not([type="hidden"]), textarea, [role="combobox"], [role="radio"], [role="checkbox"]';

function isReachable(field: HTMLElement): boolean {
  return field.tabIndex >= 0 && !field.matches(':disabled, [aria-hidden="true"]') && field.offsetParent !== null;
}

/**
 * Enter 下一项: from a line of text, or an answer already chosen, to the next field of the page. A form of its own is submitted instead, and
 * Enter that ends a scan never arrives here.
 */
export function moveOnByEnter(event: KeyboardEvent<HTMLElement>): void {
  const { target, nativeEvent } = event;
  if (event.key !== 'Enter' || event.ctrlKey || event.altKey || event.shiftKey || event.metaKey) return;
  if (event.defaultPrevented || nativeEvent.isComposing || nativeEvent.keyCode === 229) return;
  if (!(target instanceof HTMLElement) || target.closest('form') || !event.currentTarget.contains(target)) return;
  if (!target.matches('input, [role="radio"][aria-checked="true"]')) return;
  event.preventDefault();
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>(fields)].filter(isReachable);
  all.find((field) => (target.compareDocumentPosition(field) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0)?.focus();
}
