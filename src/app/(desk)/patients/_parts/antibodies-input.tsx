'use client';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { TextInput } from '@/components/ui/text-input';
import { useFormat } from '@/i18n/provider';
import { splitAntibodies } from './patient-form';

type AntibodiesInputProps = { value: unknown; onValueChange: (value: unknown) => void };

export function AntibodiesInput({ value, onValueChange }: AntibodiesInputProps) {
  const t = useTranslations('patients');
  const format = useFormat();
  const [text, setText] = useState(Array.isArray(value) ? format.list(value) : '');
  return (
    <TextInput
      value={text}
      placeholder={t('antibodiesHint')}
      onValueChange={(typed) => {
        setText(typed);
        onValueChange(splitAntibodies(typed));
      }}
    />
  );
}
