'use client';
import { type ReactNode, useState } from 'react';
import { Field } from '@/components/ui/field';
import { Textarea } from '@/components/ui/textarea';
import { CommandDialog, type CommandDialogProps } from './command-dialog';

type ReasonDialogProps<Result> = Omit<CommandDialogProps<Result>, 'isDirty' | 'missing' | 'onSend' | 'children'> & {
  reasonLabel: string;
  /** Said on the button until there is a reason. */
  reasonMissing: string;
  onSend: (reason: string) => Promise<Result>;
  /** Something beside the reason was chosen. */
  isDirtyBeside?: boolean;
  children?: ReactNode;
};

/** 撤销, 作废, 停用: one deed and its reason, after what becomes of the bags has been said. */
export function ReasonDialog<Result>({
  reasonLabel,
  reasonMissing,
  onSend,
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
      <Field label={reasonLabel} layout="top">
        <Textarea rows={2} autoFocus maxLength={200} value={reason} onValueChange={setReason} />
      </Field>
      {children}
    </CommandDialog>
  );
}
