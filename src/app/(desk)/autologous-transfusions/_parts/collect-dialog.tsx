'use client';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { useCommand } from '@/app/_client/use-command';
import { ChangedMeanwhile, useSeenVersion } from '@/app/_dialogs/changed-meanwhile';
import { CommandDialog } from '@/app/_dialogs/command-dialog';
import { type Second, SecondPerson } from '@/app/_signing/second-person';
import { Field } from '@/components/ui/field';
import { NumberInput } from '@/components/ui/number-input';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { Select } from '@/components/ui/select';
import { TextInput } from '@/components/ui/text-input';
import { collectionCovers } from '@/domain/autologous-transfusions/covers';
import { bagsAtMost, type PredepositProductName, predepositProductNames } from '@/domain/autologous-transfusions/kinds';
import { autologousRecord } from '@/domain/autologous-transfusions/record';
import { checkCollection, refuseNurse } from '@/domain/autologous-transfusions/rules';
import { collectAutologousInput } from '@/domain/autologous-transfusions/schema';
import { digestOfCovers } from '@/domain/signatures/covers';
import type { DeedProps } from './autologous-types';
import { useAround } from './use-around';

const collection = collectAutologousInput.omit({ nurse: true });

/** 采集: what each of the three ways asks, and the nurse's signature over exactly that. */
export function CollectDialog({ record, onClose }: DeedProps) {
  const { id, no, type } = record;
  const t = useTranslations('autologous-transfusions');
  const trpc = useTRPC();
  const now = useCityNow(30_000);
  const { history, refresh } = useAround(id);
  // Each collection is measured anew.
  const isFirst = record.bags.length === 0;
  const [hb, setHb] = useState<number | null>(isFirst ? record.hbBefore : null);
  const [hct, setHct] = useState<number | null>(isFirst ? record.hctBefore : null);
  const [product, setProduct] = useState<PredepositProductName>('whole_blood_cpda1');
  const [count, setCount] = useState<number | null>(1);
  const [eachMl, setEachMl] = useState<number | null>(200);
  const [takenMl, setTakenMl] = useState<number | null>(null);
  const [device, setDevice] = useState('');
  const [processedMl, setProcessedMl] = useState<number | null>(null);
  const [isWashed, setIsWashed] = useState<boolean | null>(null);
  const [nurse, setNurse] = useState<Second | null>(null);
  const command = useCommand(trpc.autologousTransfusions.collect.mutationOptions());
  const seen = useSeenVersion(command, record.version);
  const isPredeposit = type === 'predeposit';
  const isSalvage = type === 'salvage';
  const bagCount = count !== null && Number.isInteger(count) && count > 0 && count <= bagsAtMost ? count : 0;
  const parsed = collection.safeParse({
    id,
    version: seen.version,
    hbBefore: isSalvage ? null : hb,
    hctBefore: isSalvage ? null : hct,
    bags: isPredeposit ? Array.from({ length: bagCount }, () => ({ product, volumeMl: eachMl })) : [],
    collectedMl: isPredeposit ? null : takenMl,
    device: isSalvage ? device : '',
    processedMl: isSalvage ? processedMl : null,
    isWashed: isSalvage ? isWashed : null,
  });
  const isRight = parsed.success && now !== null && checkCollection(record, parsed.data, now).length === 0;
  const covers = isRight && parsed.success ? digestOfCovers(collectionCovers(parsed.data)) : null;
  const signed = nurse?.by === 'token' && nurse.covers === covers ? nurse : null;
  const missing = !isRight ? t('collect.needsAll') : !signed ? t('collect.needsNurse') : null;
  return (
    <CommandDialog
      command={command}
      definition={autologousRecord}
      title={t('collect.title', { no })}
      description={t('collect.hint')}
      isDirty={takenMl !== null || device !== '' || nurse !== null || hb !== record.hbBefore}
      missing={missing}
      actionLabel={t('collect.save')}
      onSend={() => (parsed.success && signed ? command.send({ ...parsed.data, nurse: signed.token }) : null)}
      onDone={refresh}
      onClose={onClose}
      meanwhile={<ChangedMeanwhile definition={autologousRecord} seen={seen} history={history} />}
    >
      <p className="mb-2 text-14">
        <strong>{record.patient.name}</strong> <span className="font-code">{record.patient.mrn}</span>
      </p>
      <div className="grid grid-cols-2 gap-x-4 gap-y-3">
        {!isSalvage && (
          <>
            <Field label={t('fields.hbBefore')} layout="top">
              <NumberInput value={hb} unit={t('collect.hbUnit')} onValueChange={setHb} autoFocus />
            </Field>
            <Field label={t('fields.hctBefore')} layout="top">
              <NumberInput value={hct} unit={t('collect.hctUnit')} onValueChange={setHct} />
            </Field>
          </>
        )}
        {isPredeposit && (
          <>
            <Field label={t('collect.product')} layout="top" className="col-span-2">
              <Select
                items={predepositProductNames.map((value) => ({ value, label: t(`products.${value}`) }))}
                value={product}
                onValueChange={setProduct}
              />
            </Field>
            <Field label={t('collect.count')} layout="top">
              <NumberInput value={count} onValueChange={setCount} />
            </Field>
            <Field label={t('collect.eachMl')} layout="top">
              <NumberInput value={eachMl} unit={t('collect.mlUnit')} onValueChange={setEachMl} />
            </Field>
          </>
        )}
        {isSalvage && (
          <>
            <Field label={t('fields.device')} layout="top">
              <TextInput value={device} maxLength={40} onValueChange={setDevice} autoFocus />
            </Field>
            <Field label={t('fields.isWashed')} layout="top" isGroup>
              <SegmentedControl
                items={[
                  { value: 'yes', label: t('collect.washedYes') },
                  { value: 'no', label: t('collect.washedNo') },
                ]}
                value={isWashed === null ? null : isWashed ? 'yes' : 'no'}
                onValueChange={(answer) => setIsWashed(answer === 'yes')}
              />
            </Field>
            <Field label={t('fields.processedMl')} layout="top">
              <NumberInput value={processedMl} unit={t('collect.mlUnit')} onValueChange={setProcessedMl} />
            </Field>
          </>
        )}
        {!isPredeposit && (
          <Field label={t('fields.collectedMl')} layout="top">
            <NumberInput value={takenMl} unit={t('collect.mlUnit')} onValueChange={setTakenMl} />
          </Field>
        )}
      </div>
      <SecondPerson
        definition={autologousRecord}
        covers={covers}
        onSecond={setNurse}
        isPhoneAllowed={false}
        refuse={refuseNurse}
        now={now}
      />
    </CommandDialog>
  );
}
