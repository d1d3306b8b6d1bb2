'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { useCommand } from '@/app/_client/use-command';
import { ChangedMeanwhile, useSeenVersion } from '@/app/_dialogs/changed-meanwhile';
import { ReasonDialog } from '@/app/_dialogs/reason-dialog';
import { receiptRecord } from '@/domain/bag-receipts/record';
import type { ReceiptDetail } from './receipt-types';

/** For a receipt that should not exist, as long as its bags are still here. */
export function VoidDialog({ receipt, onClose }: { receipt: ReceiptDetail; onClose: () => void }) {
  const { id } = receipt;
  const trpc = useTRPC();
  const client = useQueryClient();
  const t = useTranslations('bag-receipts');
  const command = useCommand(trpc.bagReceipts.void.mutationOptions());
  const seen = useSeenVersion(command, receipt.version);
  const history = useQuery(trpc.bagReceipts.history.queryOptions({ id }));
  return (
    <ReasonDialog
      command={command}
      definition={receiptRecord}
      title={t('detail.void', { no: receipt.no })}
      description={t('detail.voidHint')}
      dictionary="void"
      reasonLabel={t('fields.voidReason')}
      reasonMissing={t('scan.reasonMissing')}
      actionLabel={t('detail.voidAction')}
      isDanger
      onSend={(reason) => command.send({ id, version: seen.version, reason })}
      onDone={() => client.invalidateQueries({ queryKey: trpc.bagReceipts.pathKey() })}
      onClose={onClose}
      meanwhile={<ChangedMeanwhile definition={receiptRecord} seen={seen} history={history} />}
    />
  );
}
