'use client';
import { useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'next/navigation';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { TabLinks } from '@/components/ui/tab-links';
import { can } from '@/domain/permissions';
import { useFormat } from '@/i18n/provider';

export type StockTab = 'live' | 'expiring' | 'movements' | 'bags' | 'places';

const places: Record<StockTab, string> = {
  live: '/stock',
  expiring: '/stock/expiring',
  movements: '/stock/movements',
  bags: '/stock/bags',
  places: '/stock/places',
};

/** The views of one stock; an office keeps the hospital it looks at, and where its bags stand is that hospital's own. */
export function StockTabs({ current, expiringBags }: { current: StockTab; expiringBags?: number | undefined }) {
  const t = useTranslations('stock');
  const format = useFormat();
  const org = useSearchParams().get('org');
  const trpc = useTRPC();
  const roles = useQuery(trpc.session.me.queryOptions()).data?.roles ?? [];
  const maySeePlaces = !org && can(roles, 'storage-places.read');
  const query = org ? `?org=${encodeURIComponent(org)}` : '';
  return (
    <TabLinks
      label={t('tabsLabel')}
      items={(Object.keys(places) as StockTab[])
        .filter((tab) => tab !== 'places' || maySeePlaces)
        .map((tab) => ({
          href: `${places[tab]}${query}`,
          label: t(`tabs.${tab}`),
          isCurrent: tab === current,
          ...(tab === 'expiring' && expiringBags !== undefined ? { count: format.number(expiringBags) } : {}),
        }))}
    />
  );
}
