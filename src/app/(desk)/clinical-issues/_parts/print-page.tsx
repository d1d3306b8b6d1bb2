'use client';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { isSending, useCommand } from '@/app/_client/use-command';
import { readFailure } from '@/components/record/failure';
import { StampedPaper, useStampedPrint } from '@/components/record/stamped-paper';
import { IssueSheet } from './issue-sheet';
import { issueModule } from './issue-types';

/** The issue as a sheet. The copy number at its foot is the one in the audit trail. */
export function PrintPage({ id }: { id: string }) {
  const trpc = useTRPC();
  const router = useRouter();
  const t = useTranslations('clinical-issues.sheet');
  const { data: issue, error } = useQuery(trpc.clinicalIssues.get.queryOptions({ id }));
  const command = useCommand(trpc.clinicalIssues.print.mutationOptions());
  const { stamp, isPrinting, print } = useStampedPrint(async () => {
    const made = await command.send({ id });
    command.beginAnew();
    return made;
  });

  return (
    <StampedPaper
      definition={issueModule}
      title={`${t('title')} ${issue?.no ?? ''}`}
      pageRule="size:A4;margin:0"
      isStamped={stamp !== null}
      isLoaded={issue !== undefined}
      isReady={issue !== undefined}
      isPrinting={isPrinting || isSending(command)}
      mayLeave={!isSending(command) || command.isLate}
      failures={[command.failure, error && !issue ? readFailure(error) : null]}
      onPrint={() => void print()}
      onBack={() => router.push(`/clinical-issues/${id}`)}
    >
      {issue && <IssueSheet issue={issue} stamp={stamp} />}
    </StampedPaper>
  );
}
