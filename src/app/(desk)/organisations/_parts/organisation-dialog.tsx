'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { useCommand } from '@/app/_client/use-command';
import { ChangedMeanwhile, useSeenVersion } from '@/app/_dialogs/changed-meanwhile';
import { CommandDialog } from '@/app/_dialogs/command-dialog';
import { organisationRecord } from '@/domain/organisations/record';
import { KeptFields, OrderField, OwnFields } from './organisation-fields';
import { changesOf, emptyForm, formOf, missingIn, type OrganisationForm, valuesOf } from './organisation-form';
import type { OrganisationDetail } from './organisation-types';

type OrganisationDialogProps = {
  /** Null: a new house. */
  house: OrganisationDetail | null;
  /** Its drawer leads on to the first account. */
  onRegistered?: (id: string) => void;
  onClose: () => void;
};

/** A house: registered, or changed against the version that was seen. A house itself sees of the form what it may change. */
export function OrganisationDialog({ house, onRegistered, onClose }: OrganisationDialogProps) {
  const t = useTranslations('organisations');
  const trpc = useTRPC();
  const client = useQueryClient();
  const [opened] = useState(() => (house ? formOf(house) : emptyForm));
  const [form, setForm] = useState<OrganisationForm>(opened);
  const register = useCommand(trpc.organisations.register.mutationOptions());
  const modify = useCommand(trpc.organisations.modify.mutationOptions());
  const command = house ? modify : register;
  const seen = useSeenVersion(modify, house?.version ?? 0);
  const history = useQuery(
    trpc.organisations.history.queryOptions({ id: house?.id ?? '' }, { enabled: house !== null }),
  );
  const may = house?.may === 'own' ? 'own' : 'all';
  const isDirty = Object.keys(form).some((name) => Reflect.get(form, name) !== Reflect.get(opened, name));
  const part = missingIn(form, may);
  const changes = changesOf(form, opened);
  const isChanged = house === null || Object.keys(changes).length > 0;
  const change = (told: Partial<OrganisationForm>) => setForm((before) => ({ ...before, ...told }));
  return (
    <CommandDialog<{ readonly id: string }>
      command={command}
      definition={organisationRecord}
      width={may === 'all' ? 'wide' : 'normal'}
      title={house ? t('form.modifyTitle', { name: house.shortName }) : t('form.createTitle')}
      description={may === 'own' ? t('form.onlyOwn') : undefined}
      isDirty={isDirty}
      missing={part ? t(`form.${part}`) : isChanged ? null : t('form.needsChange')}
      actionLabel={t(house ? 'form.saveModified' : 'form.save')}
      onSend={() =>
        house
          ? modify.send({ id: house.id, version: seen.version, ...changes })
          : register.send({ code: form.code, ...valuesOf(form) })
      }
      onDone={async ({ id }) => {
        await client.invalidateQueries({ queryKey: trpc.organisations.pathKey() });
        if (!house) onRegistered?.(id);
      }}
      onClose={onClose}
      meanwhile={house ? <ChangedMeanwhile definition={organisationRecord} seen={seen} history={history} /> : undefined}
    >
      {may === 'own' ? (
        <OwnFields form={form} isFirst onChange={change} />
      ) : (
        <div className="grid grid-cols-2 gap-x-6">
          <KeptFields form={form} isRegistered={house !== null} onChange={change} />
          <OwnFields form={form} isFirst={false} onChange={change}>
            <OrderField form={form} onChange={change} />
          </OwnFields>
        </div>
      )}
    </CommandDialog>
  );
}
