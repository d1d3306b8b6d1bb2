'use client';
import { useState } from 'react';
import { TextInput } from '@/components/ui/text-input';
import { splitAntibodies } from './patient-form';

type AntibodiesInputProps = { value: unknown; onValueChange: (value: unknown) => void };

export function AntibodiesInput({ value, onValueChange }: AntibodiesInputProps) {
  const [text, setText] = useState(Array.isArray(value) ? value.join('、') : '');
  return (
    <TextInput
      value={text}
      placeholder="抗-E、抗-c"
      onValueChange={(typed) => {
        setText(typed);
        onValueChange(splitAntibodies(typed));
      }}
    />
  );
}
