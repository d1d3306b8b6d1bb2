'use client';
import type { FormEvent } from 'react';
import { useTranslations } from 'use-intl';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { CodeInput } from '@/components/ui/code-input';
import { useFormat } from '@/i18n/provider';
import { OffBoxes } from '../../shipments/_parts/off-boxes';
import type { OpenReceipt } from './receipt-types';

/** Why a return or a transfer comes, and what becomes of it; nothing for a delivery. */
export function JourneyReason({ shipment }: { shipment: OpenReceipt['shipment'] }) {
  const t = useTranslations('bag-receipts.scan');
  const reasons = useTranslations('other-outbounds.options.reasonCode');
  const format = useFormat();
  const { kind, reasonCode, words } = shipment;
  if (!reasonCode) return null;
  const reason = format.clauses([reasons(reasonCode), ...(words ? [words] : [])]);
  return <Banner tone="info">{t(kind === 'return' ? 'returned' : 'transferred', { reason })}</Banner>;
}

/** Boxes of it that the station closed too warm or too cold, and its reason. */
export function ClosedOff({ shipment: { boxes } }: { shipment: Pick<OpenReceipt['shipment'], 'boxes'> }) {
  if (!boxes.some(({ offReason }) => offReason)) return null;
  return (
    <Banner tone="warn">
      <OffBoxes boxes={boxes} />
    </Banner>
  );
}

/** For the code that cannot be scanned, and the two ways to mend the list. */
export function TypedCode({
  value,
  onChange,
  onTake,
  onHand,
  onUndo,
  canUndo,
  canEnterByHand,
}: {
  value: string;
  onChange: (value: string) => void;
  onTake: (raw: string) => void;
  onHand: () => void;
  onUndo: () => void;
  canUndo: boolean;
  canEnterByHand: boolean;
}) {
  const t = useTranslations('bag-receipts.scan');
  const format = useFormat();
  function submit(event: FormEvent) {
    event.preventDefault();
    if (value.trim() === '') return;
    onTake(value);
    onChange('');
  }
  return (
    <form onSubmit={submit} className="flex flex-none items-center gap-2">
      <CodeInput
        id="typed-code"
        aria-label={t('typeCode')}
        placeholder={format.clauses([t('typeCode'), t('typeHint')])}
        value={value}
        onValueChange={onChange}
        className="flex-1"
      />
      <Button onClick={onHand} isDisabled={!canEnterByHand}>
        {t('hand')}
      </Button>
      <Button onClick={onUndo} isDisabled={!canUndo}>
        {t('undo')}
      </Button>
    </form>
  );
}
