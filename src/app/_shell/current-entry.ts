import type { MenuEntry, MenuItem } from './frame-types';

export function listItems(entries: readonly MenuEntry[]): MenuItem[] {
  return entries.flatMap((entry): readonly MenuItem[] => {
    if (entry.kind === 'item') return [entry];
    return entry.kind === 'group' ? entry.items : [];
  });
}

/** The menu item a path belongs to: the longest that leads to it. */
export function findCurrentHref(entries: readonly MenuEntry[], pathname: string): string | null {
  let found: string | null = null;
  for (const { href } of listItems(entries)) {
    const leadsHere = pathname === href || pathname.startsWith(`${href}/`);
    if (leadsHere && href.length > (found?.length ?? 0)) found = href;
  }
  return found;
}
