import type { KeyboardEvent } from 'react';

/**
 * Boxes of a table that say `data-cell="row:column"`: Enter and the arrows go up and down, and left and right where the caret stands at the end of what is
 * typed, as in the grid of an order. Steps over what is not there.
 */
export function moveInGrid(event: KeyboardEvent<HTMLElement>, size: { rows: number; columns: number }): void {
  const box = event.target;
  if (!(box instanceof HTMLInputElement) || !box.dataset.cell) return;
  if (event.ctrlKey || event.altKey || event.metaKey || event.nativeEvent.isComposing || event.defaultPrevented) return;
  const isAll = box.selectionStart === 0 && box.selectionEnd === box.value.length;
  const isAtStart = isAll || (box.selectionStart === 0 && box.selectionEnd === 0);
  const isAtEnd = isAll || (box.selectionStart === box.value.length && box.selectionEnd === box.value.length);
  const step = stepOf(event, isAtStart, isAtEnd);
  if (!step) return;
  event.preventDefault();
  let [row = 0, column = 0] = box.dataset.cell.split(':').map(Number);
  for (;;) {
    row += step.rows;
    column += step.columns;
    if (row < 0 || row >= size.rows || column < 0 || column >= size.columns) return;
    const next = event.currentTarget.querySelector<HTMLInputElement>(`[data-cell="${row}:${column}"]`);
    if (!next) continue;
    next.focus();
    return;
  }
}

function stepOf(event: KeyboardEvent, isAtStart: boolean, isAtEnd: boolean) {
  switch (event.key) {
    case 'ArrowUp':
      return { rows: -1, columns: 0 };
    case 'ArrowDown':
      return { rows: 1, columns: 0 };
    case 'Enter':
      return { rows: event.shiftKey ? -1 : 1, columns: 0 };
    case 'ArrowLeft':
      return isAtStart ? { rows: 0, columns: -1 } : null;
    case 'ArrowRight':
      return isAtEnd ? { rows: 0, columns: 1 } : null;
    default:
      return null;
  }
}
