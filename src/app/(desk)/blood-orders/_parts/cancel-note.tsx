'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { isSending, useCommand } from '@/app/_client/use-command';
import { FailurePanel } from '@/components/record/failure-panel';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { bloodOrderRecord } from '@/domain/blood-orders/record';
import { useFormat } from '@/i18n/provider';
import type { OrderView } from './order-types';

type CancelNoteProps = {
  order: OrderView;
  side: 'hospital' | 'station' | 'office';
  mayOrder: boolean;
  now: Date | null;
};

/** How a wish to cancel stands: asked, for both; refused and why, for the hospital, until the order ends. */
export function CancelNote({ order, side, mayOrder, now }: CancelNoteProps) {
  const t = useTranslations('blood-orders');
  const format = useFormat();
  const { cancelAskedAt, cancelRefusal } = order;
  const reason = order.cancelReason ?? '';
  if (cancelAskedAt && side === 'hospital')
    return <Waiting order={order} words={t('cancel.waiting', { reason })} mayOrder={mayOrder} />;
  if (cancelAskedAt) return <Banner tone="warn">{t('cancelAsked', { reason })}</Banner>;
  if (!cancelRefusal || side !== 'hospital') return null;
  const at = now ? format.dayTime(cancelRefusal.at, now) : format.dateTime(cancelRefusal.at);
  return <Banner tone="warn">{t('cancel.refused', { at, reason: cancelRefusal.reason })}</Banner>;
}

function Waiting({ order, words, mayOrder }: { order: OrderView; words: string; mayOrder: boolean }) {
  const t = useTranslations('blood-orders.cancel');
  const trpc = useTRPC();
  const client = useQueryClient();
  const command = useCommand(trpc.bloodOrders.withdrawCancel.mutationOptions());
  const again = () => client.invalidateQueries({ queryKey: trpc.bloodOrders.pathKey() });
  return (
    <>
      <Banner
        tone="warn"
        action={
          mayOrder && (
            <Button
              size="sm"
              isPending={isSending(command)}
              onClick={() => void command.send({ id: order.id, version: order.version }).then(again, again)}
            >
              {t('withdraw')}
            </Button>
          )
        }
      >
        {words}
      </Banner>
      {command.failure && !command.isUnanswered && (
        <FailurePanel definition={bloodOrderRecord} failure={command.failure} />
      )}
    </>
  );
}
