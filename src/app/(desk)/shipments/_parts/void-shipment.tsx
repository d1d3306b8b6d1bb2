'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { useCommand } from '@/app/_client/use-command';
import { FailurePanel } from '@/components/record/failure-panel';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { Field } from '@/components/ui/field';
import { TextInput } from '@/components/ui/text-input';
import { shipmentRecord } from '@/domain/shipments/record';

type VoidShipmentProps = {
  shipment: { id: string; no: string; version: number; bagCount: number };
  onClose: () => void;
};

export function VoidShipment({ shipment, onClose }: VoidShipmentProps) {
  const t = useTranslations('shipments');
  const trpc = useTRPC();
  const queries = useQueryClient();
  const command = useCommand(trpc.shipments.void.mutationOptions());
  const [reason, setReason] = useState('');
  const { id, no, version, bagCount } = shipment;
  return (
    <AlertDialog
      isOpen
      onClose={onClose}
      title={t('voidTitle', { no, count: bagCount })}
      tone="danger"
      actionLabel={t('voidAction', { count: bagCount })}
      isPending={command.state === 'saving' || command.state === 'unknown'}
      disabledReason={reason.trim().length < 2 ? t('needReason') : null}
      onAction={() =>
        void command.send({ id, version, reason }).then(
          async () => {
            await queries.invalidateQueries(trpc.shipments.pathFilter());
            onClose();
          },
          () => undefined,
        )
      }
    >
      <Field label={t('voidReason')} layout="top" className="mt-2">
        <TextInput value={reason} onValueChange={setReason} />
      </Field>
      {command.failure && <FailurePanel definition={shipmentRecord} failure={command.failure} />}
    </AlertDialog>
  );
}
