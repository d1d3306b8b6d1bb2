'use client';
import { type Control, Controller } from 'react-hook-form';
import { useTranslations } from 'use-intl';
import { DateInput } from '@/components/ui/date-input';
import { Field } from '@/components/ui/field';
import { TextInput } from '@/components/ui/text-input';
import { type LabItem, labItemCodes, labItems } from '@/domain/transfusion-requests/fields';

type LabsForm = { labs: Record<LabItem, string>; labsOn: string | null };
type LabsInputProps = { control: Control<LabsForm>; now: Date | undefined };

/** Results by hand, each with its unit; those without one are answers in words. */
export function LabsInput({ control, now }: LabsInputProps) {
  const t = useTranslations('transfusion-requests');
  return (
    <div className="grid grid-cols-3 gap-x-4 gap-y-1.5 desk:grid-cols-5">
      <Controller
        control={control}
        name="labsOn"
        render={({ field }) => (
          <Field label={t('fields.labsOn')} labelWidth={64} density="dense">
            <DateInput value={field.value} onValueChange={field.onChange} now={now} />
          </Field>
        )}
      />
      {labItemCodes.map((item) => (
        <Controller
          key={item}
          control={control}
          name={`labs.${item}`}
          render={({ field }) => (
            <Field
              label={
                <>
                  {t(`options.lab.${item}`)} <span className="text-12 text-ink-3">{labItems[item]}</span>
                </>
              }
              labelWidth={92}
              density="dense"
            >
              <TextInput value={field.value} maxLength={20} onValueChange={field.onChange} onBlur={field.onBlur} />
            </Field>
          )}
        />
      ))}
    </div>
  );
}
