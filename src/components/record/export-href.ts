import { drawnForHeader } from '@/domain/drawn-for';
import type { RecordDefinition } from '@/domain/record';
import type { ListQuery } from './list-state';

/** The address that answers with the list as a workbook, under the same filters. */
export function exportHref(definition: Pick<RecordDefinition, 'module'>, query: ListQuery, drawnFor: string): string {
  const params = new URLSearchParams({ side: query.side });
  for (const [name, value] of Object.entries(query.filters)) params.append(`f.${name}`, value);
  params.set(drawnForHeader, drawnFor);
  return `/api/export/${definition.module}?${params}`;
}
