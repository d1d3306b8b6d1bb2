'use client';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { createPortal, flushSync } from 'react-dom';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { useCommand } from '@/app/_client/use-command';
import { readFailure } from '@/components/record/failure';
import { FailurePanel } from '@/components/record/failure-panel';
import { Button } from '@/components/ui/button';
import { useKey } from '@/components/ui/use-key';
import { IssueSheet, type PrintStamp } from './issue-sheet';
import { issueModule } from './issue-types';

/**
 * The sheet lies over the desk and stands directly under the body, so that paper carries nothing but itself.
 * Printing is a command: the copy number at the foot is the one in the audit trail.
 */
export function PrintPage({ id }: { id: string }) {
  const trpc = useTRPC();
  const router = useRouter();
  const t = useTranslations('clinical-issues.sheet');
  const { data: issue, error } = useQuery(trpc.clinicalIssues.get.queryOptions({ id }));
  const command = useCommand(trpc.clinicalIssues.print.mutationOptions());
  const [stamp, setStamp] = useState<PrintStamp | null>(null);
  const [isMounted, setIsMounted] = useState(false);
  useEffect(() => setIsMounted(true), []);

  async function print() {
    // A copy is counted once it is sent: never of a sheet that is not there yet.
    if (!issue) return;
    try {
      const made = await command.send({ id });
      flushSync(() => setStamp(made));
      command.beginAnew();
      window.print();
    } catch {
      // shown by the panel
    }
  }
  const back = () => router.push(`/clinical-issues/${id}`);
  useKey('Ctrl P', () => void print());
  useKey('Esc', back);
  if (!isMounted) return null;

  return createPortal(
    <div id="issue-sheets" className="fixed inset-0 z-50 overflow-auto bg-bg print:static print:overflow-visible">
      <style>{'@page{size:A4;margin:0}@media print{body>*:not(#issue-sheets){display:none!important}}'}</style>
      <div className="sticky top-0 z-10 flex h-12 items-center gap-2 border-b border-line-2 bg-surface px-4 print:hidden">
        <h1 className="flex-1 text-20 font-bold">
          {t('title')} {issue?.no}
        </h1>
        {command.failure && <FailurePanel definition={issueModule} failure={command.failure} />}
        <Button onClick={back} kbd="Esc">
          {t('back')}
        </Button>
        <Button
          variant="primary"
          kbd="Ctrl P"
          isPending={command.state === 'saving' || (!issue && !error)}
          onClick={() => void print()}
        >
          {t('print')}
        </Button>
      </div>
      {error && !issue && <FailurePanel definition={issueModule} failure={readFailure(error)} />}
      {issue && <IssueSheet issue={issue} stamp={stamp} />}
    </div>,
    document.body,
  );
}
