'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { classNames } from '@/components/ui/class-names';

const askedEveryMs = 30_000;

/** How many recalls are open in the city; nothing where there is none. A number, and never of what. */
export function OpenRecalls({ size = 'desk' }: { size?: 'desk' | 'wall' }) {
  const t = useTranslations('recalls');
  const trpc = useTRPC();
  const { data } = useQuery(trpc.recalls.count.queryOptions({}, { refetchInterval: askedEveryMs }));
  if (!data || data.open === 0) return null;
  return (
    <strong className={classNames('whitespace-nowrap text-stop', size === 'wall' && 'text-w28')}>
      {t('count', { count: data.open })}
    </strong>
  );
}
