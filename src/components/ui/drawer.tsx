'use client';
import X from 'lucide-react/icons/x';
import { type FocusEvent, type KeyboardEvent, type ReactNode, type RefObject, useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl';
import { classNames } from './class-names';
import { isFocusFree } from './focus-free';
import { Icon } from './icon';
import { Kbd } from './kbd';
import { useKey } from './use-key';

export type DrawerProps = {
  /** Number of the record; also the drawer's name. */
  title: ReactNode;
  label: string;
  status?: ReactNode;
  onClose: () => void;
  children: ReactNode;
  /** At most two actions at the right, a note at the left. */
  footer?: ReactNode;
  width?: 348 | 376 | 420 | 480;
  className?: string;
};

const widths = { 348: 'w-[348px]', 376: 'w-[376px]', 420: 'w-[420px]', 480: 'w-[480px]' };

/** Stands beside the table and pushes it; the row it came from stays in sight. Esc closes. */
export function Drawer({ title, label, status, onClose, children, footer, width = 348, className }: DrawerProps) {
  const t = useTranslations('ui');
  useKey('Esc', onClose);
  const aside = useHolders();
  const focus = useKeptFocus(aside);
  return (
    <aside
      ref={aside}
      {...focus}
      tabIndex={-1}
      aria-label={label}
      data-paper="record"
      className={classNames(
        // a window too narrow to be pushed is covered instead
        'flex min-h-0 flex-none flex-col self-stretch border-l-2 border-ink bg-surface outline-none max-desk:absolute max-desk:inset-y-0 max-desk:right-0 max-desk:z-20 print:static! print:block print:w-full! print:border-l-0',
        widths[width],
        className,
      )}
    >
      <header className="flex h-12 flex-none items-center gap-2 border-b border-line-2 pr-2 pl-4 print:pl-0">
        <h2 className="flex min-w-0 items-center gap-3 truncate text-16 font-bold">{title}</h2>
        {status}
        <button
          type="button"
          onClick={onClose}
          aria-keyshortcuts="Escape"
          className="ml-auto inline-flex h-7 flex-none print:hidden items-center gap-2 rounded px-2 text-ink-2 hover:bg-select hover:text-ink"
        >
          <Icon of={X} size={16} />
          <span className="sr-only">{t('close')}</span>
          <span aria-hidden="true">
            <Kbd>Esc</Kbd>
          </span>
        </button>
      </header>
      <div className="min-h-0 flex-1 overflow-auto">{children}</div>
      {footer && (
        <footer className="flex h-[52px] flex-none print:hidden items-center justify-end gap-2 border-t border-line-2 px-4">
          {footer}
        </footer>
      )}
    </aside>
  );
}

/**
 * The hand is in the drawer when it was nowhere as the drawer came, and stays there when what it was on has gone: a button whose deed is done. From its head
 * Shift Tab goes back to the row.
 */
function useKeptFocus(aside: RefObject<HTMLElement | null>) {
  const isHere = useRef(false);
  useEffect(() => {
    if (isFocusFree()) aside.current?.focus({ preventScroll: true });
  }, [aside]);
  useEffect(() => {
    if (isHere.current && isFocusFree()) aside.current?.focus({ preventScroll: true });
  });
  return {
    onFocus: () => {
      isHere.current = true;
    },
    onBlur: ({ relatedTarget }: FocusEvent) => {
      if (relatedTarget instanceof Node && !aside.current?.contains(relatedTarget)) isHere.current = false;
    },
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key !== 'Tab' || !event.shiftKey || event.target !== aside.current) return;
      const row = document.querySelector<HTMLElement>('button[data-row][aria-current]');
      if (!row) return;
      event.preventDefault();
      row.focus();
    },
  };
}

/** Marks what the record stands in, for the paper: the page, and the box that it shares with the list beside it. */
function useHolders() {
  const aside = useRef<HTMLElement>(null);
  useEffect(() => {
    const holders = [aside.current?.parentElement, aside.current?.closest('main')].filter((one) => one != null);
    for (const one of holders) one.dataset.holds = 'record';
    return () => {
      for (const one of holders) delete one.dataset.holds;
    };
  }, []);
  return aside;
}
