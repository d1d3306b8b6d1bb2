'use client';
import { useTranslations } from 'use-intl';
import { Field } from '@/components/ui/field';
import { Textarea } from '@/components/ui/textarea';
import type { DictionaryName } from '@/domain/dictionaries/names';
import { OfferedWords } from './offered-words';

export const reasonLength = 200;
/** Between words that were chosen, in either language of the screen. */
const joint = /[；;]\s*/;

type ReasonFieldProps = {
  label: string;
  value: string;
  onValueChange: (reason: string) => void;
  /** Its words are offered below the field. */
  dictionary?: DictionaryName | undefined;
  autoFocus?: boolean;
};

/** A reason in words, or chosen from a dictionary. */
export function ReasonField({ label, value, onValueChange, dictionary, autoFocus = false }: ReasonFieldProps) {
  const t = useTranslations('dictionaries');
  const words = value.trim();
  const parts = words.split(joint);
  /** Chosen words stand behind what was typed, each once, and whole or not at all. */
  const choose = (chosen: string) => {
    if (parts.includes(chosen)) return true;
    const joined = words === '' ? chosen : t('joined', { words, chosen });
    if (joined.length > reasonLength) return false;
    onValueChange(joined);
    return true;
  };
  return (
    <>
      <Field label={label} layout="top">
        <Textarea rows={2} autoFocus={autoFocus} maxLength={reasonLength} value={value} onValueChange={onValueChange} />
      </Field>
      {dictionary && <OfferedWords dictionary={dictionary} onChoose={choose} />}
    </>
  );
}
