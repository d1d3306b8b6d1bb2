/** Popups: no shadow; a hairline in ink sets them off. `data-floating` on the popup tells page keys that one is open. */
export const popupClasses =
  'max-h-(--available-height) max-w-(--available-width) overflow-auto rounded border border-ink bg-surface py-1 text-13 text-ink outline-none';

export const positionerClasses = 'z-50 outline-none';

export const itemClasses =
  'flex min-h-8 cursor-default items-center gap-2 px-2 py-1 outline-none select-none data-highlighted:bg-select data-disabled:text-ink-3';
