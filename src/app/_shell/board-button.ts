/** Cells of the dark band: full height, a hairline at the left. */
export const boardCell = 'flex h-full items-center gap-1.5 border-l border-board-line px-3 text-13 text-board-ink';
export const boardButton = `${boardCell} outline-offset-[-3px] hover:bg-board-2`;
