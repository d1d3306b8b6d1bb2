'use client';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '@/components/ui/button';
import { StatusMark } from '@/components/ui/status-mark';

type SignedMarkProps = { children: ReactNode; onForget: () => void };

/** Who signed here, and the way to have somebody else sign instead. */
export function SignedMark({ children, onForget }: SignedMarkProps) {
  const t = useTranslations('signing');
  return (
    <span className="flex items-center gap-2">
      <StatusMark tone="done">{children}</StatusMark>
      <Button size="sm" variant="ghost" onClick={onForget}>
        {t('forget')}
      </Button>
    </span>
  );
}
