'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { useOpenDialog } from '@/app/_dialogs/dialog-host';
import { HistoryPanel } from '@/components/record/history-panel';
import { StateMark } from '@/components/record/state-mark';
import { Button, buttonClasses } from '@/components/ui/button';
import { DefinitionList } from '@/components/ui/definition-list';
import { DonationNumber } from '@/components/ui/donation-number';
import { Drawer } from '@/components/ui/drawer';
import { GroupPlate } from '@/components/ui/group-plate';
import { Skeleton } from '@/components/ui/skeleton';
import { StatusMark } from '@/components/ui/status-mark';
import { holdReasons } from '@/domain/bag-receipts/label-checks';
import { receiptRecord } from '@/domain/bag-receipts/record';
import { useFormat } from '@/i18n/provider';
import { useComponentWords } from './component-words';
import type { ReceiptDetail } from './receipt-types';
import { VoidDialog } from './void-dialog';

/** One receipt beside the list: its bags, temperatures, signatures, history; void for those who may. What is held is released where it stands, among the bags. */
export function ReceiptDrawer({ id, onClose }: { id: string; onClose: () => void }) {
  const trpc = useTRPC();
  const t = useTranslations('bag-receipts');
  const format = useFormat();
  const now = useCityNow(60_000);
  const receipt = useQuery(trpc.bagReceipts.get.queryOptions({ id }));
  const history = useQuery(trpc.bagReceipts.history.queryOptions({ id }));
  const open = useOpenDialog();
  const data = receipt.data;
  const me = useQuery(trpc.session.me.queryOptions());
  const isReviewer = me.data?.roles.includes('reviewer') ?? false;
  const heldCount = data?.lines.filter((line) => line.unitState === 'quarantined').length ?? 0;
  return (
    <Drawer
      title={data?.no ?? ''}
      label={t('title')}
      width={376}
      onClose={onClose}
      {...(data ? { status: <StateMark definition={receiptRecord} state={data.state} /> } : {})}
      {...(data && data.state === 'posted' && isReviewer
        ? {
            footer: (
              <>
                {heldCount > 0 && (
                  <Link href="/stock/bags?state=quarantined" className={buttonClasses('secondary', 'md')}>
                    {t('detail.heldCount', { count: heldCount })}
                  </Link>
                )}
                <Button variant="danger" onClick={() => open((close) => <VoidDialog receipt={data} onClose={close} />)}>
                  {t('detail.voidAction')}
                </Button>
              </>
            ),
          }
        : {})}
    >
      {!data ? (
        <Skeleton lines={6} />
      ) : (
        <div className="flex flex-col gap-3 p-4">
          <DefinitionList
            items={[
              { key: 'sender', term: t('fields.partyOrgId'), value: data.senderName },
              { key: 'shipment', term: t('fields.shipmentNo'), value: data.shipmentNo ?? '—' },
              { key: 'arrived', term: t('fields.arrivedAt'), value: format.dateTime(data.arrivedAt) },
              { key: 'posted', term: t('fields.postedAt'), value: format.dateTime(data.postedAt) },
            ]}
          />
          <ReceiptTemperatures data={data} />
          <ReceiptLines data={data} />
          <section>
            <h3 className="mb-1 text-13 font-bold">{t('detail.signatures')}</h3>
            <ul className="text-13">
              {data.signatures.map((signature) => (
                <li key={`${signature.meaning} ${signature.signerName}`} className="flex gap-2">
                  <span className="w-12 text-ink-2">{t(`detail.meanings.${signature.meaning as 'received'}`)}</span>
                  <strong>{signature.signerName}</strong>
                  <span className="ml-auto text-ink-3">{format.dateTime(signature.signedAt)}</span>
                </li>
              ))}
            </ul>
          </section>
          <HistoryPanel definition={receiptRecord} entries={history.data ?? []} {...(now ? { now } : {})} />
        </div>
      )}
    </Drawer>
  );
}

export function ReceiptTemperatures({ data }: { data: ReceiptDetail }) {
  const t = useTranslations('bag-receipts');
  const format = useFormat();
  return (
    <ul className="text-13">
      {data.temperatures.map((box) => (
        <li key={`${box.boxNo} ${box.temperatureClass}`} className="flex gap-3">
          <span className="text-ink-2">
            {t('scan.box')} {box.boxNo} {t(`temperatureClasses.${box.temperatureClass as 'red_cells'}`)}
          </span>
          <strong className="ml-auto">
            {format.number(box.celsius, box.celsius.toFixed(2).endsWith('0') ? 1 : 2)} ℃
          </strong>
          {box.isInRange ? (
            <StatusMark tone="done">{t('scan.inRange')}</StatusMark>
          ) : (
            <StatusMark tone="hold">{t('scan.onlyThisBox')}</StatusMark>
          )}
        </li>
      ))}
    </ul>
  );
}

function ReceiptLines({ data }: { data: ReceiptDetail }) {
  const t = useTranslations('bag-receipts');
  const words = useComponentWords();
  const reasonOf = (code: string | null) => holdReasons.find((reason) => reason === code) ?? 'other';
  return (
    <section>
      <h3 className="mb-1 text-13 font-bold">
        {t('detail.lines')} {data.lines.length}
      </h3>
      <ul className="border-t border-line">
        {data.lines.map((line) => (
          <li key={line.unitId} className="flex h-9 items-center gap-2 border-b border-line text-13">
            <GroupPlate abo={line.abo as 'A'} rhd={line.rhd as 'positive'} size="xs" />
            <DonationNumber donationNo={line.donationNo} />
            <span className="truncate text-ink-2">{words.component(line)}</span>
            <span className="ml-auto whitespace-nowrap">
              {line.outcome === 'accepted' ? (
                words.amount(line)
              ) : (
                <StatusMark tone="hold">{t(`holdReasons.${reasonOf(line.holdReason)}`)}</StatusMark>
              )}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
