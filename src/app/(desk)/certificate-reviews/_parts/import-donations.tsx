'use client';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { isSending, useCommand } from '@/app/_client/use-command';
import { Page } from '@/app/_shell/page';
import { ImportPanel } from '@/components/record/import-panel';
import { Banner } from '@/components/ui/banner';
import { donationImport } from '@/domain/certificate-reviews/donations';

/** The register of donations, of the station or the office. Nobody lists it: what a file did is said here. */
export function ImportDonations() {
  const t = useTranslations('certificate-reviews');
  const trpc = useTRPC();
  const command = useCommand(trpc.certificateReviews.applyDonations.mutationOptions());
  const [files, setFiles] = useState(0);
  const [did, setDid] = useState<{ registered: number; modified: number; unchanged: number } | null>(null);
  return (
    <Page title={t('importTitle')} scroll="page">
      {did && <Banner tone="info">{t('imported', did)}</Banner>}
      <ImportPanel
        key={files}
        definition={donationImport}
        isApplying={isSending(command)}
        applyFailure={command.failure}
        onApply={({ importId, digest }) =>
          void command.send({ importId, digest }).then(
            (counts) => {
              setDid(counts);
              setFiles((count) => count + 1);
              command.beginAnew();
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
