'use client';
import { parseAsString, useQueryStates } from 'nuqs';
import { useCallback, useMemo } from 'react';
import { columnsShown } from '@/domain/list-views';
import type { ListDefinition } from '@/domain/record';
import { parseCityDateTime } from '@/i18n/format';
import { type KeptView, type ListViewStore, useListViewStore } from './list-views';

/** A saved view: fixed filters, and for two-party records the side. Its word is `<module>.tabs.<name>`. */
export interface RecordTab {
  readonly name: string;
  readonly filters?: Readonly<Record<string, string>>;
  readonly side?: 'owner' | 'party';
  readonly count?: number | undefined;
}

/** What the list asks the server for: the input of `<module>.list`. */
export interface ListQuery {
  filters: Record<string, string>;
  side: 'owner' | 'party';
  after?: string;
  before?: string;
  /** Shown beside the list's own columns. */
  columns?: string[];
}

export interface ListState {
  readonly query: ListQuery;
  readonly tabs: readonly RecordTab[];
  readonly tab: RecordTab;
  /** What the person typed, without what the tab fixes. */
  readonly filters: Readonly<Record<string, string>>;
  readonly isFiltered: boolean;
  readonly columns: readonly string[];
  readonly views: ListViewStore | null;
  /** The saved view that is looked through. */
  readonly view: KeptView | null;
  /** The tab or the filters are no longer those of the view. */
  readonly isViewChanged: boolean;
  readonly chooseView: (view: KeptView) => void;
  /** Ordinal of the first row on the page, and of the page; both from 1. */
  readonly from: number;
  readonly page: number;
  readonly openId: string | null;
  readonly chooseTab: (name: string) => void;
  readonly applyFilters: (filters: Readonly<Record<string, string>>) => void;
  readonly goNext: (cursor: string, shown: number) => void;
  readonly goPrevious: (cursor: string | null) => void;
  readonly open: (id: string | null) => void;
}

export const listPageSize = 50;
const dayMs = 86_400_000;
const allTab: RecordTab = { name: 'all' };

/**
 * The state of a list page, held in the address: it can be bookmarked, sent to a colleague and walked back.
 * @param listName under which its views are kept, where a module has a list beside that of its records.
 */
export function useListState(
  definition: ListDefinition,
  tabs: readonly RecordTab[] = [allTab],
  listName: string = definition.module,
): ListState {
  const names = useMemo(() => Object.keys(definition.filters), [definition]);
  const parsers = useMemo(
    () => ({
      ...Object.fromEntries(names.map((name) => [name, parseAsString])),
      tab: parseAsString,
      after: parseAsString,
      before: parseAsString,
      from: parseAsString,
      page: parseAsString,
      open: parseAsString,
      view: parseAsString,
    }),
    [names],
  );
  const [address, setAddress] = useQueryStates<Record<string, typeof parseAsString>>(parsers, { history: 'push' });
  const views = useListViewStore(listName);
  const view = views?.views.find(({ id }) => id === address.view) ?? null;
  // An address that names a view and asks for nothing itself asks for what the view does.
  const isBare = view !== null && !address.tab && names.every((name) => !address[name]);
  const asked = isBare ? view.filters : address;
  const tabName = (isBare ? view.tab : address.tab) || tabs[0]?.name;
  const tab = tabs.find((candidate) => candidate.name === tabName) ?? tabs[0] ?? allTab;
  const filters = useMemo(() => filled(names, asked), [names, asked]);
  const isViewChanged = view !== null && (tab.name !== (view.tab || tabs[0]?.name) || !isSame(names, filters, view));
  const after = address.after || null;
  const before = address.before || null;
  const from = after || before ? Math.max(1, Number(address.from ?? 1)) : 1;

  const chosen = (view ?? views?.views.find(({ name, isMine }) => isMine && name === ''))?.columns ?? null;
  const columns = useMemo(() => columnsShown(definition, chosen), [definition, chosen]);
  const more = columns.filter((name) => !definition.listColumns.includes(name));

  const set = useCallback((next: Record<string, string | null>) => void setAddress(next), [setAddress]);
  const page = after || before ? Math.max(2, Number(address.page ?? 2) || 2) : 1;
  const firstPage = { after: null, before: null, from: null, page: null };
  const tabInAddress = (name: string) => (name === tabs[0]?.name ? null : name || null);
  const isAskedFor = (tabName: string, values: Readonly<Record<string, string>>) =>
    tabInAddress(tabName) !== null || names.some((name) => values[name]);
  const filtersInAddress = (next: Readonly<Record<string, string>>) =>
    Object.fromEntries(names.map((name) => [name, next[name] || null]));

  return {
    query: {
      filters: { ...asQuery(definition, filters), ...tab.filters },
      side: tab.side ?? 'owner',
      ...(before ? { before } : after ? { after } : {}),
      ...(more.length > 0 ? { columns: more } : {}),
    },
    columns,
    views,
    view,
    isViewChanged,
    chooseView: (next) =>
      set({
        ...firstPage,
        open: null,
        tab: tabInAddress(next.tab),
        ...filtersInAddress(next.filters),
        view: next.id,
      }),
    tabs,
    tab,
    filters,
    isFiltered: Object.keys(filters).length > 0,
    from,
    page,
    openId: address.open || null,
    chooseTab: (name) =>
      set({ ...firstPage, ...filtersInAddress(filters), open: null, view: null, tab: tabInAddress(name) }),
    applyFilters: (next) =>
      set({
        ...firstPage,
        ...filtersInAddress(next),
        open: null,
        tab: tabInAddress(tab.name),
        // A bare address would ask for what the view does: whoever takes that away has left the view.
        ...(view && !isAskedFor(tab.name, next) && isAskedFor(view.tab, view.filters) ? { view: null } : {}),
      }),
    goNext: (cursor, shown) =>
      set({ open: null, after: cursor, before: null, from: String(from + shown), page: String(page + 1) }),
    goPrevious: (cursor) =>
      cursor === null || page <= 2
        ? set({ ...firstPage, open: null })
        : set({
            open: null,
            after: null,
            before: cursor,
            from: String(Math.max(1, from - listPageSize)),
            page: String(page - 1),
          }),
    open: (id) => set({ open: id }),
  };
}

/** What is asked for, by the names of the filters alone. */
function filled(names: readonly string[], values: Readonly<Record<string, string | null>>): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = values[name];
      return value ? [[name, value]] : [];
    }),
  );
}

function isSame(names: readonly string[], filters: Readonly<Record<string, string>>, view: KeptView): boolean {
  return names.every((name) => (filters[name] ?? '') === (view.filters[name] ?? ''));
}

/** Days in the address are calendar days of the city, both included; the server compares instants. */
function asQuery(definition: ListDefinition, filters: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(filters).map(([name, value]) => {
      if (definition.filters[name]?.kind !== 'since-until') return [name, value];
      const [from = '', to = ''] = value.split('..');
      const since = parseCityDateTime(from);
      const until = parseCityDateTime(to);
      return [name, `${since?.toISOString() ?? ''}..${until ? new Date(until.getTime() + dayMs).toISOString() : ''}`];
    }),
  );
}
