'use client';
import { usePathname } from 'next/navigation';
import { createContext, Fragment, type ReactNode, use, useCallback, useEffect, useRef, useState } from 'react';
import { mintUuid } from '@/app/_client/mint-uuid';
import { focusHome, isFocusFree } from '@/components/ui/focus-free';

type Draw = (close: () => void) => ReactNode;

const OpenDialogContext = createContext<((draw: Draw) => void) | null>(null);

/**
 * Where the dialogs of a desk live: not in the row or drawer they were opened from, which a colleague's deed takes away or turns into
 * another one. A dialog is drawn once, as its record stood then, and stands until it closes or the page is left.
 */
export function DialogHost({ children }: { children: ReactNode }) {
  const pathname = usePathname();
  const page = useRef(pathname);
  page.current = pathname;
  const [opened, setOpened] = useState<{ id: string; page: string; dialog: ReactNode } | null>(null);
  // Left behind with its page, and not there when somebody comes back.
  if (opened && opened.page !== pathname) setOpened(null);
  const opener = useRef<Element | null>(null);
  const open = useCallback((draw: Draw) => {
    const id = mintUuid();
    opener.current = document.activeElement;
    const close = () => setOpened((now) => (now?.id === id ? null : now));
    setOpened({ id, page: page.current, dialog: draw(close) });
  }, []);
  // Where the hand was, when nothing else has taken it there.
  useEffect(() => {
    const from = opener.current;
    if (opened || !(from instanceof HTMLElement)) return;
    opener.current = null;
    const frame = requestAnimationFrame(() => {
      if (from.isConnected && isFocusFree()) from.focus();
      focusHome();
    });
    return () => cancelAnimationFrame(frame);
  }, [opened]);
  return (
    <OpenDialogContext value={open}>
      {children}
      {opened && <Fragment key={opened.id}>{opened.dialog}</Fragment>}
    </OpenDialogContext>
  );
}

/** `open((close) => <VoidDialog outbound={outbound} onClose={close} />)`: in the handler of the button, with the record as it stands then. */
export function useOpenDialog(): (draw: Draw) => void {
  const open = use(OpenDialogContext);
  if (!open) throw new Error('useOpenDialog needs a DialogHost above it');
  return open;
}
