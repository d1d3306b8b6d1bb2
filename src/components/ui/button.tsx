'use client';
import type { ComponentProps, MouseEvent, ReactNode } from 'react';
import { classNames } from './class-names';
import { Kbd } from './kbd';

export type ButtonVariant = 'primary' | 'secondary' | 'danger' | 'ghost';
export type ButtonSize = 'sm' | 'dense' | 'md' | 'lg';

export type ButtonProps = Omit<ComponentProps<'button'>, 'disabled' | 'children'> & {
  variant?: ButtonVariant;
  size?: ButtonSize;
  children: ReactNode;
  icon?: ReactNode;
  /** Shown on the button, for example `Ctrl Enter`; the page listens to the key itself. */
  kbd?: string;
  /** Why it cannot be pressed now. Replaces the label; the button stays reachable, so that the reason is heard. */
  disabledReason?: string | null | undefined;
  /** Cannot be pressed and needs no words: the state beside it says why. */
  isDisabled?: boolean;
  /** Waiting for the server: the label stays, pressing again does nothing. */
  isPending?: boolean;
};

const variants: Record<ButtonVariant, string> = {
  primary: 'border-act bg-act text-on-act font-bold hover:border-act-2 hover:bg-act-2',
  secondary: 'border-line-3 bg-surface text-ink hover:bg-hover',
  danger: 'border-stop bg-surface text-stop hover:bg-lv1-tint',
  ghost: 'border-transparent text-ink-2 hover:bg-select hover:text-ink',
};

const sizes: Record<ButtonSize, { box: string; padding: string }> = {
  sm: { box: 'h-7 text-13', padding: 'px-2.5' },
  dense: { box: 'h-[30px] text-14', padding: 'px-3' },
  md: { box: 'h-8 text-14', padding: 'px-3' },
  lg: { box: 'h-10 text-16', padding: 'px-4' },
};

const off = 'cursor-default border-line-2 bg-sunken text-ink-3';

export function buttonClasses(variant: ButtonVariant, size: ButtonSize, isOff = false): string {
  return classNames(
    'inline-flex shrink-0 items-center justify-center gap-1.5 rounded border whitespace-nowrap no-underline print:hidden',
    sizes[size].box,
    variant === 'ghost' ? 'px-2' : sizes[size].padding,
    isOff ? off : variants[variant],
  );
}

export function Button(props: ButtonProps) {
  const { variant = 'secondary', size = 'md', children, icon, kbd, disabledReason, isDisabled, isPending } = props;
  const { className, onClick, type = 'button', ...rest } = withoutOwn(props);
  const isOff = Boolean(disabledReason) || isDisabled === true;

  function press(event: MouseEvent<HTMLButtonElement>) {
    if (isOff || isPending) {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    onClick?.(event);
  }

  return (
    <button
      {...rest}
      type={type}
      aria-disabled={isOff || undefined}
      aria-busy={isPending || undefined}
      onClick={press}
      className={classNames(buttonClasses(variant, size, isOff), isPending && 'cursor-progress', className)}
    >
      {icon}
      {disabledReason ?? children}
      {kbd && (
        <span aria-hidden="true" className="inline-flex">
          <Kbd tone="inherit">{kbd}</Kbd>
        </span>
      )}
    </button>
  );
}

function withoutOwn(props: ButtonProps) {
  const { variant, size, children, icon, kbd, disabledReason, isDisabled, isPending, ...rest } = props;
  return rest;
}
