'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { useCommand } from '@/app/_client/use-command';
import { ChangedMeanwhile, useSeenVersion } from '@/app/_dialogs/changed-meanwhile';
import { ReasonDialog } from '@/app/_dialogs/reason-dialog';
import { organisationRecord } from '@/domain/organisations/record';
import type { OrganisationDetail } from './organisation-types';

/** A house is taken out of use, or back into it, with a reason: what becomes of its people is said before. */
export function RetireDialog({ house, onClose }: { house: OrganisationDetail; onClose: () => void }) {
  const { id, shortName: name } = house;
  const verb = house.state === 'retired' ? 'restore' : 'retire';
  const t = useTranslations(`organisations.${verb}`);
  const trpc = useTRPC();
  const client = useQueryClient();
  const retire = useCommand(trpc.organisations.retire.mutationOptions());
  const restore = useCommand(trpc.organisations.restore.mutationOptions());
  const command = verb === 'retire' ? retire : restore;
  const seen = useSeenVersion(command, house.version);
  const history = useQuery(trpc.organisations.history.queryOptions({ id }));
  return (
    <ReasonDialog
      command={command}
      definition={organisationRecord}
      title={t('title', { name })}
      description={t('hint')}
      dictionary={verb === 'retire' ? 'retire' : undefined}
      reasonLabel={t('reason')}
      reasonMissing={t('needsReason')}
      actionLabel={t('action')}
      isDanger={verb === 'retire'}
      onSend={(reason) => command.send({ id, version: seen.version, reason })}
      onDone={() => client.invalidateQueries({ queryKey: trpc.organisations.pathKey() })}
      onClose={onClose}
      meanwhile={<ChangedMeanwhile definition={organisationRecord} seen={seen} history={history} />}
    />
  );
}
