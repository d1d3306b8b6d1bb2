'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { useCommand } from '@/app/_client/use-command';
import { FailurePanel } from '@/components/record/failure-panel';
import { Button } from '@/components/ui/button';
import { Combobox } from '@/components/ui/combobox';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { useKey } from '@/components/ui/use-key';
import { incidentRecord } from '@/domain/incidents/record';
import type { IncidentDetail } from './incident-types';

/** Whose it is to find out. */
export function AssignDialog({ incident, onClose }: { incident: IncidentDetail; onClose: () => void }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const t = useTranslations('incidents.detail');
  const owners = useQuery(trpc.incidents.owners.queryOptions({}));
  const [personId, setPersonId] = useState(incident.ownerId);
  const command = useCommand(trpc.incidents.assign.mutationOptions());
  const items = (owners.data ?? []).map((owner) => ({
    value: owner.personId,
    label: owner.name,
    code: owner.staffNo,
    search: owner.staffNo,
  }));
  const missing = personId ? null : t('ownerMissing');
  async function send() {
    if (!personId) return;
    try {
      await command.send({ id: incident.id, version: incident.version, personId });
      await client.invalidateQueries({ queryKey: trpc.incidents.pathKey() });
      onClose();
    } catch {
      // shown by the panel
    }
  }
  useKey('Ctrl Enter', () => void send(), { reach: 'dialog' });
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t('assignTitle', { no: incident.no })}
      description={t('assignHint')}
      footer={
        <Button
          variant="primary"
          kbd="Ctrl Enter"
          disabledReason={missing}
          isPending={command.state === 'saving' || command.state === 'unknown'}
          onClick={() => void send()}
        >
          {t('assign')}
        </Button>
      }
    >
      {command.failure && <FailurePanel definition={incidentRecord} failure={command.failure} />}
      <Field label={t('owner')} layout="top">
        <Combobox
          items={items}
          value={items.find(({ value }) => value === personId) ?? null}
          onValueChange={(item) => setPersonId(item?.value ?? null)}
        />
      </Field>
    </Dialog>
  );
}
