'use client';
import { type ReactNode, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Field } from '@/components/ui/field';
import { Textarea } from '@/components/ui/textarea';
import type { DictionaryName } from '@/domain/dictionaries/names';
import { CommandDialog, type CommandDialogProps } from './command-dialog';
import { OfferedWords } from './offered-words';

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

const reasonLength = 200;
/** Between words that were chosen, in either language of the screen. */
const joint = /[；;]\s*/;

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
  const t = useTranslations('dictionaries');
  const words = reason.trim();
  const parts = words.split(joint);
  /** Chosen words stand behind what was typed, each once, and whole or not at all. */
  const choose = (chosen: string) => {
    if (parts.includes(chosen)) return true;
    const joined = words === '' ? chosen : t('joined', { words, chosen });
    if (joined.length > reasonLength) return false;
    setReason(joined);
    return true;
  };
  return (
    <CommandDialog
      {...dialog}
      isDirty={words !== '' || isDirtyBeside}
      missing={words.length < 2 ? reasonMissing : null}
      onSend={() => onSend(words)}
    >
      <Field label={reasonLabel} layout="top">
        <Textarea rows={2} autoFocus maxLength={reasonLength} value={reason} onValueChange={setReason} />
      </Field>
      {dictionary && <OfferedWords dictionary={dictionary} onChoose={choose} />}
      {children}
    </CommandDialog>
  );
}
