'use client';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { isSending, useCommand } from '@/app/_client/use-command';
import { Page } from '@/app/_shell/page';
import { ImportPanel } from '@/components/record/import-panel';
import { toast } from '@/components/ui/toast-host';
import { useKey } from '@/components/ui/use-key';
import { productImport } from '@/domain/products/import';

/** The site's own list, whole or not at all; what it did is said where the table is. */
export function ImportProducts() {
  const t = useTranslations('products');
  const router = useRouter();
  const trpc = useTRPC();
  const command = useCommand(trpc.products.applyImport.mutationOptions());
  useKey('Esc', () => router.push('/products'));
  return (
    <Page title={t('importTitle')} scroll="page">
      <ImportPanel
        definition={productImport}
        isApplying={isSending(command)}
        applyFailure={command.failure}
        onApply={({ importId, digest }) =>
          void command.send({ importId, digest }).then(
            (counts) => {
              toast(t('imported', counts));
              router.push('/products');
            },
            () => undefined,
          )
        }
      >
        <p className="text-12 text-ink-2">{t('importNote')}</p>
      </ImportPanel>
    </Page>
  );
}
