'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { useCommand } from '@/app/_client/use-command';
import { ChangedMeanwhile, useSeenVersion } from '@/app/_dialogs/changed-meanwhile';
import { CommandDialog } from '@/app/_dialogs/command-dialog';
import { Combobox } from '@/components/ui/combobox';
import { Field } from '@/components/ui/field';
import { incidentRecord } from '@/domain/incidents/record';
import type { IncidentDetail } from './incident-types';
import { useOwners } from './use-owners';

/** Whose it is to find out. */
export function AssignDialog({ incident, onClose }: { incident: IncidentDetail; onClose: () => void }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const t = useTranslations('incidents.detail');
  const items = useOwners();
  const [personId, setPersonId] = useState(incident.ownerId);
  const command = useCommand(trpc.incidents.assign.mutationOptions());
  const seen = useSeenVersion(command, incident.version);
  const history = useQuery(trpc.incidents.history.queryOptions({ id: incident.id }));
  const missing = personId ? null : t('ownerMissing');
  return (
    <CommandDialog
      command={command}
      definition={incidentRecord}
      title={t('assignTitle', { no: incident.no })}
      description={t('assignHint')}
      isDirty={personId !== incident.ownerId}
      missing={missing}
      actionLabel={t('assign')}
      onSend={() => (personId ? command.send({ id: incident.id, version: seen.version, personId }) : null)}
      onDone={() => client.invalidateQueries({ queryKey: trpc.incidents.pathKey() })}
      onClose={onClose}
      meanwhile={<ChangedMeanwhile definition={incidentRecord} seen={seen} history={history} />}
    >
      <Field label={t('owner')} layout="top">
        <Combobox
          items={items}
          value={items.find(({ value }) => value === personId) ?? null}
          onValueChange={(item) => setPersonId(item?.value ?? null)}
        />
      </Field>
    </CommandDialog>
  );
}
