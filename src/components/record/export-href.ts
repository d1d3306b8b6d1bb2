import type { RecordDefinition } from '@/domain/record';
import type { ListQuery } from './list-state';

/** The address that answers with the list as a workbook, under the same filters. */
export function exportHref(definition: Pick<RecordDefinition, 'module'>, query: ListQuery): string {
  const params = new URLSearchParams({ side: query.side });
  for (const [name, value] of Object.entries(query.filters)) params.append(`f.${name}`, value);
  return `/api/export/${definition.module}?${params}`;
}
