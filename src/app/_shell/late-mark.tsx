'use client';
import { useTranslations } from 'use-intl';
import { Chip } from '@/components/ui/chip';

/** 补录: this was entered from a sheet after the system had been away; nothing for what was entered as it happened. */
export function LateMark({ formNo }: { formNo: unknown }) {
  const t = useTranslations('downtime-forms');
  if (typeof formNo !== 'string' || formNo === '') return null;
  return (
    <span className="ml-1" title={t('lateFrom', { no: formNo })}>
      <Chip tone="outlined">{t('late')}</Chip>
    </span>
  );
}
