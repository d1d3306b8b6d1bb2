'use client';
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react';

export type PageKey = {
  /** As printed on the key: F2, Ctrl Enter, ↑ ↓ ← →. */
  keys: string;
  label: string;
};

type PageKeysValue = { keys: readonly PageKey[]; setKeys: (keys: readonly PageKey[]) => void; openHelp: () => void };

const PageKeysContext = createContext<PageKeysValue>({ keys: [], setKeys: () => {}, openHelp: () => {} });

type PageKeysProviderProps = { children: ReactNode; onOpenHelp: () => void };

/** What the page in sight listens to, for the key bar and for `?`. */
export function PageKeysProvider({ children, onOpenHelp }: PageKeysProviderProps) {
  const [keys, setKeys] = useState<readonly PageKey[]>([]);
  const openHelp = useCallback(() => onOpenHelp(), [onOpenHelp]);
  const value = useMemo(() => ({ keys, setKeys, openHelp }), [keys, openHelp]);
  return <PageKeysContext value={value}>{children}</PageKeysContext>;
}

export function usePageKeys(): PageKeysValue {
  return useContext(PageKeysContext);
}

/** Names the keys of a page. Keep the array's identity stable. */
export function useRegisterPageKeys(keys: readonly PageKey[]): void {
  const { setKeys } = usePageKeys();
  useEffect(() => {
    setKeys(keys);
    return () => setKeys([]);
  }, [keys, setKeys]);
}
