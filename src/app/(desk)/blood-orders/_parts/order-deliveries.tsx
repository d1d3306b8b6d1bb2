'use client';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { useFormat } from '@/i18n/provider';
import { OffBoxes } from '../../shipments/_parts/off-boxes';
import type { DeliveryView } from './order-types';

type OrderDeliveriesProps = { deliveries: readonly DeliveryView[]; now: Date | null };

/** Each journey for an order: who drives, how to call him, when he is due. */
export function OrderDeliveries({ deliveries, now }: OrderDeliveriesProps) {
  const t = useTranslations('blood-orders');
  const shipments = useTranslations('shipments');
  const format = useFormat();
  const time = (at: Date) => (now ? format.dayTime(at, now) : format.dateTime(at));
  return (
    <section className="border-t border-line px-4 py-3">
      <h3 className="mb-2 text-14 font-bold">{t('deliveries')}</h3>
      {deliveries.length === 0 && <p className="text-13 text-ink-2">{t('delivery.none')}</p>}
      <ul className="flex flex-col gap-2 text-13">
        {deliveries.map((delivery) => {
          const isOnTheWay = delivery.state === 'on_the_way';
          const lateSeconds =
            isOnTheWay && delivery.dueAt && now ? (now.getTime() - delivery.dueAt.getTime()) / 1000 : 0;
          return (
            <li key={delivery.id}>
              <span className="flex flex-wrap items-baseline gap-x-3">
                <strong>{t('delivery.title', { n: delivery.deliveryNo })}</strong>
                <span>{t(`delivery.states.${delivery.state}`)}</span>
                <span>{shipments('bags', { count: delivery.bagCount })}</span>
                {delivery.shipmentId && (
                  <Link className="font-code underline" href={`/shipments?open=${delivery.shipmentId}`}>
                    {delivery.shipmentNo}
                  </Link>
                )}
              </span>
              {delivery.sentAt && (
                <span className="block text-ink-2">
                  {format.clauses([
                    [delivery.carrier, delivery.carrierPhone, delivery.plate].filter(Boolean).join(' '),
                    time(delivery.sentAt),
                  ])}
                </span>
              )}
              <OffBoxes boxes={delivery.boxes} />
              {isOnTheWay && delivery.dueAt && (
                <span className="block">
                  {t('delivery.due', { at: time(delivery.dueAt) })}
                  {lateSeconds > 60 && (
                    <strong className="ml-2">{t('delivery.late', { time: format.age(lateSeconds) })}</strong>
                  )}
                </span>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
