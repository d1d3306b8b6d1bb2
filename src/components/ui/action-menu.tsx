'use client';
import { Menu } from '@base-ui/react/menu';
import type { ReactElement, ReactNode } from 'react';
import { classNames } from './class-names';
import { itemClasses, popupClasses, positionerClasses } from './popup';

export type ActionMenuItem =
  | {
      kind?: 'action';
      key: string;
      label: ReactNode;
      note?: ReactNode;
      onSelect: () => void;
      isChosen?: boolean;
      isDanger?: boolean;
      /** Why it cannot be chosen; stands below the label. */
      disabledReason?: string;
    }
  | { kind: 'separator'; key: string }
  | { kind: 'heading'; key: string; label: ReactNode };

export type ActionMenuProps = {
  /** The button that opens it; it gets the menu's attributes. */
  trigger: ReactElement<Record<string, unknown>>;
  items: readonly ActionMenuItem[];
  align?: 'start' | 'end';
};

export function ActionMenu({ trigger, items, align = 'end' }: ActionMenuProps) {
  return (
    <Menu.Root modal={false}>
      <Menu.Trigger render={trigger} />
      <Menu.Portal>
        <Menu.Positioner className={positionerClasses} sideOffset={4} align={align}>
          <Menu.Popup data-floating="popup" className={classNames(popupClasses, 'min-w-40')}>
            {items.map((item) => {
              if (item.kind === 'separator') return <Menu.Separator key={item.key} className="my-1 h-px bg-line" />;
              if (item.kind === 'heading')
                return (
                  <div key={item.key} className="px-3 py-1 text-12 text-ink-3">
                    {item.label}
                  </div>
                );
              return (
                <Menu.Item
                  key={item.key}
                  disabled={Boolean(item.disabledReason)}
                  onClick={item.onSelect}
                  className={classNames(
                    itemClasses,
                    'px-3',
                    item.isDanger && 'text-stop',
                    item.isChosen && 'font-bold',
                  )}
                >
                  <span className="flex-1">
                    {item.label}
                    {item.disabledReason && <span className="block text-12">{item.disabledReason}</span>}
                  </span>
                  {item.note && <span className="pl-4 text-12 text-ink-3">{item.note}</span>}
                </Menu.Item>
              );
            })}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
