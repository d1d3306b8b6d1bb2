'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { Banner } from '@/components/ui/banner';
import { buttonClasses } from '@/components/ui/button';

/** Notes of which scan findings wait for somebody to find the bag: a finished one stands on no other list. */
export function LostNotes() {
  const trpc = useTRPC();
  const t = useTranslations('bag-receipts.awaited');
  const { data, error } = useQuery(trpc.bagReceipts.lostFindings.queryOptions({}));
  if (!data) return error && <Banner tone="stop">{t('lostFailed')}</Banner>;
  return data.map(({ shipmentId, no, bags }) => (
    <Banner
      key={shipmentId}
      tone="stop"
      className="mt-2"
      action={
        <Link href={`/bag-receipts/receive/${shipmentId}`} className={buttonClasses('danger', 'sm')}>
          {t('lostOpen')}
        </Link>
      }
    >
      <strong>{t('lost', { no, bags })}</strong>
    </Banner>
  ));
}
