'use client';
import { useState } from 'react';
import { CommandDialog, type SentCommand } from '@/app/_dialogs/command-dialog';
import { Checkbox } from '@/components/ui/checkbox';
import { Field } from '@/components/ui/field';
import { Textarea } from '@/components/ui/textarea';
import type { DeclaredCell } from '@/domain/declared-stock/schema';
import { useDeclaredWords } from './declared-words';

type DeclareDialogProps<Result> = {
  day: string;
  cells: readonly DeclaredCell[];
  /** Had stock last time and stand empty now. */
  unsaid: readonly DeclaredCell[];
  isCorrection: boolean;
  command: SentCommand<Result>;
  onSend: (confirmed: { areZeroesConfirmed: boolean; reason: string }) => Promise<Result>;
  onDone: (result: Result) => Promise<unknown>;
  onClose: () => void;
};

/** What will be said, before it is said: how much, which cells are none, and which were perhaps forgotten. */
export function DeclareDialog<Result>({
  day,
  cells,
  unsaid,
  isCorrection,
  command,
  onSend,
  onDone,
  onClose,
}: DeclareDialogProps<Result>) {
  const { t, sayAmounts, format } = useDeclaredWords();
  const [areZeroesConfirmed, setAreZeroesConfirmed] = useState(false);
  const [reason, setReason] = useState('');
  const zeroes = cells.filter(({ amount }) => amount === 0);
  const missing =
    zeroes.length > 0 && !areZeroesConfirmed
      ? t('needsZeroes')
      : isCorrection && reason.trim().length < 2
        ? t('needsReason')
        : null;
  return (
    <CommandDialog
      command={command}
      definition={{ module: 'declared-stock' }}
      title={t(isCorrection ? 'confirm.correctTitle' : 'confirm.title', { day })}
      description={t('confirm.summary', { cells: format.number(cells.length), amounts: sayAmounts(cells) })}
      isDirty={areZeroesConfirmed || reason.trim() !== ''}
      missing={missing}
      actionLabel={t(isCorrection ? 'confirm.correct' : 'confirm.submit')}
      onSend={() => onSend({ areZeroesConfirmed, reason: reason.trim() })}
      onDone={onDone}
      onClose={onClose}
    >
      <div className="flex flex-col gap-3">
        {zeroes.length > 0 && (
          <section className="border-2 border-lv2-edge bg-lv2-tint px-3 py-2 text-13">
            <h3 className="font-bold">{t('confirm.zeroes', { count: zeroes.length })}</h3>
            <CellList cells={zeroes} />
            <div className="mt-1.5">
              <Checkbox isChecked={areZeroesConfirmed} onCheckedChange={setAreZeroesConfirmed}>
                {t('confirm.zeroesCheck')}
              </Checkbox>
            </div>
          </section>
        )}
        {unsaid.length > 0 && (
          <section className="border border-line-2 px-3 py-2 text-13">
            <h3>{t('confirm.unsaid', { count: unsaid.length })}</h3>
            <CellList cells={unsaid} />
          </section>
        )}
        {isCorrection && (
          <Field label={t('confirm.reason')} layout="top">
            <Textarea rows={2} maxLength={200} value={reason} onValueChange={setReason} />
          </Field>
        )}
      </div>
    </CommandDialog>
  );
}

function CellList({ cells }: { cells: readonly DeclaredCell[] }) {
  const { sayCell } = useDeclaredWords();
  return (
    <ul className="mt-1 grid max-h-32 grid-cols-3 gap-x-3 overflow-auto">
      {cells.map((cell) => (
        <li key={sayCell(cell)} className="truncate">
          {sayCell(cell)}
        </li>
      ))}
    </ul>
  );
}
