'use client';
import { Select as BaseSelect } from '@base-ui/react/select';
import Check from 'lucide-react/icons/check';
import ChevronDown from 'lucide-react/icons/chevron-down';
import { useTranslations } from 'use-intl';
import { useFormat } from '@/i18n/provider';
import { classNames } from './class-names';
import { useFieldContext } from './field-context';
import { Icon } from './icon';
import { boxEdge, boxHeights, type InputDensity } from './input-box';
import { itemClasses, popupClasses, positionerClasses } from './popup';
import type { SelectItem } from './select';
import { useListFocus } from './use-list-focus';

export type MultiSelectProps<V extends string> = {
  items: readonly SelectItem<V>[];
  /** Empty means no restriction. */
  value: readonly V[];
  onValueChange: (value: V[]) => void;
  /** Shown when nothing is chosen: 全部. */
  placeholder?: string;
  density?: InputDensity;
  id?: string;
  className?: string;
};

/** Several of a short list, for filters. */
export function MultiSelect<V extends string>(props: MultiSelectProps<V>) {
  const { items, value, onValueChange, placeholder, density, className } = props;
  const t = useTranslations('common');
  const format = useFormat();
  const field = useFieldContext();
  const list = useListFocus();
  const chosen = items.filter((item) => value.includes(item.value)).map((item) => item.label);

  return (
    <BaseSelect.Root
      multiple
      items={items}
      value={[...value]}
      onValueChange={(next) => onValueChange(next)}
      open={list.isOpen}
      onOpenChange={list.onOpenChange}
      modal={false}
      id={props.id ?? field.controlId}
    >
      <BaseSelect.Trigger
        {...list.trigger}
        className={classNames(
          'flex w-full min-w-0 items-center justify-between gap-1 rounded bg-surface text-left hover:bg-hover',
          boxHeights[density ?? field.density],
          boxEdge(field.isInvalid),
          className,
        )}
      >
        <BaseSelect.Value className="truncate">
          {() => (chosen.length > 0 ? format.list(chosen) : (placeholder ?? t('all')))}
        </BaseSelect.Value>
        <Icon of={ChevronDown} size={16} className="text-ink-3" />
      </BaseSelect.Trigger>
      <BaseSelect.Portal>
        <BaseSelect.Positioner className={positionerClasses} sideOffset={2} alignItemWithTrigger={false} align="start">
          <BaseSelect.Popup
            {...list.popup}
            data-floating="popup"
            className={classNames(popupClasses, 'min-w-(--anchor-width)')}
          >
            <BaseSelect.List>
              {items.map((item) => (
                <BaseSelect.Item key={item.value} value={item.value} disabled={item.isDisabled} className={itemClasses}>
                  <span className="inline-flex size-4 flex-none items-center justify-center rounded border border-line-3">
                    <BaseSelect.ItemIndicator>
                      <Icon of={Check} size={14} />
                    </BaseSelect.ItemIndicator>
                  </span>
                  <BaseSelect.ItemText className="flex-1 whitespace-nowrap">{item.label}</BaseSelect.ItemText>
                </BaseSelect.Item>
              ))}
            </BaseSelect.List>
          </BaseSelect.Popup>
        </BaseSelect.Positioner>
      </BaseSelect.Portal>
    </BaseSelect.Root>
  );
}
