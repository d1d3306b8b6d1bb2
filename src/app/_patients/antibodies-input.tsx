'use client';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { TextInput } from '@/components/ui/text-input';
import { useFormat } from '@/i18n/provider';

type AntibodiesInputProps = { value: unknown; onValueChange: (value: string[]) => void };

/** Antibodies in one line, handed on each for itself. */
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

/** As people write them: `抗-E、抗-c`; a blank may stand inside `其他: …`, so the reader of each looks at it. */
function splitAntibodies(text: string): string[] {
  return text
    .split(/[、,，;；]+/)
    .map((word) => word.trim())
    .filter((word) => word !== '');
}
