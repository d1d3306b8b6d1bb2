'use client';
import { useTranslations } from 'use-intl';
import { TabLinks } from '@/components/ui/tab-links';

/** The records and their figures: two places of one module. */
export function AutologousTabs({ current }: { current: 'list' | 'figures' }) {
  const t = useTranslations('autologous-transfusions');
  return (
    <TabLinks
      label={t('title')}
      items={[
        { href: '/autologous-transfusions', label: t('figures.list'), isCurrent: current === 'list' },
        { href: '/autologous-transfusions/figures', label: t('figures.tab'), isCurrent: current === 'figures' },
      ]}
    />
  );
}
