'use client';
import { Select as BaseSelect } from '@base-ui/react/select';
import Check from 'lucide-react/icons/check';
import ChevronDown from 'lucide-react/icons/chevron-down';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { classNames } from './class-names';
import { useFieldContext } from './field-context';
import { Icon } from './icon';
import { boxEdge, boxHeights, type InputDensity } from './input-box';
import { itemClasses, popupClasses, positionerClasses } from './popup';
import { useListFocus } from './use-list-focus';

export type SelectItem<V extends string> = { value: V; label: string; note?: ReactNode; isDisabled?: boolean };

export type SelectProps<V extends string> = {
  items: readonly SelectItem<V>[];
  value: V | null;
  onValueChange: (value: V) => void;
  placeholder?: string;
  density?: InputDensity;
  isDisabled?: boolean;
  isReadOnly?: boolean;
  isInvalid?: boolean;
  id?: string;
  name?: string;
  className?: string;
};

export function Select<V extends string>(props: SelectProps<V>) {
  const { items, value, onValueChange, placeholder, density, isDisabled, isReadOnly, isInvalid, className } = props;
  const t = useTranslations('ui');
  const field = useFieldContext();
  const list = useListFocus();

  return (
    <BaseSelect.Root
      items={items}
      value={value}
      onValueChange={(next) => next !== null && onValueChange(next as V)}
      open={list.isOpen}
      onOpenChange={list.onOpenChange}
      disabled={isDisabled}
      readOnly={isReadOnly}
      modal={false}
      id={props.id ?? field.controlId}
      name={props.name}
    >
      <BaseSelect.Trigger
        {...list.trigger}
        aria-invalid={(isInvalid ?? field.isInvalid) || undefined}
        className={classNames(
          'flex w-full min-w-0 items-center justify-between gap-1 rounded text-left',
          boxHeights[density ?? field.density],
          boxEdge(isInvalid ?? field.isInvalid, isReadOnly || isDisabled),
          isReadOnly || isDisabled ? 'bg-sunken' : 'bg-surface hover:bg-hover',
          className,
        )}
      >
        <BaseSelect.Value placeholder={placeholder ?? t('choose')} className="truncate data-placeholder:text-ink-3" />
        <Icon of={ChevronDown} size={16} className="text-ink-3" />
      </BaseSelect.Trigger>
      <BaseSelect.Portal>
        <BaseSelect.Positioner className={positionerClasses} sideOffset={2} alignItemWithTrigger={false} align="start">
          <BaseSelect.Popup
            data-floating="popup"
            className={classNames(popupClasses, 'min-w-(--anchor-width)')}
            {...list.popup}
          >
            <BaseSelect.List>
              {items.map((item) => (
                <BaseSelect.Item key={item.value} value={item.value} disabled={item.isDisabled} className={itemClasses}>
                  <span className="size-4 flex-none">
                    <BaseSelect.ItemIndicator>
                      <Icon of={Check} />
                    </BaseSelect.ItemIndicator>
                  </span>
                  <BaseSelect.ItemText className="flex-1 whitespace-nowrap">{item.label}</BaseSelect.ItemText>
                  {item.note && <span className="pl-3 text-12 text-ink-3">{item.note}</span>}
                </BaseSelect.Item>
              ))}
            </BaseSelect.List>
          </BaseSelect.Popup>
        </BaseSelect.Positioner>
      </BaseSelect.Portal>
    </BaseSelect.Root>
  );
}
