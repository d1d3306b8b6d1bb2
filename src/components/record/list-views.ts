'use client';
import { createContext, useContext } from 'react';
import type { ListView } from '@/domain/list-views';

export interface KeptView extends ListView {
  readonly id: string;
  readonly isMine: boolean;
  readonly mayRemove: boolean;
  readonly by: string;
}

/** What is kept on the server about how one list looks; both writes reject with what the server refused, and the views are read again either way. */
export interface ListViewStore {
  readonly views: readonly KeptView[];
  /** A new id: saving twice under it is one view. */
  readonly mintId: () => string;
  /** A whole view is a new one; of a kept one only what changes, so that nothing chosen elsewhere is undone. */
  readonly save: (view: Partial<ListView> & { readonly id: string }) => Promise<unknown>;
  readonly remove: (id: string) => Promise<unknown>;
}

/** Null: this desk keeps no views. */
export type UseListViewStore = (listName: string) => ListViewStore | null;

/** Lists know no transport: the desk hands them the hook. Without one a list has no views. */
const ListViewStores = createContext<UseListViewStore>(() => null);
export const ListViewStoreProvider = ListViewStores.Provider;

export function useListViewStore(listName: string): ListViewStore | null {
  const useStore = useContext(ListViewStores);
  return useStore(listName);
}
