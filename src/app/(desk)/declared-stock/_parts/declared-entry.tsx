'use client';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useMemo, useState } from 'react';
import { useTRPC } from '@/app/_client/trpc';
import { useCommand } from '@/app/_client/use-command';
import { Page } from '@/app/_shell/page';
import { Button } from '@/components/ui/button';
import { toast } from '@/components/ui/toast-host';
import { useKey } from '@/components/ui/use-key';
import { declaredKey, unsaidSince } from '@/domain/declared-stock/rules';
import type { DeclaredCell } from '@/domain/declared-stock/schema';
import { DeclareDialog } from './declare-dialog';
import { DeclaredGrid } from './declared-grid';
import type { OpenDeclaration } from './declared-types';
import { useDeclaredWords } from './declared-words';
import { readEntry, rowsOf, type Texts, textsOf } from './entry';
import { ImportDialog } from './import-dialog';

type DeclaredEntryProps = {
  base: OpenDeclaration;
  now: Date;
  mayDeclare: boolean;
  note: ReactNode;
  status: ReactNode;
  banner: ReactNode;
  side: ReactNode;
  drawer: ReactNode;
  onDeclared: (data: OpenDeclaration) => void;
};

const none: readonly DeclaredCell[] = [];

/** The table of one day, typed over the last one's hints, looked over in a dialog, and then said. */
export function DeclaredEntry(props: DeclaredEntryProps) {
  const { base, now, mayDeclare, note, status, banner, side, drawer, onDeclared } = props;
  const { t, format } = useDeclaredWords();
  const trpc = useTRPC();
  const client = useQueryClient();
  const command = useCommand(trpc.declaredStock.declare.mutationOptions());
  const { standing, previous } = base;
  const [texts, setTexts] = useState<Texts>(() => textsOf(standing?.cells ?? none));
  const [entry, setEntry] = useState<'form' | 'import'>('form');
  const [isWhole, setIsWhole] = useState(false);
  const [open, setOpen] = useState<'declare' | 'import' | null>(null);
  const last = previous?.cells ?? none;
  const hints = useMemo(() => new Map(last.map((cell) => [declaredKey(cell), cell.amount])), [last]);
  const { cells, badKeys } = useMemo(() => readEntry(texts, now), [texts, now]);
  const rows = rowsOf(now, [...last, ...(standing?.cells ?? none)], texts, isWhole);
  const unsaid = unsaidSince(standing?.cells ?? last, cells);
  const zeroes = cells.filter(({ amount }) => amount === 0).length;
  const isUnchanged = standing !== null && isSame(cells, standing.cells);
  const missing =
    badKeys.size > 0 ? t('needsNumbers') : cells.length === 0 ? t('needsCells') : isUnchanged ? t('needsChange') : null;

  function begin() {
    if (!mayDeclare || missing || open) return;
    setOpen('declare');
  }
  useKey('Ctrl Enter', begin, { reach: 'form' });

  function send(confirmed: { areZeroesConfirmed: boolean; reason: string }) {
    return command.send({
      day: base.today,
      version: standing?.version ?? null,
      cells: [...cells],
      entry,
      ...confirmed,
    });
  }
  async function tell({ cellCount }: { cellCount: number }) {
    const fresh = await client.fetchQuery({ ...trpc.declaredStock.open.queryOptions({}), staleTime: 0 });
    toast(t('done', { count: cellCount }));
    onDeclared(fresh);
  }
  function close() {
    setOpen(null);
    // Left refused, or without an answer after that was said: what is typed next is another entry.
    if (command.state === 'failed') command.beginAnew();
  }

  const keys = useMemo(
    () => [
      { keys: 'Tab', label: t('keys.next') },
      { keys: 'Enter', label: t('keys.down') },
      { keys: '↑ ↓ ← →', label: t('keys.move') },
      { keys: 'Ctrl Enter', label: t('keys.declare') },
    ],
    [t],
  );

  return (
    <Page
      title={t('title')}
      note={note}
      drawer={drawer}
      keys={mayDeclare ? keys : []}
      actions={
        <>
          {status}
          {mayDeclare && (
            <>
              <Button onClick={() => setOpen('import')}>{t('import')}</Button>
              <Button variant="primary" kbd="Ctrl Enter" disabledReason={missing} onClick={begin}>
                {standing ? t('correct') : t('declare', { count: cells.length })}
              </Button>
            </>
          )}
        </>
      }
    >
      {banner}
      <div className="flex min-h-0 flex-1 gap-2">
        <DeclaredGrid
          rows={rows}
          texts={texts}
          hints={hints}
          cells={cells}
          badKeys={badKeys}
          isLocked={!mayDeclare}
          onType={(key, text) => setTexts((before) => new Map(before).set(key, text))}
        />
        {side}
      </div>
      <div className="flex min-h-7 flex-none items-center gap-4 text-12 text-ink-2">
        <span className="min-w-0 truncate">
          {previous ? t('hint', { time: format.dayTime(previous.declaredAt, now) }) : t('hintFirst')}
        </span>
        <span className="ml-auto flex-none">
          {t('filled', { count: cells.length })}
          {zeroes > 0 && <strong className="ml-3 text-ink">{t('zeroes', { count: zeroes })}</strong>}
          {cells.length > 0 && unsaid.length > 0 && (
            <span className="ml-3">{t('unsaid', { count: unsaid.length })}</span>
          )}
        </span>
        <Button size="sm" variant="ghost" onClick={() => setIsWhole(!isWhole)}>
          {t(isWhole ? 'fewerRows' : 'moreRows')}
        </Button>
      </div>
      {open === 'declare' && (
        <DeclareDialog
          day={base.today}
          cells={cells}
          unsaid={unsaid}
          isCorrection={standing !== null}
          command={command}
          onSend={send}
          onDone={tell}
          onClose={close}
        />
      )}
      {open === 'import' && (
        <ImportDialog
          isReplacing={cells.length > 0}
          onClose={() => setOpen(null)}
          onCells={(imported) => {
            setTexts(textsOf(imported));
            setEntry('import');
            setOpen(null);
          }}
        />
      )}
    </Page>
  );
}

function isSame(left: readonly DeclaredCell[], right: readonly DeclaredCell[]): boolean {
  const known = textsOf(right);
  const mine = textsOf(left);
  return left.length === right.length && [...mine].every(([key, text]) => known.get(key) === text);
}
