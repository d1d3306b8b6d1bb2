'use client';
import { Menu } from '@base-ui/react/menu';
import type { ActionMenuProps } from './action-menu';
import { classNames } from './class-names';
import { itemClasses, popupClasses, positionerClasses } from './popup';

/** The menu itself, fetched when it is first opened. */
export default function ActionMenuPopup({ trigger, items, align = 'end' }: ActionMenuProps) {
  return (
    <Menu.Root modal={false} defaultOpen>
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
