'use client';
import { type ReactNode, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useScanRefusal } from '@/components/scan/use-scanner';

/** A label scanned into a dialog that takes none: said in the dialog, until something is typed. */
export function useRefusedScan(): { note: ReactNode; forget: () => void } {
  const t = useTranslations('ui');
  const [isRefused, setIsRefused] = useState(false);
  useScanRefusal(() => setIsRefused(true));
  const note = isRefused && (
    <p role="alert" className="text-13 text-stop">
      {t('scanUnderneath')}
    </p>
  );
  return { note, forget: () => setIsRefused(false) };
}
