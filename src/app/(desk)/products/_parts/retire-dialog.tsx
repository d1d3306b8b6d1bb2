'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { useCommand } from '@/app/_client/use-command';
import { ChangedMeanwhile, useSeenVersion } from '@/app/_dialogs/changed-meanwhile';
import { ReasonDialog } from '@/app/_dialogs/reason-dialog';
import { productRecord } from '@/domain/products/record';
import type { ProductDetail } from './product-types';

/** A line is retired, or taken into use again, with a reason: what becomes of the bags under it is said before. */
export function RetireDialog({ product, onClose }: { product: ProductDetail; onClose: () => void }) {
  const { id, productCode, bags } = product;
  const verb = product.state === 'retired' ? 'restore' : 'retire';
  const t = useTranslations(`products.${verb}`);
  const trpc = useTRPC();
  const client = useQueryClient();
  const retire = useCommand(trpc.products.retire.mutationOptions());
  const restore = useCommand(trpc.products.restore.mutationOptions());
  const command = verb === 'retire' ? retire : restore;
  const seen = useSeenVersion(command, product.version);
  const history = useQuery(trpc.products.history.queryOptions({ id }));
  return (
    <ReasonDialog
      command={command}
      definition={productRecord}
      title={t('title', { productCode })}
      description={t('hint', { count: bags })}
      dictionary={verb === 'retire' ? 'retire' : undefined}
      reasonLabel={t('reason')}
      reasonMissing={t('needsReason')}
      actionLabel={t('action')}
      isDanger={verb === 'retire'}
      onSend={(reason) => command.send({ id, version: seen.version, reason })}
      onDone={() => client.invalidateQueries({ queryKey: trpc.products.pathKey() })}
      onClose={onClose}
      meanwhile={<ChangedMeanwhile definition={productRecord} seen={seen} history={history} />}
    />
  );
}
