'use client';
import { Fragment, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import {
  Cell,
  CutRow,
  HeadCell,
  type RowDensity,
  type RowState,
  Table,
  TableFrame,
  TableHead,
  TableRow,
} from '@/components/ui/table';
import type { RecordDefinition } from '@/domain/record';
import type { ListPage, ListRow } from '@/server/kernel/list';
import { alignOf, FieldValue } from './field-value';
import { useRecordWords } from './record-words';

/** A module that shows a cell otherwise draws it itself, from the row it is given. */
export type RenderCell = Readonly<Record<string, (row: ListRow) => ReactNode>>;

type RecordTableProps = {
  definition: RecordDefinition;
  page: ListPage<ListRow>;
  /** Names of fields in their order; the first opens the row. */
  columns: readonly string[];
  openId: string | null;
  onOpen: (id: string) => void;
  renderCell?: RenderCell | undefined;
  /** Columns that give way while the drawer stands open. */
  hiddenColumns?: readonly string[];
  density?: RowDensity;
  rowState?: ((row: ListRow) => RowState) | undefined;
  now?: Date | undefined;
};

/** What waits for someone, then the rest; the state stands fixed at the right. Arrows move along the rows, Enter opens. */
export function RecordTable(props: RecordTableProps) {
  const {
    definition,
    page,
    columns: chosen,
    openId,
    onOpen,
    renderCell,
    hiddenColumns = [],
    density = 'dense',
    rowState,
    now,
  } = props;
  const words = useRecordWords(definition);
  const t = useTranslations('record');
  const columns = chosen.filter((name) => !hiddenColumns.includes(name));
  const opener = columns[0];

  const drawRow = (row: ListRow) => (
    <TableRow
      key={row.id}
      state={row.id === openId ? 'chosen' : (rowState?.(row) ?? 'plain')}
      onClick={() => onOpen(row.id)}
      className="cursor-pointer"
    >
      {columns.map((name) => {
        const kind = definition.fields[name]?.kind;
        const drawn = renderCell?.[name]?.(row) ?? (
          <FieldValue definition={definition} name={name} row={row} organisations={page.organisations} now={now} />
        );
        return (
          <Cell key={name} align={alignOf(kind)} isSticky={kind === 'state'}>
            {name === opener ? (
              <button
                type="button"
                data-row={row.id}
                aria-current={row.id === openId || undefined}
                onClick={(event) => {
                  event.stopPropagation();
                  onOpen(row.id);
                }}
                className="text-act group-hover/row:underline"
              >
                {drawn}
              </button>
            ) : (
              drawn
            )}
          </Cell>
        );
      })}
    </TableRow>
  );

  return (
    <TableFrame label={words.title} className="flex-1">
      <Table density={density} onKeyDown={moveAlongRows}>
        <TableHead>
          {columns.map((name) => {
            const kind = definition.fields[name]?.kind;
            return (
              <HeadCell key={name} align={alignOf(kind)} isSticky={kind === 'state'}>
                {words.field(name)}
              </HeadCell>
            );
          })}
        </TableHead>
        <tbody>
          {page.waiting.map(drawRow)}
          {page.waiting.length > 0 && page.rows.length > 0 && (
            <Fragment key="cut">
              <CutRow columns={columns.length}>{t('cutLine')}</CutRow>
            </Fragment>
          )}
          {page.rows.map(drawRow)}
        </tbody>
      </Table>
    </TableFrame>
  );
}

/** From the row whose record stands open, Tab goes into it and not along all the rows below. */
function enterDrawer(event: KeyboardEvent<HTMLTableElement>): boolean {
  if (event.key !== 'Tab' || event.shiftKey || !(event.target as Element).matches('[data-row][aria-current]'))
    return false;
  const drawer = event.currentTarget.closest('main')?.querySelector<HTMLElement>('aside[data-paper="record"]');
  if (!drawer) return false;
  event.preventDefault();
  drawer.focus({ preventScroll: true });
  return true;
}

function moveAlongRows(event: KeyboardEvent<HTMLTableElement>) {
  if (enterDrawer(event)) return;
  if (!['ArrowDown', 'ArrowUp', 'Home', 'End'].includes(event.key)) return;
  const openers = [...event.currentTarget.querySelectorAll<HTMLButtonElement>('button[data-row]')];
  const at = openers.indexOf(document.activeElement as HTMLButtonElement);
  const to = { ArrowDown: at + 1, ArrowUp: Math.max(at - 1, 0), Home: 0, End: openers.length - 1 }[event.key] ?? 0;
  const target = openers[Math.min(to, openers.length - 1)];
  if (!target) return;
  event.preventDefault();
  target.focus();
}
