'use client';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { useCommand } from '@/app/_client/use-command';
import { ReasonDialog } from '@/app/_dialogs/reason-dialog';
import { receiptRecord } from '@/domain/bag-receipts/record';
import { ScanRefused } from './receive-dialogs';

type CloseShortDialogProps = {
  shipmentId: string;
  /** Bags that did not come. */
  count: number;
  isScanRefused: boolean;
  onClosed: () => void;
  onClose: () => void;
};

/** 短收关单: what did not come is said to the sender, with a reason. */
export function CloseShortDialog({ shipmentId, count, isScanRefused, onClosed, onClose }: CloseShortDialogProps) {
  const trpc = useTRPC();
  const t = useTranslations('bag-receipts.scan');
  const command = useCommand(trpc.bagReceipts.closeShort.mutationOptions());
  return (
    <ReasonDialog
      command={command}
      definition={receiptRecord}
      title={t('closeShortTitle', { count })}
      description={t('closeShortHint')}
      dictionary="close-short"
      reasonLabel={t('reason')}
      reasonMissing={t('reasonMissing')}
      actionLabel={t('closeShort')}
      isDanger
      onSend={(reason) => command.send({ shipmentId, reason })}
      onDone={async () => onClosed()}
      onClose={onClose}
    >
      {isScanRefused && <ScanRefused />}
    </ReasonDialog>
  );
}
