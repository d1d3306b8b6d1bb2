'use client';
import { useSearchParams } from 'next/navigation';
import { useTranslations } from 'use-intl';
import { TabLinks } from '@/components/ui/tab-links';
import { useFormat } from '@/i18n/provider';

export type StockTab = 'live' | 'expiring' | 'movements' | 'bags';

const places: Record<StockTab, string> = {
  live: '/stock',
  expiring: '/stock/expiring',
  movements: '/stock/movements',
  bags: '/stock/bags',
};

/** The four views of one stock; an office keeps the hospital it looks at. */
export function StockTabs({ current, expiringBags }: { current: StockTab; expiringBags?: number | undefined }) {
  const t = useTranslations('stock');
  const format = useFormat();
  const org = useSearchParams().get('org');
  const query = org ? `?org=${encodeURIComponent(org)}` : '';
  return (
    <TabLinks
      label={t('tabsLabel')}
      items={(Object.keys(places) as StockTab[]).map((tab) => ({
        href: `${places[tab]}${query}`,
        label: t(`tabs.${tab}`),
        isCurrent: tab === current,
        ...(tab === 'expiring' && expiringBags !== undefined ? { count: format.number(expiringBags) } : {}),
      }))}
    />
  );
}
