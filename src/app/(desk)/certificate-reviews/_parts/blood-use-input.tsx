'use client';
import Plus from 'lucide-react/icons/plus';
import X from 'lucide-react/icons/x';
import { useLocale, useTranslations } from 'use-intl';
import { useComponentItems } from '@/app/_client/use-component-items';
import { Button } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { Combobox } from '@/components/ui/combobox';
import { Field } from '@/components/ui/field';
import { useFieldContext } from '@/components/ui/field-context';
import { Icon } from '@/components/ui/icon';
import { IconButton } from '@/components/ui/icon-button';
import { NumberInput } from '@/components/ui/number-input';
import { useLineKeys } from '@/components/ui/use-line-keys';
import { type BloodComponent, componentCatalogue, componentName, formatUnit } from '@/domain/blood/components';

const catalogue: readonly BloodComponent[] = componentCatalogue;

export interface UseLine {
  component: string;
  /** Hundredths; null and NaN as they are typed. */
  amount: number | null;
}

type BloodUseInputProps = { value: readonly UseLine[]; onValueChange: (value: UseLine[]) => void };

/** 悬浮红细胞 2 U; 新鲜冰冻血浆 200 ml: a component and how much of it, a line each. */
export function BloodUseInput({ value, onValueChange }: BloodUseInputProps) {
  const t = useTranslations('certificate-reviews');
  const blood = useTranslations('common.blood');
  const locale = useLocale();
  const { controlId } = useFieldContext();
  const items = useComponentItems();
  const keys = useLineKeys(value.length);
  const change = (at: number, line: Partial<UseLine>) =>
    onValueChange(value.map((one, index) => (index === at ? { ...one, ...line } : one)));
  return (
    <div className="flex min-w-0 flex-col gap-1">
      {value.map((line, at) => {
        const component = catalogue.find(({ code }) => code === line.component);
        const name = component ? componentName(component, locale) : '';
        return (
          <div
            key={keys.of(at)}
            className={classNames(
              'grid items-center gap-1',
              value.length > 1 ? 'grid-cols-[minmax(0,1fr)_76px_28px]' : 'grid-cols-[minmax(0,1fr)_76px]',
            )}
          >
            <Field
              label={blood('component')}
              isLabelHidden
              {...(at === 0 && controlId ? { controlId } : {})}
              className="min-w-0"
            >
              <Combobox
                items={items}
                value={items.find((item) => item.value === line.component) ?? null}
                onValueChange={(item) => change(at, { component: item?.value ?? '' })}
              />
            </Field>
            <Field label={t('useAmount', { component: name })} isLabelHidden>
              <NumberInput
                value={line.amount === null ? null : line.amount / 100}
                unit={component && formatUnit(component.unit, locale)}
                onValueChange={(typed) => change(at, { amount: typed === null ? null : Math.round(typed * 1e6) / 1e4 })}
              />
            </Field>
            {value.length > 1 && (
              <IconButton
                label={t('removeUse', { component: name })}
                icon={<Icon of={X} />}
                onClick={() => {
                  keys.remove(at);
                  onValueChange(value.filter((_, index) => index !== at));
                }}
              />
            )}
          </div>
        );
      })}
      {value.length < 12 && (
        <span>
          <Button
            size="sm"
            icon={<Icon of={Plus} />}
            onClick={() => onValueChange([...value, { component: '', amount: null }])}
          >
            {t('addUse')}
          </Button>
        </span>
      )}
    </div>
  );
}
