'use client';
import { parseAsString, useQueryStates } from 'nuqs';
import { useCallback, useMemo } from 'react';
import { columnsShown } from '@/domain/list-views';
import type { RecordDefinition } from '@/domain/record';
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

/** The state of a list page, held in the address: it can be bookmarked, sent to a colleague and walked back. */
export function useListState(
  definition: RecordDefinition,
  tabs: readonly RecordTab[] = [allTab],
  { hasViews = true }: { hasViews?: boolean } = {},
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
  const tab = tabs.find((candidate) => candidate.name === address.tab) ?? tabs[0] ?? allTab;
  const filters = useMemo(
    () =>
      Object.fromEntries(
        names.flatMap((name) => {
          const value = address[name];
          return value ? [[name, value]] : [];
        }),
      ),
    [names, address],
  );
  const after = address.after || null;
  const before = address.before || null;
  const from = after || before ? Math.max(1, Number(address.from ?? 1)) : 1;

  const views = useListViewStore(hasViews ? definition.module : null);
  const view = views?.views.find(({ id }) => id === address.view) ?? null;
  const chosen = (view ?? views?.views.find(({ name, isMine }) => isMine && name === ''))?.columns ?? null;
  const columns = useMemo(() => columnsShown(definition, chosen), [definition, chosen]);
  const more = columns.filter((name) => !definition.listColumns.includes(name));

  const set = useCallback((next: Record<string, string | null>) => void setAddress(next), [setAddress]);
  const page = after || before ? Math.max(2, Number(address.page ?? 2) || 2) : 1;
  const firstPage = { after: null, before: null, from: null, page: null };

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
    chooseView: (next) =>
      set({
        ...firstPage,
        open: null,
        tab: next.tab === tabs[0]?.name ? null : next.tab || null,
        ...Object.fromEntries(names.map((name) => [name, next.filters[name] || null])),
        view: next.id,
      }),
    tabs,
    tab,
    filters,
    isFiltered: Object.keys(filters).length > 0,
    from,
    page,
    openId: address.open || null,
    chooseTab: (name) => set({ ...firstPage, open: null, view: null, tab: name === tabs[0]?.name ? null : name }),
    applyFilters: (next) =>
      set({ ...firstPage, open: null, ...Object.fromEntries(names.map((name) => [name, next[name] || null])) }),
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

/** Days in the address are calendar days of the city, both included; the server compares instants. */
function asQuery(definition: RecordDefinition, filters: Readonly<Record<string, string>>): Record<string, string> {
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
