'use client';
import { useTranslations } from 'use-intl';
import { Chip } from '@/components/ui/chip';

type LateMarkProps = {
  formNo: unknown;
  /** Left out: what names its form was. */
  isLate?: boolean;
};

/** 补录: this was entered from a sheet after the system had been away; nothing for what was entered as it happened. */
export function LateMark({ formNo, isLate }: LateMarkProps) {
  const t = useTranslations('downtime-forms');
  const no = typeof formNo === 'string' && formNo !== '' ? formNo : null;
  if (!(isLate ?? no !== null)) return null;
  return (
    <span className="ml-1" title={no === null ? undefined : t('lateFrom', { no })}>
      <Chip tone="outlined">{t('late')}</Chip>
    </span>
  );
}
