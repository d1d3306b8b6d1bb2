'use client';
import Download from 'lucide-react/icons/download';
import { useTranslations } from 'use-intl';
import { useDrawnFor } from '@/components/record/drawn-for';
import { exportHref } from '@/components/record/export-href';
import { buttonClasses } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';
import { stockRecord } from '@/domain/stock/record';
import { useStockInput } from './use-stock-matrix';

/** The bags as a workbook, under the same filters; who may not take them away is told by the server. */
export function ExportLink({
  filters,
  size = 'sm',
}: {
  filters: Readonly<Record<string, string>>;
  size?: 'sm' | 'md';
}) {
  const t = useTranslations('common');
  const { orgId } = useStockInput();
  const href = exportHref(stockRecord, { filters: { ...filters }, side: 'owner' }, useDrawnFor());
  return (
    <a
      className={buttonClasses('secondary', size)}
      href={orgId ? `${href}&org=${encodeURIComponent(orgId)}` : href}
      download
    >
      <Icon of={Download} />
      {t('action.export')}
    </a>
  );
}
