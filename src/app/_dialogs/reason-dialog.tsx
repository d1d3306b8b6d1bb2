'use client';
import { type ReactNode, useState } from 'react';
import type { DictionaryName } from '@/domain/dictionaries/names';
import { CommandDialog, type CommandDialogProps } from './command-dialog';
import { ReasonField } from './reason-field';

type ReasonDialogProps<Result> = Omit<CommandDialogProps<Result>, 'isDirty' | 'missing' | 'onSend' | 'children'> & {
  reasonLabel: string;
  /** Said on the button until there is a reason. */
  reasonMissing: string;
  onSend: (reason: string) => Promise<Result>;
  /** Its words are offered below the field. */
  dictionary?: DictionaryName | undefined;
  /** Something beside the reason was chosen. */
  isDirtyBeside?: boolean;
  children?: ReactNode;
};

/** 撤销, 作废, 停用: one deed and its reason, after what becomes of the bags has been said. */
export function ReasonDialog<Result>({
  reasonLabel,
  reasonMissing,
  onSend,
  dictionary,
  isDirtyBeside = false,
  children,
  ...dialog
}: ReasonDialogProps<Result>) {
  const [reason, setReason] = useState('');
  const words = reason.trim();
  return (
    <CommandDialog
      {...dialog}
      isDirty={words !== '' || isDirtyBeside}
      missing={words.length < 2 ? reasonMissing : null}
      onSend={() => onSend(words)}
    >
      <ReasonField label={reasonLabel} dictionary={dictionary} value={reason} onValueChange={setReason} autoFocus />
      {children}
    </CommandDialog>
  );
}
