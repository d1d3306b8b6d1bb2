'use client';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { CodeInput } from '@/components/ui/code-input';
import { DateInput } from '@/components/ui/date-input';
import { DateTimeInput } from '@/components/ui/date-time-input';
import { MultiSelect } from '@/components/ui/multi-select';
import { NumberInput } from '@/components/ui/number-input';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { Select } from '@/components/ui/select';
import { TextInput } from '@/components/ui/text-input';
import type { FieldDefinition } from '@/domain/record';

export interface FormControlProps {
  readonly name: string;
  readonly field: FieldDefinition;
  readonly value: unknown;
  readonly onValueChange: (value: unknown) => void;
  readonly onBlur?: () => void;
  readonly optionLabel: (value: string) => string;
  readonly now?: Date | undefined;
  readonly isReadOnly?: boolean;
}

const fewOptions = 4;

/** The control of a field, by its kind. Four answers or fewer stand in sight, more are picked. */
export function FormControl(props: FormControlProps): ReactNode {
  const { field, value, onValueChange, onBlur, optionLabel, now, isReadOnly = false } = props;
  const t = useTranslations('common');
  const blur = onBlur ? { onBlur } : {};
  const items = (field.options ?? []).map((option) => ({ value: option, label: optionLabel(option) }));
  switch (field.kind) {
    case 'choice':
      if (items.length > fewOptions)
        return (
          <Select
            items={items}
            value={(value as string) || null}
            onValueChange={onValueChange}
            isReadOnly={isReadOnly}
          />
        );
      return (
        <SegmentedControl
          items={items}
          value={(value as string) || null}
          onValueChange={onValueChange}
          isDisabled={isReadOnly}
        />
      );
    case 'choices':
      return (
        <MultiSelect
          items={items}
          value={Array.isArray(value) ? (value as string[]) : []}
          onValueChange={onValueChange}
          placeholder={t('none')}
        />
      );
    case 'boolean':
      return (
        <SegmentedControl
          items={[
            { value: 'no', label: t('no') },
            { value: 'yes', label: t('yes') },
          ]}
          value={value === true ? 'yes' : value === false ? 'no' : null}
          onValueChange={(next) => onValueChange(next === 'yes')}
          isDisabled={isReadOnly}
        />
      );
    case 'number':
      return (
        <NumberInput
          {...blur}
          value={(value as number | null) ?? null}
          onValueChange={onValueChange}
          readOnly={isReadOnly}
        />
      );
    case 'day':
      return (
        <DateInput
          {...blur}
          value={(value as string | null) ?? null}
          onValueChange={onValueChange}
          now={now}
          readOnly={isReadOnly}
        />
      );
    case 'instant':
      return (
        <DateTimeInput
          {...blur}
          value={(value as Date | null) ?? null}
          onValueChange={onValueChange}
          now={now}
          readOnly={isReadOnly}
        />
      );
    case 'code':
    case 'donation':
      return (
        <CodeInput {...blur} value={(value as string) ?? ''} onValueChange={onValueChange} readOnly={isReadOnly} />
      );
    default:
      return (
        <TextInput {...blur} value={(value as string) ?? ''} onValueChange={onValueChange} readOnly={isReadOnly} />
      );
  }
}
