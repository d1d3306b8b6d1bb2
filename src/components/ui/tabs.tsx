'use client';
import { Tabs as BaseTabs } from '@base-ui/react/tabs';
import type { ReactNode } from 'react';
import { classNames } from './class-names';

export type TabItem<V extends string> = { value: V; label: ReactNode; count?: ReactNode; icon?: ReactNode };

export type TabsProps<V extends string> = {
  items: readonly TabItem<V>[];
  value: V;
  onValueChange: (value: V) => void;
  label: string;
  /** Panels as `TabPanel`; without them the tabs only switch a view, as saved views do. */
  children?: ReactNode;
  className?: string;
};

export const tabClasses =
  'flex items-center gap-1.5 border-y-3 border-transparent text-14 whitespace-nowrap text-ink-2 outline-offset-[-2px] hover:text-ink';
export const tabOnClasses = 'border-b-ink font-bold text-ink';

export function Tabs<V extends string>({ items, value, onValueChange, label, children, className }: TabsProps<V>) {
  return (
    <BaseTabs.Root
      value={value}
      onValueChange={(next) => onValueChange(next as V)}
      className={classNames('flex flex-col self-stretch', className)}
    >
      <BaseTabs.List aria-label={label} className="flex h-full gap-5 print:hidden">
        {items.map((item) => (
          <BaseTabs.Tab
            key={item.value}
            value={item.value}
            className={classNames(tabClasses, item.value === value && tabOnClasses)}
          >
            {item.icon}
            {item.label}
            {item.count !== undefined && <span className="text-12 font-normal text-ink-3">{item.count}</span>}
          </BaseTabs.Tab>
        ))}
      </BaseTabs.List>
      {children}
    </BaseTabs.Root>
  );
}

export function TabPanel({ value, children, className }: { value: string; children: ReactNode; className?: string }) {
  return (
    <BaseTabs.Panel value={value} className={classNames('outline-offset-0', className)}>
      {children}
    </BaseTabs.Panel>
  );
}
