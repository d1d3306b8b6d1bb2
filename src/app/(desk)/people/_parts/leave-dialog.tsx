'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { useCommand } from '@/app/_client/use-command';
import { ChangedMeanwhile, useSeenVersion } from '@/app/_dialogs/changed-meanwhile';
import { ReasonDialog } from '@/app/_dialogs/reason-dialog';
import { personRecord } from '@/domain/people/record';
import type { PersonDetail } from './people-types';

/** 离岗 or 返岗, with a reason: what becomes of sessions and badge is said before. */
export function LeaveDialog({ person, onClose }: { person: PersonDetail; onClose: () => void }) {
  const { id, name, isActive } = person;
  const verb = isActive ? 'leave' : 'return';
  const t = useTranslations(`people.${verb}`);
  const trpc = useTRPC();
  const client = useQueryClient();
  const leave = useCommand(trpc.people.leave.mutationOptions());
  const comeBack = useCommand(trpc.people.return.mutationOptions());
  const command = isActive ? leave : comeBack;
  const seen = useSeenVersion(command, person.version);
  const history = useQuery(trpc.people.history.queryOptions({ id }));
  return (
    <ReasonDialog
      command={command}
      definition={personRecord}
      title={t('title', { name })}
      description={t('hint')}
      reasonLabel={t('reason')}
      reasonMissing={t('needsReason')}
      actionLabel={t('action')}
      isDanger={isActive}
      onSend={(reason) => command.send({ id, version: seen.version, reason })}
      onDone={() => client.invalidateQueries({ queryKey: trpc.people.pathKey() })}
      onClose={onClose}
      meanwhile={<ChangedMeanwhile definition={personRecord} seen={seen} history={history} />}
    />
  );
}
