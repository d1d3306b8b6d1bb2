'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { useCommand } from '@/app/_client/use-command';
import { ChangedMeanwhile, useSeenVersion } from '@/app/_dialogs/changed-meanwhile';
import { ReasonDialog } from '@/app/_dialogs/reason-dialog';
import { clinicalIssueRecord } from '@/domain/clinical-issues/record';
import { type IssueDetail, issueModule } from './issue-types';

type VoidDialogProps = { issue: IssueDetail; onClose: () => void };

/** Only for what never left: the bags come back on hold. */
export function VoidDialog({ issue, onClose }: VoidDialogProps) {
  const { id, no, bagCount } = issue;
  const trpc = useTRPC();
  const client = useQueryClient();
  const t = useTranslations('clinical-issues.detail');
  const command = useCommand(trpc.clinicalIssues.void.mutationOptions());
  const seen = useSeenVersion(command, issue.version);
  const history = useQuery(trpc.clinicalIssues.history.queryOptions({ id }));
  return (
    <ReasonDialog
      command={command}
      definition={issueModule}
      title={t('voidTitle', { no })}
      description={t('voidHint', { count: bagCount })}
      dictionary="void"
      reasonLabel={t('voidReason')}
      reasonMissing={t('reasonMissing')}
      actionLabel={t('voidAction', { count: bagCount })}
      isDanger
      onSend={(reason) => command.send({ id, version: seen.version, reason })}
      onDone={() => client.invalidateQueries({ queryKey: trpc.clinicalIssues.pathKey() })}
      onClose={onClose}
      meanwhile={<ChangedMeanwhile definition={clinicalIssueRecord} seen={seen} history={history} />}
    />
  );
}
