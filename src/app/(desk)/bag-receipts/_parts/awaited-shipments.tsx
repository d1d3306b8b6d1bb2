'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { readFailure } from '@/components/record/failure';
import { useFailureWords } from '@/components/record/violation-words';
import { buttonClasses } from '@/components/ui/button';
import { ErrorState } from '@/components/ui/error-state';
import { StatusMark } from '@/components/ui/status-mark';
import { receiptRecord } from '@/domain/bag-receipts/record';
import { useFormat } from '@/i18n/provider';

/** Shipments that wait to be scanned in, oldest first: the first thing of the page. */
export function AwaitedShipments({ now }: { now: Date | null }) {
  const trpc = useTRPC();
  const t = useTranslations('bag-receipts.awaited');
  const format = useFormat();
  const awaited = useQuery(trpc.bagReceipts.awaited.queryOptions({}));
  const { data } = awaited;
  const words = useFailureWords(receiptRecord);
  const me = useQuery(trpc.session.me.queryOptions());
  const labels = useTranslations('bag-receipts.labels');
  if (!data && awaited.error) {
    const failure = readFailure(awaited.error);
    return (
      <section aria-label={t('title')} className="mt-2 flex-none border border-line-2 bg-surface">
        <ErrorState
          title={t('failed')}
          hint={failure.code === 'unreachable' ? null : words(failure)}
          requestId={failure.requestId}
          onRetry={() => void awaited.refetch()}
          isRetrying={awaited.isFetching}
        />
      </section>
    );
  }
  if (!data) return null;
  return (
    <section aria-label={t('title')} className="mt-2 flex-none border border-line-2 bg-surface">
      <h2 className="border-b border-line bg-sunken px-3 py-1 text-13 text-ink-2">{t('title')}</h2>
      {data.length === 0 && <p className="px-3 py-2 text-14 text-ink-2">{t('empty')}</p>}
      <ul>
        {data.map((shipment) => (
          <li
            key={shipment.id}
            className="flex h-11 items-center gap-6 border-t border-line px-3 text-14 first:border-t-0"
          >
            <strong className="w-36">{shipment.no}</strong>
            <span className="w-52 truncate">{shipment.senderName}</span>
            <span className="w-40 text-ink-2">
              {t('sent', { time: now ? format.dayTime(shipment.sentAt, now) : format.dateTime(shipment.sentAt) })}
            </span>
            {shipment.kind !== 'delivery' && (
              <StatusMark tone="info">{t(`kinds.${shipment.kind as 'return'}`)}</StatusMark>
            )}
            <span className="w-32">{t('bags', { count: shipment.bagCount, boxes: shipment.boxCount })}</span>
            {shipment.receivedCount > 0 && (
              <StatusMark tone="plain" stage={3}>
                {t('left', { count: shipment.bagCount - shipment.receivedCount })}
              </StatusMark>
            )}
            {me.data?.isDemo && (
              <a
                href={`/demo-labels/${shipment.id}`}
                target="_blank"
                rel="noreferrer"
                className="ml-auto text-13 text-act underline"
              >
                {labels('open')}
              </a>
            )}
            <Link href={`/bag-receipts/receive/${shipment.id}`} className={buttonClasses('primary', 'dense')}>
              {shipment.hasDraft ? t('resume') : t('open')}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
