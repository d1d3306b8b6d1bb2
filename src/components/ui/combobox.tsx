'use client';
import { Combobox as BaseCombobox } from '@base-ui/react/combobox';
import Check from 'lucide-react/icons/check';
import ChevronDown from 'lucide-react/icons/chevron-down';
import X from 'lucide-react/icons/x';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { classNames } from './class-names';
import { useFieldContext } from './field-context';
import { Icon } from './icon';
import { bareInput, InputBox, type InputDensity } from './input-box';
import { matchesPicker, type PickerItem } from './picker-item';
import { itemClasses, popupClasses, positionerClasses } from './popup';
import { type LoadPickerItems, usePickerItems } from './use-picker-items';

export type ComboboxProps = {
  value: PickerItem | null;
  onValueChange: (item: PickerItem | null) => void;
  /** A short list that is already here, or … */
  items?: readonly PickerItem[];
  /** … a long one the server searches. Keep the function's identity stable. */
  loadItems?: LoadPickerItems;
  placeholder?: string;
  density?: InputDensity;
  isClearable?: boolean;
  isDisabled?: boolean;
  isReadOnly?: boolean;
  isInvalid?: boolean;
  id?: string;
  className?: string;
};

/** Picker that takes 汉字, 全拼, 首字母 or 代码. F4 or the arrow opens it, Enter takes the marked item. */
export function Combobox(props: ComboboxProps) {
  const { value, onValueChange, items, loadItems, placeholder, density, isClearable, isDisabled, isReadOnly } = props;
  const t = useTranslations('ui');
  const field = useFieldContext();
  const [isOpen, setIsOpen] = useState(false);
  const [query, setQuery] = useState('');
  const loaded = usePickerItems(loadItems, query, isOpen);
  const shown = loadItems ? withChosen(loaded.items, value) : [...(items ?? [])];

  return (
    <BaseCombobox.Root
      items={shown}
      value={value}
      onValueChange={(item) => onValueChange(item)}
      onInputValueChange={(text, { reason }) => setQuery(reason === 'input-change' ? text : '')}
      open={isOpen}
      onOpenChange={setIsOpen}
      filter={loadItems ? null : (item: PickerItem, text: string) => matchesPicker(item, text)}
      isItemEqualToValue={(item, chosen) => item.value === chosen.value}
      itemToStringLabel={(item) => item.label}
      itemToStringValue={(item) => item.value}
      autoHighlight
      disabled={isDisabled}
      readOnly={isReadOnly}
    >
      <BaseCombobox.InputGroup render={<span className="block min-w-0" />}>
        <InputBox
          density={density}
          isDisabled={isDisabled}
          isReadOnly={isReadOnly}
          isInvalid={props.isInvalid}
          className={props.className}
        >
          <BaseCombobox.Input
            id={props.id ?? field.controlId}
            placeholder={placeholder ?? t('pickerHint')}
            aria-invalid={(props.isInvalid ?? field.isInvalid) || undefined}
            className={classNames(bareInput, 'truncate')}
            onFocus={(event) => event.currentTarget.select()}
            onKeyDown={(event) => {
              if (event.key !== 'F4') return;
              event.preventDefault();
              setIsOpen(true);
            }}
          />
          {isClearable && value && (
            <BaseCombobox.Clear
              aria-label={t('clear')}
              className="inline-flex size-6 flex-none items-center justify-center text-ink-3 hover:text-ink"
            >
              <Icon of={X} size={14} />
            </BaseCombobox.Clear>
          )}
          {!isReadOnly && (
            <BaseCombobox.Trigger
              // named apart from the field, or two controls would bear its label
              aria-label={t('choose')}
              aria-labelledby={undefined}
              tabIndex={-1}
              className="relative -ml-1 inline-flex size-4 flex-none items-center justify-center text-ink-3 after:absolute after:-inset-1.5 hover:text-ink"
            >
              <Icon of={ChevronDown} size={16} />
            </BaseCombobox.Trigger>
          )}
        </InputBox>
      </BaseCombobox.InputGroup>
      <BaseCombobox.Portal>
        <BaseCombobox.Positioner className={positionerClasses} sideOffset={2} align="start">
          <BaseCombobox.Popup
            data-floating="popup"
            aria-busy={loaded.isLoading || undefined}
            className={classNames(popupClasses, 'max-h-[min(320px,var(--available-height))] min-w-(--anchor-width)')}
          >
            {loadItems && (
              <BaseCombobox.Status className="px-2 text-12 text-ink-3">
                {loaded.isLoading ? t('pickerLoading') : loaded.hasFailed ? t('errorTitle') : ''}
              </BaseCombobox.Status>
            )}
            <BaseCombobox.Empty>
              {!loaded.isLoading && <div className="max-w-72 px-2 py-1.5 text-ink-2">{t('pickerEmpty')}</div>}
            </BaseCombobox.Empty>
            <BaseCombobox.List>
              {(item: PickerItem) => (
                <BaseCombobox.Item key={item.value} value={item} disabled={item.isDisabled} className={itemClasses}>
                  <span className="size-4 flex-none">
                    <BaseCombobox.ItemIndicator>
                      <Icon of={Check} />
                    </BaseCombobox.ItemIndicator>
                  </span>
                  <span className="flex-1 whitespace-nowrap">{item.label}</span>
                  {item.code && <span className="pl-3 font-code text-12 text-ink-3">{item.code}</span>}
                  {item.note && <span className="pl-3 text-12 text-ink-3">{item.note}</span>}
                </BaseCombobox.Item>
              )}
            </BaseCombobox.List>
          </BaseCombobox.Popup>
        </BaseCombobox.Positioner>
      </BaseCombobox.Portal>
    </BaseCombobox.Root>
  );
}

/** The chosen item stays in the list while new ones stream in, or its name would vanish from the field. */
function withChosen(items: PickerItem[], chosen: PickerItem | null): PickerItem[] {
  return !chosen || items.some((item) => item.value === chosen.value) ? items : [...items, chosen];
}
