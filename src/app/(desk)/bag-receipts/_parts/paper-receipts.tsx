'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { Banner } from '@/components/ui/banner';
import { can } from '@/domain/permissions';

const formsNamed = 3;

type PaperReceiptsProps = {
  /** The days that the list is asked for, `since..until`; empty: all. */
  postedAt: string | undefined;
};

/** What came on paper while the system was away stands on downtime forms, and in no receipt: said here, or it would be missed. */
export function PaperReceipts({ postedAt = '' }: PaperReceiptsProps) {
  const trpc = useTRPC();
  const t = useTranslations('bag-receipts.onPaper');
  const me = useQuery(trpc.session.me.queryOptions());
  const [since, until] = postedAt.split('..');
  const { data, error } = useQuery({
    ...trpc.downtimeForms.received.queryOptions({
      ...(since ? { since: new Date(since) } : {}),
      ...(until ? { until: new Date(until) } : {}),
    }),
    enabled: can(me.data?.roles ?? [], 'downtime-forms.read'),
  });
  if (!data) return error && <Banner tone="stop">{t('failed')}</Banner>;
  if (data.length === 0) return null;
  return (
    <Banner tone="info" className="mt-2">
      {t('said', { bags: data.reduce((sum, { bags }) => sum + bags, 0) })}{' '}
      {data.slice(0, formsNamed).map(({ id, no, bags }) => (
        <Link key={id} href={`/downtime-forms?open=${id}`} className="mr-3 text-act underline">
          {t('form', { no, bags })}
        </Link>
      ))}
      {data.length > formsNamed && (
        <Link href="/downtime-forms?tab=entered" className="text-act underline">
          {t('all')}
        </Link>
      )}
    </Banner>
  );
}
