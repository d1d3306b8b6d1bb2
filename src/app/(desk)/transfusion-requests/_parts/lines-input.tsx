'use client';
import Plus from 'lucide-react/icons/plus';
import X from 'lucide-react/icons/x';
import { useLocale, useTranslations } from 'use-intl';
import { useComponentItems } from '@/app/_client/use-component-items';
import { Button } from '@/components/ui/button';
import { Combobox } from '@/components/ui/combobox';
import { Field } from '@/components/ui/field';
import { Icon } from '@/components/ui/icon';
import { IconButton } from '@/components/ui/icon-button';
import { MultiSelect } from '@/components/ui/multi-select';
import { NumberInput } from '@/components/ui/number-input';
import { useLineKeys } from '@/components/ui/use-line-keys';
import { modifiers } from '@/domain/blood/compatibility';
import { type BloodComponent, componentCatalogue, componentName, formatUnit } from '@/domain/blood/components';
import { mlOfLine } from '@/domain/transfusion-requests/approval';
import { useFormat } from '@/i18n/provider';
import { useRequestWords } from './request-words';

const catalogue: readonly BloodComponent[] = componentCatalogue;

export interface LineValue {
  component: string;
  /** Hundredths; null and NaN as they are typed. */
  amount: number | null;
  modifiers: string[];
}
export const emptyLine: LineValue = { component: '', amount: null, modifiers: [] };

/** Lines with an amount that can be counted; what is half typed counts nothing yet. */
export const typedLines = (lines: readonly LineValue[]) =>
  lines.flatMap(({ component, amount }) =>
    component !== '' && amount !== null && Number.isFinite(amount) ? [{ component, amount }] : [],
  );

type LinesInputProps = {
  value: readonly LineValue[];
  countsAll: boolean;
  now: Date | undefined;
  fault: string | null;
  onValueChange: (value: LineValue[]) => void;
};

/** A component, how much of it and what it has to be, a line each; what each counts stands behind it. */
export function LinesInput({ value, countsAll, now, fault, onValueChange }: LinesInputProps) {
  const t = useTranslations('transfusion-requests');
  const options = useTranslations('patients.options.requirements');
  const locale = useLocale();
  const format = useFormat();
  const words = useRequestWords();
  const items = useComponentItems();
  const wanted = modifiers.map((code) => ({ value: code as string, label: options(code) }));
  const keys = useLineKeys(value.length);
  const change = (at: number, line: Partial<LineValue>) =>
    onValueChange(value.map((one, index) => (index === at ? { ...one, ...line } : one)));
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      {value.map((line, at) => {
        const component = catalogue.find(({ code }) => code === line.component);
        const name = component ? componentName(component, locale) : t('lineOf', { line: at + 1 });
        const [typed] = typedLines([line]);
        const ml = typed && now ? mlOfLine(typed, now, countsAll) : null;
        return (
          <div
            key={keys.of(at)}
            className="grid grid-cols-[minmax(0,2fr)_112px_minmax(0,2fr)_120px_28px] items-center gap-2"
          >
            <Field label={`${t('component')} ${at + 1}`} isLabelHidden className="min-w-0">
              <Combobox
                items={items}
                value={items.find((item) => item.value === line.component) ?? null}
                placeholder={t('component')}
                isInvalid={fault !== null && line.component === ''}
                onValueChange={(item) => change(at, { component: item?.value ?? '' })}
              />
            </Field>
            <Field label={t('amountOf', { component: name })} isLabelHidden>
              <NumberInput
                value={line.amount === null ? null : line.amount / 100}
                unit={component && formatUnit(component.unit, locale)}
                onValueChange={(amount) =>
                  change(at, { amount: amount === null ? null : Math.round(amount * 1e6) / 1e4 })
                }
              />
            </Field>
            <Field label={t('modifiersOf', { component: name })} isLabelHidden className="min-w-0">
              <MultiSelect
                items={wanted}
                value={line.modifiers}
                placeholder={t('noModifiers')}
                onValueChange={(chosen) => change(at, { modifiers: chosen })}
              />
            </Field>
            <span className="text-right text-13 text-ink-2">
              {ml === null ? '' : ml === 0 ? t('notCounted') : t('lineMl', { ml: format.number(ml) })}
            </span>
            {value.length > 1 ? (
              <IconButton
                label={t('removeLine', { component: line.component ? words.component(line.component) : name })}
                icon={<Icon of={X} />}
                onClick={() => {
                  keys.remove(at);
                  onValueChange(value.filter((_, index) => index !== at));
                }}
              />
            ) : (
              <span />
            )}
          </div>
        );
      })}
      {fault && (
        <p role="alert" className="text-12 text-stop">
          {fault}
        </p>
      )}
      {value.length < 12 && (
        <span>
          <Button size="sm" icon={<Icon of={Plus} />} onClick={() => onValueChange([...value, { ...emptyLine }])}>
            {t('addLine')}
          </Button>
        </span>
      )}
    </div>
  );
}
