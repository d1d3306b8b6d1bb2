'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { useCommand } from '@/app/_client/use-command';
import { ChangedMeanwhile, useSeenVersion } from '@/app/_dialogs/changed-meanwhile';
import { ReasonDialog } from '@/app/_dialogs/reason-dialog';
import { shipmentRecord } from '@/domain/shipments/record';

type VoidShipmentProps = {
  shipment: { id: string; no: string | null; version: number; bagCount: number };
  onClose: () => void;
};

export function VoidShipment({ shipment, onClose }: VoidShipmentProps) {
  const { id, no, bagCount } = shipment;
  const t = useTranslations('shipments');
  const trpc = useTRPC();
  const client = useQueryClient();
  const command = useCommand(trpc.shipments.void.mutationOptions());
  const seen = useSeenVersion(command, shipment.version);
  const history = useQuery(trpc.shipments.history.queryOptions({ id }));
  return (
    <ReasonDialog
      command={command}
      definition={shipmentRecord}
      title={t('voidTitle', { no: no ?? '', count: bagCount })}
      dictionary="void"
      reasonLabel={t('voidReason')}
      reasonMissing={t('needReason')}
      actionLabel={t('voidAction', { count: bagCount })}
      isDanger
      onSend={(reason) => command.send({ id, version: seen.version, reason })}
      onDone={() => client.invalidateQueries({ queryKey: trpc.shipments.pathKey() })}
      onClose={onClose}
      meanwhile={<ChangedMeanwhile definition={shipmentRecord} seen={seen} history={history} />}
    />
  );
}
