'use client';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { useCommand } from '@/app/_client/use-command';
import { ChangedMeanwhile, useSeenVersion } from '@/app/_dialogs/changed-meanwhile';
import { CommandDialog } from '@/app/_dialogs/command-dialog';
import { Field } from '@/components/ui/field';
import { Select } from '@/components/ui/select';
import { productOf } from '@/domain/autologous-transfusions/kinds';
import { autologousRecord } from '@/domain/autologous-transfusions/record';
import type { DeedProps } from './autologous-types';
import { useAround } from './use-around';

/** 入库: the bags that wait, into a place of their temperature. */
export function StoreDialog({ record, onClose }: DeedProps) {
  const { id, no } = record;
  const t = useTranslations('autologous-transfusions');
  const trpc = useTRPC();
  const { history, refresh } = useAround(id);
  const waiting = record.bags.filter(({ state }) => state === 'collected');
  // Of one class at a time: what is left waits for the next.
  const placeClass = waiting[0] && productOf(waiting[0].product).placeClass;
  const bags = waiting.filter(({ product }) => productOf(product).placeClass === placeClass);
  const places = record.places.filter((place) => place.placeClass === placeClass && !place.isLastOut);
  const usual = places.find(({ isDefault }) => isDefault) ?? (places.length === 1 ? places[0] : undefined);
  const [place, setPlace] = useState<string | null>(usual?.code ?? null);
  const command = useCommand(trpc.autologousTransfusions.store.mutationOptions());
  const seen = useSeenVersion(command, record.version);
  return (
    <CommandDialog
      command={command}
      definition={autologousRecord}
      title={t('store.title', { no, count: bags.length })}
      description={t('store.hint')}
      isDirty={place !== (usual?.code ?? null)}
      missing={places.length === 0 ? t('store.noPlace') : place === null ? t('store.needsPlace') : null}
      actionLabel={t('store.save')}
      onSend={() =>
        place === null ? null : command.send({ id, version: seen.version, bagIds: bags.map((bag) => bag.id), place })
      }
      onDone={refresh}
      onClose={onClose}
      meanwhile={<ChangedMeanwhile definition={autologousRecord} seen={seen} history={history} />}
    >
      <ul className="mb-3 font-code text-13">
        {bags.map(({ id: bagId, bagNo }) => (
          <li key={bagId}>{bagNo}</li>
        ))}
      </ul>
      <Field label={t('fields.place')} layout="top">
        <Select
          items={places.map(({ code, name }) => ({ value: code, label: `${code} ${name}` }))}
          value={place}
          onValueChange={setPlace}
        />
      </Field>
    </CommandDialog>
  );
}
