'use client';
import { useTranslations } from 'use-intl';

export function YesNo({ isYes }: { isYes: boolean }) {
  const t = useTranslations('common');
  return <>{isYes ? t('yes') : t('no')}</>;
}
