/** Nothing has the focus: where it was has gone, or nobody has pressed anything yet. */
export function isFocusFree(): boolean {
  return document.activeElement === null || document.activeElement === document.body;
}

/** Where the hand goes when the button it was on has gone: the open record, else the page. */
export function focusHome(): void {
  if (!isFocusFree()) return;
  const home = document.querySelector<HTMLElement>('aside[data-paper="record"]') ?? document.getElementById('content');
  home?.focus({ preventScroll: true });
}
