import { drawnForHeader } from '@/domain/drawn-for';
import type { ListQuery } from './list-state';

/** The address that answers with the list as a workbook, under the same filters. */
export function exportHref(list: { readonly module: string }, query: ListQuery, drawnFor: string): string {
  const params = new URLSearchParams({ side: query.side });
  for (const [name, value] of Object.entries(query.filters)) params.append(`f.${name}`, value);
  params.set(drawnForHeader, drawnFor);
  return `/api/export/${list.module}?${params}`;
}
