'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { useCommand } from '@/app/_client/use-command';
import { ChangedMeanwhile, useSeenVersion } from '@/app/_dialogs/changed-meanwhile';
import { ReasonDialog } from '@/app/_dialogs/reason-dialog';
import { termRecord } from '@/domain/dictionaries/record';
import type { TermDetail } from './term-types';

/** A term is retired, or offered again, with a reason. */
export function RetireDialog({ term, onClose }: { term: TermDetail; onClose: () => void }) {
  const { id, name } = term;
  const verb = term.state === 'retired' ? 'restore' : 'retire';
  const t = useTranslations(`dictionaries.${verb}`);
  const trpc = useTRPC();
  const client = useQueryClient();
  const retire = useCommand(trpc.dictionaries.retire.mutationOptions());
  const restore = useCommand(trpc.dictionaries.restore.mutationOptions());
  const command = verb === 'retire' ? retire : restore;
  const seen = useSeenVersion(command, term.version);
  const history = useQuery(trpc.dictionaries.history.queryOptions({ id }));
  return (
    <ReasonDialog
      command={command}
      definition={termRecord}
      title={t('title', { name })}
      description={t('hint')}
      dictionary={verb === 'retire' ? 'retire' : undefined}
      reasonLabel={t('reason')}
      reasonMissing={t('needsReason')}
      actionLabel={t('action')}
      isDanger={verb === 'retire'}
      onSend={(reason) => command.send({ id, version: seen.version, reason })}
      onDone={() => client.invalidateQueries({ queryKey: trpc.dictionaries.pathKey() })}
      onClose={onClose}
      meanwhile={<ChangedMeanwhile definition={termRecord} seen={seen} history={history} />}
    />
  );
}
