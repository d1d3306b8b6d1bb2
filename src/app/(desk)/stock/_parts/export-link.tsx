'use client';
import Download from 'lucide-react/icons/download';
import { useTranslations } from 'use-intl';
import { useDrawnFor } from '@/components/record/drawn-for';
import { exportHref } from '@/components/record/export-href';
import { buttonClasses } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';
import { useStockInput } from './use-stock-matrix';

type ExportLinkProps = {
  /** Which of the stock's lists. */
  of?: 'stock' | 'stock-movements';
  filters: Readonly<Record<string, string>>;
  size?: 'sm' | 'md';
};

/** The list as a workbook, under the same filters; who may not take it away is told by the server. */
export function ExportLink({ of = 'stock', filters, size = 'sm' }: ExportLinkProps) {
  const t = useTranslations('common');
  const { orgId } = useStockInput();
  const href = exportHref({ module: of }, { filters: { ...filters }, side: 'owner' }, useDrawnFor());
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
