'use client';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { useCommand } from '@/app/_client/use-command';
import { ChangedMeanwhile, useSeenVersion } from '@/app/_dialogs/changed-meanwhile';
import { CommandDialog } from '@/app/_dialogs/command-dialog';
import { CodeInput } from '@/components/ui/code-input';
import { Field } from '@/components/ui/field';
import { NumberInput } from '@/components/ui/number-input';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { reviewRecord } from '@/domain/certificate-reviews/record';
import { reliefWays } from '@/domain/certificate-reviews/reliefs';
import { useFormat } from '@/i18n/provider';
import type { Review } from './review-types';
import { useReviewAround } from './use-review-around';

const isWhole = (value: number | null): value is number => value !== null && Number.isInteger(value) && value > 0;

/** An invoice, how much blood, how much money, and whether it was never charged or is paid back. */
export function RelieveDialog({ review, onClose }: { review: Review; onClose: () => void }) {
  const { id, no, leftMl } = review;
  const t = useTranslations('certificate-reviews');
  const format = useFormat();
  const trpc = useTRPC();
  const [volume, setVolume] = useState<number | null>(null);
  const [yuan, setYuan] = useState<number | null>(null);
  const [invoiceNo, setInvoiceNo] = useState('');
  const [way, setWay] = useState<(typeof reliefWays)[number]>('direct');
  const command = useCommand(trpc.certificateReviews.relieve.mutationOptions());
  const seen = useSeenVersion(command, review.version);
  const { history, refresh } = useReviewAround(id);
  const cents = yuan === null ? null : Math.round(yuan * 1e6) / 1e4;
  const missing = !isWhole(volume)
    ? t('needVolumeUsed')
    : volume > leftMl
      ? t('tooMuch', { volume: format.number(leftMl) })
      : !isWhole(cents)
        ? t('needAmount')
        : invoiceNo.trim() === ''
          ? t('needInvoice')
          : null;
  return (
    <CommandDialog
      command={command}
      definition={reviewRecord}
      title={t('relieveTitle', { no: no ?? '' })}
      description={t('left', { volume: format.number(leftMl) })}
      isDirty={volume !== null || yuan !== null || invoiceNo !== ''}
      missing={missing}
      actionLabel={t('relieve')}
      onSend={() =>
        isWhole(volume) && isWhole(cents)
          ? command.send({ id, version: seen.version, volumeMl: volume, amountCents: cents, invoiceNo, way })
          : null
      }
      onDone={refresh}
      onClose={onClose}
      meanwhile={<ChangedMeanwhile definition={reviewRecord} seen={seen} history={history} />}
    >
      <div className="flex flex-col gap-3">
        <Field label={t('fields.invoiceNo')}>
          <CodeInput value={invoiceNo} maxLength={40} onValueChange={setInvoiceNo} autoFocus />
        </Field>
        <Field label={t('fields.volumeMl')}>
          <NumberInput className="w-40" unit="ml" value={volume} onValueChange={setVolume} />
        </Field>
        <Field label={t('fields.amount')}>
          <NumberInput className="w-40" unit={t('yuanUnit')} value={yuan} onValueChange={setYuan} />
        </Field>
        <Field label={t('fields.way')} isGroup>
          <SegmentedControl
            items={reliefWays.map((one) => ({ value: one, label: t(`options.way.${one}`) }))}
            value={way}
            onValueChange={(next) => setWay(next as typeof way)}
          />
        </Field>
      </div>
    </CommandDialog>
  );
}
