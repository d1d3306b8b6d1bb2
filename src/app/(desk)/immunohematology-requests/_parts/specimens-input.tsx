'use client';
import Plus from 'lucide-react/icons/plus';
import X from 'lucide-react/icons/x';
import { useTranslations } from 'use-intl';
import { Button } from '@/components/ui/button';
import { DateTimeInput } from '@/components/ui/date-time-input';
import { Field } from '@/components/ui/field';
import { Icon } from '@/components/ui/icon';
import { IconButton } from '@/components/ui/icon-button';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { useLineKeys } from '@/components/ui/use-line-keys';
import { type SpecimenKind, specimenKinds } from '@/domain/immunohematology-requests/items';

export interface SpecimenValue {
  kind: SpecimenKind;
  /** As it is typed. */
  collectedAt: Date | null;
}
export const emptySpecimen: SpecimenValue = { kind: 'edta', collectedAt: null };

type SpecimensInputProps = {
  value: readonly SpecimenValue[];
  now: Date | undefined;
  fault: string | null;
  onValueChange: (value: SpecimenValue[]) => void;
};

/** A tube a line: which one, and when the blood was taken. */
export function SpecimensInput({ value, now, fault, onValueChange }: SpecimensInputProps) {
  const t = useTranslations('immunohematology-requests');
  const keys = useLineKeys(value.length);
  const change = (at: number, tube: Partial<SpecimenValue>) =>
    onValueChange(value.map((one, index) => (index === at ? { ...one, ...tube } : one)));
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      {value.map((tube, at) => (
        <div key={keys.of(at)} className="flex items-center gap-3">
          <span className="w-16 text-13">{t('specimenOf', { line: at + 1 })}</span>
          <Field label={`${t('specimenKind')} ${at + 1}`} isLabelHidden isGroup>
            <SegmentedControl
              items={specimenKinds.map((kind) => ({ value: kind, label: t(`options.specimenKind.${kind}`) }))}
              value={tube.kind}
              onValueChange={(kind) => change(at, { kind })}
            />
          </Field>
          <Field label={`${t('collectedAt')} ${at + 1}`} isLabelHidden className="w-56">
            <DateTimeInput
              value={tube.collectedAt}
              now={now}
              placeholder={t('collectedAt')}
              onValueChange={(collectedAt) => change(at, { collectedAt })}
            />
          </Field>
          {value.length > 1 && (
            <IconButton
              label={t('removeSpecimen', { line: at + 1 })}
              icon={<Icon of={X} />}
              onClick={() => {
                keys.remove(at);
                onValueChange(value.filter((_, index) => index !== at));
              }}
            />
          )}
        </div>
      ))}
      {fault && (
        <p role="alert" className="text-12 text-stop">
          {fault}
        </p>
      )}
      <p className="flex items-center gap-3 text-12 text-ink-3">
        {value.length < 6 && (
          <Button size="sm" icon={<Icon of={Plus} />} onClick={() => onValueChange([...value, { ...emptySpecimen }])}>
            {t('addSpecimen')}
          </Button>
        )}
        {t('specimenHint')}
      </p>
    </div>
  );
}
