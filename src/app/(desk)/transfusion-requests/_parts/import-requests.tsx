'use client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { isSending, useCommand } from '@/app/_client/use-command';
import { Page } from '@/app/_shell/page';
import { ImportPanel } from '@/components/record/import-panel';
import { Banner } from '@/components/ui/banner';
import { requestImport } from '@/domain/transfusion-requests/import';

/** A file of requests becomes drafts; what it did is said here. */
export function ImportRequests() {
  const t = useTranslations('transfusion-requests');
  const trpc = useTRPC();
  const command = useCommand(trpc.transfusionRequests.applyImport.mutationOptions());
  const [applying, setApplying] = useState<string | null>(null);
  const isApplying = isSending(command);
  const progress = useQuery({
    ...trpc.transfusionRequests.importProgress.queryOptions({ importId: applying ?? '' }),
    enabled: isApplying && applying !== null,
    refetchInterval: 700,
    gcTime: 0,
  });
  const [files, setFiles] = useState(0);
  const [registered, setRegistered] = useState<number | null>(null);
  return (
    <Page title={t('importTitle')} scroll="page">
      {registered !== null && <Banner tone="info">{t('imported', { count: registered })}</Banner>}
      <ImportPanel
        key={files}
        definition={requestImport}
        isApplying={isApplying}
        progress={progress.data ?? null}
        applyFailure={command.failure}
        onApply={({ importId, digest }) => {
          setApplying(importId);
          void command.send({ importId, digest }).then(
            (answer) => {
              setRegistered(answer.registered);
              setFiles((count) => count + 1);
              command.beginAnew();
            },
            () => undefined,
          );
        }}
      >
        <p className="text-12 text-ink-2">{t('importHint')}</p>
      </ImportPanel>
    </Page>
  );
}
