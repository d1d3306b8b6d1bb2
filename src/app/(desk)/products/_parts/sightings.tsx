'use client';
import { useLocale, useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import { DayTime } from '@/components/ui/day-time';
import type { ProductDetail } from './product-types';

/** Where a code was met that the table lacks, newest first. */
export function Sightings({ product }: { product: ProductDetail }) {
  const t = useTranslations('products');
  const locale = useLocale();
  const now = useCityNow(60_000);
  return (
    <div className="text-13">
      <h3 className="mb-1 text-12 text-ink-3">{t('detail.sightings')}</h3>
      <ul>
        {product.sightings.map(({ orgId, place, seen, lastSeenAt }) => {
          const name = product.organisations[orgId];
          return (
            <li key={`${orgId} ${place}`} className="flex gap-3">
              <span>{name ? (locale === 'en' ? name.en : name.zh) : orgId}</span>
              <span className="text-ink-2">{t(`options.lastSeenPlace.${place}`)}</span>
              <span>{t('detail.times', { count: seen })}</span>
              <span className="ml-auto text-ink-3">
                <DayTime at={lastSeenAt} now={now} />
              </span>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
