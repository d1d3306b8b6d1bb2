'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTRPC } from '@/app/_client/trpc';
import { useCommand } from '@/app/_client/use-command';
import { SeeFirst, useSeenVersion } from '@/app/_dialogs/changed-meanwhile';
import { CommandDialog } from '@/app/_dialogs/command-dialog';
import { Field } from '@/components/ui/field';
import { RadioGroup } from '@/components/ui/radio-group';
import { Select } from '@/components/ui/select';
import { Textarea } from '@/components/ui/textarea';
import { type ReportingInterval, reportingIntervals, reportingModes } from '@/domain/stock/reporting';
import type { ReportingHouse } from './declared-types';
import { useDeclaredWords } from './declared-words';

type Agreement = Pick<ReportingHouse, 'mode' | 'intervalHours' | 'dueHour'>;

type AgreeDialogProps = { house: ReportingHouse; name: string; onClose: () => void };

const hours = Array.from({ length: 24 }, (_, hour) => hour);

/** How a hospital is heard of: what follows from each way is said beside it. */
export function AgreeDialog({ house, name, onClose }: AgreeDialogProps) {
  const { t, sayEvery } = useDeclaredWords();
  const trpc = useTRPC();
  const client = useQueryClient();
  const command = useCommand(trpc.declaredStock.agree.mutationOptions());
  const [mode, setMode] = useState(house.mode);
  const [intervalHours, setIntervalHours] = useState(house.intervalHours as ReportingInterval);
  const [dueHour, setDueHour] = useState(house.dueHour);
  const [reason, setReason] = useState('');
  const seen = useSeenVersion(command, house.version ?? 0);
  const theirs = (command.failure?.theirs ?? null) as Agreement | null;
  const isChange = house.version !== null || seen.version > 0;
  const isSame = mode === house.mode && intervalHours === house.intervalHours && dueHour === house.dueHour;
  return (
    <CommandDialog
      command={command}
      definition={{ module: 'declared-stock' }}
      title={t('agree.title', { name })}
      isDirty={!isSame || reason.trim() !== ''}
      missing={
        isSame ? t('agree.nothingChanged') : isChange && reason.trim().length < 2 ? t('agree.needsReason') : null
      }
      actionLabel={t('agree.submit')}
      onSend={() =>
        command.send({
          orgId: house.orgId,
          mode,
          intervalHours,
          dueHour,
          version: seen.version || house.version,
          reason: reason.trim(),
        })
      }
      onDone={() => client.invalidateQueries({ queryKey: trpc.declaredStock.pathKey() })}
      onClose={onClose}
      meanwhile={
        theirs && (
          <SeeFirst seen={seen} shown={seen.theirs}>
            <p className="font-bold">
              {t(`houses.mode.${theirs.mode}`)}{' '}
              {theirs.mode === 'declares'
                ? t('houses.everyBy', { every: sayEvery(theirs.intervalHours), hour: theirs.dueHour })
                : sayEvery(theirs.intervalHours)}
            </p>
          </SeeFirst>
        )
      }
    >
      <div className="flex flex-col gap-3">
        <RadioGroup
          label={t('agree.mode')}
          value={mode}
          onValueChange={setMode}
          items={reportingModes.map((value) => ({
            value,
            label: t(`houses.mode.${value}`),
            hint: t(`agree.modeHint.${value}`),
          }))}
        />
        <Field label={t(mode === 'declares' ? 'agree.interval' : 'agree.intervalWorks')} layout="top">
          <Select
            items={reportingIntervals.map((value) => ({ value: String(value), label: sayEvery(value) }))}
            value={String(intervalHours)}
            onValueChange={(value) => setIntervalHours(Number(value) as ReportingInterval)}
          />
        </Field>
        {mode === 'declares' && (
          <Field label={t('agree.dueHour')} layout="top">
            <Select
              items={hours.map((hour) => ({ value: String(hour), label: `${String(hour).padStart(2, '0')}:00` }))}
              value={String(dueHour)}
              onValueChange={(value) => setDueHour(Number(value))}
            />
          </Field>
        )}
        {isChange && (
          <Field label={t('agree.reason')} layout="top">
            <Textarea rows={2} maxLength={200} value={reason} onValueChange={setReason} />
          </Field>
        )}
      </div>
    </CommandDialog>
  );
}
