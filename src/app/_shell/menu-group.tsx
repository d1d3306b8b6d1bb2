'use client';
import ChevronDown from 'lucide-react/icons/chevron-down';
import ChevronRight from 'lucide-react/icons/chevron-right';
import { useId, useState } from 'react';
import { Icon } from '@/components/ui/icon';
import type { MenuEntry } from './frame-types';
import { MenuLink } from './menu-link';

type MenuGroupProps = { group: Extract<MenuEntry, { kind: 'group' }>; current: string | null };

export function MenuGroup({ group, current }: MenuGroupProps) {
  const [isOpen, setIsOpen] = useState(true);
  const listId = useId();
  return (
    <li>
      <button
        type="button"
        aria-expanded={isOpen}
        aria-controls={listId}
        onClick={() => setIsOpen(!isOpen)}
        className="flex h-8 w-full items-center justify-between pr-3 pl-4 text-left text-ink-2 outline-offset-[-2px] hover:bg-select"
      >
        {group.label}
        <Icon of={isOpen ? ChevronDown : ChevronRight} size={16} />
      </button>
      <ul id={listId} hidden={!isOpen}>
        {group.items.map((item) => (
          <li key={item.key}>
            <MenuLink item={item} isCurrent={item.href === current} isSub />
          </li>
        ))}
      </ul>
    </li>
  );
}
