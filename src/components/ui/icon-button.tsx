'use client';
import type { ComponentProps, ReactNode } from 'react';
import { classNames } from './class-names';

export type IconButtonProps = Omit<ComponentProps<'button'>, 'children' | 'aria-label'> & {
  /** Said aloud and shown on hover; an icon alone is no name. */
  label: string;
  icon: ReactNode;
  size?: 'sm' | 'md';
};

export function IconButton({ label, icon, size = 'sm', className, type = 'button', ...rest }: IconButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      aria-label={label}
      title={label}
      className={classNames(
        'inline-flex flex-none items-center justify-center rounded text-ink-2 hover:bg-select hover:text-ink disabled:text-line-3 print:hidden',
        size === 'sm' ? 'size-7' : 'size-8',
        className,
      )}
    >
      {icon}
    </button>
  );
}
