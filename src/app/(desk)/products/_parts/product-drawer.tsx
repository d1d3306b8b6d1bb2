'use client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { useOpenDialog } from '@/app/_dialogs/dialog-host';
import { readFailure } from '@/components/record/failure';
import { FailurePanel } from '@/components/record/failure-panel';
import { HistoryPanel } from '@/components/record/history-panel';
import { RecordDetail } from '@/components/record/record-detail';
import { StateMark } from '@/components/record/state-mark';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { Drawer } from '@/components/ui/drawer';
import { Skeleton } from '@/components/ui/skeleton';
import { productRecord } from '@/domain/products/record';
import { ProductDialog } from './product-dialog';
import type { ProductRights } from './product-list';
import type { ProductDetail } from './product-types';
import { RetireDialog } from './retire-dialog';
import { Sightings } from './sightings';

type ProductDrawerProps = { id: string; rights: ProductRights; onClose: () => void };

/** One line of the table with the bags under it and its history; a code that the table lacks is the form at once, for whoever may register it. */
export function ProductDrawer({ id, rights, onClose }: ProductDrawerProps) {
  const t = useTranslations('products');
  const record = useTranslations('record');
  const trpc = useTRPC();
  const now = useCityNow(60_000) ?? undefined;
  const { data, error } = useQuery(trpc.products.get.queryOptions({ id }));
  const history = useQuery(trpc.products.history.queryOptions({ id }));
  const open = useOpenDialog();
  // The form of an unknown code stays that form, though a colleague registers the code meanwhile.
  const [unmapped, setUnmapped] = useState<ProductDetail | null>(null);
  if (data?.state === 'unmapped' && !unmapped) setUnmapped(data);
  if (unmapped && rights.mayRegister) return <ProductDialog product={unmapped} onClose={onClose} />;
  return (
    <Drawer
      title={data?.productCode ?? t('title')}
      label={data?.productCode ?? t('title')}
      status={data && <StateMark definition={productRecord} state={data.state} />}
      onClose={onClose}
      width={376}
      footer={
        data &&
        data.state !== 'unmapped' && (
          <>
            {rights.mayModify && data.state !== 'retired' && (
              <Button onClick={() => open((close) => <ProductDialog product={data} onClose={close} />)}>
                {t('detail.modify')}
              </Button>
            )}
            {rights.mayRetire && (
              <Button
                variant={data.state === 'retired' ? 'secondary' : 'danger'}
                onClick={() => open((close) => <RetireDialog product={data} onClose={close} />)}
              >
                {t(data.state === 'retired' ? 'detail.restore' : 'detail.retire')}
              </Button>
            )}
          </>
        )
      }
    >
      {error && <FailurePanel definition={productRecord} failure={readFailure(error)} />}
      {!data && !error && <Skeleton lines={8} />}
      {data?.state === 'unmapped' && (
        <>
          <Banner tone="warn">{t('detail.unmappedHint')}</Banner>
          <section className="px-4 py-3">
            <Sightings product={data} />
          </section>
        </>
      )}
      {data && data.state !== 'unmapped' && (
        <>
          <div className="border-b border-line px-4 py-3">
            <RecordDetail definition={productRecord} record={data} fields={fieldsOf(data)} now={now} />
            <p className="mt-2.5 text-13">
              <span className="text-ink-3">{t('detail.bags')}</span> {t('detail.bagsValue', { count: data.bags })}
            </p>
          </div>
          <section className="px-4 py-3">
            <h3 className="mb-2 text-14 font-bold">{record('history')}</h3>
            <HistoryPanel definition={productRecord} entries={history.data ?? []} now={now} />
          </section>
        </>
      )}
    </Drawer>
  );
}

function fieldsOf({ validFrom, retiredReason }: ProductDetail): string[] {
  return [
    'name',
    'component',
    'amount',
    'modifiers',
    ...(validFrom ? ['validFrom'] : []),
    'createdAt',
    ...(retiredReason ? ['retiredReason'] : []),
  ];
}
