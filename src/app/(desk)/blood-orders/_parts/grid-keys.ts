import type { KeyboardEvent } from 'react';

/** Where the boxes of a grid stand. A box says its own name: `data-cell`. */
export interface GridPlaces {
  readonly rows: number;
  readonly columns: number;
  readonly placeOf: (name: string) => readonly [row: number, column: number];
  /** Null: nothing can be typed there. */
  readonly nameAt: (row: number, column: number) => string | null;
}

/** Boxes that are called by where they stand: `row:column`. */
export function numberedPlaces(rows: number, columns: number): GridPlaces {
  return {
    rows,
    columns,
    placeOf: (name) => {
      const [row = 0, column = 0] = name.split(':').map(Number);
      return [row, column];
    },
    nameAt: (row, column) => `${row}:${column}`,
  };
}

/** Enter and the arrows go up and down, and left and right where the caret stands at the end of what is typed. Steps over what is not there. */
export function moveInGrid(event: KeyboardEvent<HTMLElement>, places: GridPlaces): void {
  const box = event.target;
  if (!(box instanceof HTMLInputElement) || !box.dataset.cell) return;
  if (event.ctrlKey || event.altKey || event.metaKey || event.nativeEvent.isComposing || event.defaultPrevented) return;
  const isAll = box.selectionStart === 0 && box.selectionEnd === box.value.length;
  const isAtStart = isAll || (box.selectionStart === 0 && box.selectionEnd === 0);
  const isAtEnd = isAll || (box.selectionStart === box.value.length && box.selectionEnd === box.value.length);
  const step = stepOf(event, isAtStart, isAtEnd);
  if (!step) return;
  event.preventDefault();
  let [row, column] = places.placeOf(box.dataset.cell);
  for (;;) {
    row += step.rows;
    column += step.columns;
    if (row < 0 || row >= places.rows || column < 0 || column >= places.columns) return;
    const name = places.nameAt(row, column);
    const next = name && event.currentTarget.querySelector<HTMLInputElement>(`[data-cell="${name}"]`);
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
