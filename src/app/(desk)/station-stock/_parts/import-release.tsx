'use client';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { useCommand } from '@/app/_client/use-command';
import { Page } from '@/app/_shell/page';
import { ImportPanel } from '@/components/record/import-panel';
import { useKey } from '@/components/ui/use-key';
import { releaseImport } from '@/domain/station-stock/import';

export function ImportRelease() {
  const t = useTranslations('station-stock');
  const router = useRouter();
  const trpc = useTRPC();
  const command = useCommand(trpc.stationStock.applyImport.mutationOptions());
  useKey('Esc', () => router.push('/station-stock'));
  return (
    <Page title={t('import')} scroll="page">
      <ImportPanel
        definition={releaseImport}
        isApplying={command.state === 'saving' || command.state === 'unknown'}
        applyFailure={command.failure}
        onApply={({ importId, digest }) =>
          void command.send({ importId, digest }).then(
            ({ id }) => router.push(`/station-stock?open=${id}`),
            () => undefined,
          )
        }
      />
    </Page>
  );
}
