'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { useCommand } from '@/app/_client/use-command';
import { CommandDialog } from '@/app/_dialogs/command-dialog';
import { Combobox } from '@/components/ui/combobox';
import { Field } from '@/components/ui/field';
import type { PickerItem } from '@/components/ui/picker-item';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { TextInput } from '@/components/ui/text-input';
import { formatGroup } from '@/domain/blood/groups';
import { type CodeKind, codeKinds, groupTargets } from '@/domain/go-lives/codes';
import { goLiveRecord } from '@/domain/go-lives/record';
import type { HouseCodeView } from './go-live-types';

const groupItems: readonly PickerItem[] = groupTargets.map(({ abo, rhd, target }) => ({
  value: target,
  label: formatGroup(abo, rhd),
  code: target,
}));

/** One code of the house and what it is; without one, a code that nobody met yet. */
export function MapCode({ code, onClose }: { code: HouseCodeView | null; onClose: () => void }) {
  const t = useTranslations('go-lives.codes');
  const trpc = useTRPC();
  const client = useQueryClient();
  const command = useCommand(trpc.goLives.mapCode.mutationOptions());
  const known = useQuery(trpc.bagReceipts.senders.queryOptions({}));
  const [kind, setKind] = useState<CodeKind>(code?.kind ?? 'product');
  const [houseCode, setHouseCode] = useState(code?.houseCode ?? '');
  const products: readonly PickerItem[] = (known.data?.products ?? []).map(({ productCode, name }) => ({
    value: productCode,
    label: `${productCode} ${name}`,
    code: productCode,
  }));
  const items = kind === 'product' ? products : groupItems;
  const [target, setTarget] = useState(code?.target ?? null);
  const chosen = items.find(({ value }) => value === target) ?? null;
  return (
    <CommandDialog
      command={command}
      definition={goLiveRecord}
      title={code ? t('mapTitle', { code: code.houseCode }) : t('add')}
      description={t('hint')}
      isDirty={target !== (code?.target ?? null) || houseCode !== (code?.houseCode ?? '')}
      missing={houseCode.trim() === '' ? t('needsCode') : chosen ? null : t('choose')}
      actionLabel={t('map')}
      onSend={() => chosen && command.send({ kind, houseCode, target: chosen.value, version: code?.version ?? null })}
      onDone={() => client.invalidateQueries({ queryKey: trpc.goLives.pathKey() })}
      onClose={onClose}
    >
      <div className="flex flex-col gap-3">
        {!code && (
          <>
            <Field label={t('columns.kind')} layout="top">
              <SegmentedControl
                value={kind}
                onValueChange={(next) => {
                  setKind(next);
                  setTarget(null);
                }}
                items={codeKinds.map((value) => ({ value, label: t(`kind.${value}`) }))}
              />
            </Field>
            <Field label={t('houseCode')} layout="top">
              <TextInput value={houseCode} maxLength={40} autoFocus onValueChange={setHouseCode} />
            </Field>
          </>
        )}
        <Field label={t('target', { code: houseCode || t('houseCode') })} layout="top">
          <Combobox items={items} value={chosen} onValueChange={(item) => setTarget(item?.value ?? null)} />
        </Field>
      </div>
    </CommandDialog>
  );
}

/** A slip of a file, or something that is no blood: no gap any more, until it is met again. */
export function DropCode({ code, onClose }: { code: HouseCodeView; onClose: () => void }) {
  const t = useTranslations('go-lives.codes');
  const trpc = useTRPC();
  const client = useQueryClient();
  const command = useCommand(trpc.goLives.mapCode.mutationOptions());
  const { kind, houseCode, version } = code;
  return (
    <CommandDialog
      command={command}
      definition={goLiveRecord}
      title={t('dropTitle', { code: houseCode })}
      isDirty={false}
      missing={null}
      actionLabel={t('drop')}
      onSend={() => command.send({ kind, houseCode, target: null, version })}
      onDone={() => client.invalidateQueries({ queryKey: trpc.goLives.pathKey() })}
      onClose={onClose}
    >
      <p className="text-14">{t('dropWhy')}</p>
    </CommandDialog>
  );
}
