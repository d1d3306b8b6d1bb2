'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { useCommand } from '@/app/_client/use-command';
import { CommandDialog } from '@/app/_dialogs/command-dialog';
import { readFailure } from '@/components/record/failure';
import { FailurePanel } from '@/components/record/failure-panel';
import { Banner } from '@/components/ui/banner';
import { DateTimeInput } from '@/components/ui/date-time-input';
import { DayTime } from '@/components/ui/day-time';
import { Field } from '@/components/ui/field';
import { NumberInput } from '@/components/ui/number-input';
import { Skeleton } from '@/components/ui/skeleton';
import { StatusMark } from '@/components/ui/status-mark';
import { Cell, HeadCell, Table, TableHead, TableRow } from '@/components/ui/table';
import { toast } from '@/components/ui/toast-host';
import { placeRecord } from '@/domain/storage-places/record';
import {
  celsiusDecimals,
  handHoursApart,
  handReadings,
  isHandOverdue,
  isOutOfRange,
  placeCelsius,
} from '@/domain/storage-places/temperatures';
import { useFormat } from '@/i18n/provider';
import type { ListedPlace } from '@/server/modules/storage-places/list';

const shownReadings = 8;

/** 记温度: one value, Enter or Ctrl Enter; a value out of range is typed twice, and what it does to the bags is said before. */
export function TemperatureDialog({ place, onClose }: { place: ListedPlace; onClose: () => void }) {
  const t = useTranslations('storage-places.temperature');
  const format = useFormat();
  const trpc = useTRPC();
  const client = useQueryClient();
  const now = useCityNow(30_000);
  const command = useCommand(trpc.storagePlaces.readTemperature.mutationOptions());
  const [celsius, setCelsius] = useState<number | null>(null);
  const [again, setAgain] = useState<number | null>(null);
  const [readAt, setReadAt] = useState<Date | null>(null);
  const isReadable = placeCelsius.safeParse(celsius).success;
  const isOut = isReadable && celsius !== null && isOutOfRange(celsius, place.placeClass);
  const isMoment = readAt === null || !Number.isNaN(readAt.getTime());
  const missing = !isReadable
    ? t('needsValue')
    : !isMoment
      ? t('needsTime')
      : isOut && again !== celsius
        ? t('needsAgain')
        : null;

  const send = () =>
    celsius === null ? null : command.send({ placeId: place.id, celsius, again: isOut ? again : null, readAt });
  return (
    <CommandDialog
      command={command}
      definition={placeRecord}
      title={t('title', { place: place.code, name: place.name })}
      isDirty={celsius !== null || readAt !== null}
      missing={missing}
      actionLabel={isOut ? t('saveOut') : t('save')}
      isDanger={isOut}
      onSend={send}
      onDone={async ({ held, gone, incidentNo, heldAutologous, goneAutologous }) => {
        await client.invalidateQueries({ queryKey: trpc.storagePlaces.pathKey() });
        if (held > 0) toast(t('held', { count: held }));
        if (heldAutologous.length > 0) toast(t('heldAutologous', { bags: format.list(heldAutologous) }));
        if (goneAutologous.length > 0) toast(t('goneAutologous', { bags: format.list(goneAutologous) }));
        if (incidentNo) toast(t('gone', { count: gone, no: incidentNo }));
      }}
      onClose={onClose}
      beside={<Readings placeId={place.id} />}
    >
      {(submit) => (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          <div className="flex items-start gap-4">
            <Field label={t('celsius')} layout="top" className="w-28">
              <NumberInput value={celsius} unit="℃" autoFocus onValueChange={setCelsius} />
            </Field>
            {isOut && (
              <Field label={t('again')} layout="top" className="w-28">
                <NumberInput value={again} unit="℃" onValueChange={setAgain} />
              </Field>
            )}
            <Field label={t('readAt')} hint={t('readAtHint')} layout="top" isOptional>
              <DateTimeInput value={readAt} now={now ?? undefined} onValueChange={setReadAt} />
            </Field>
            <button type="submit" hidden />
          </div>
          {now && !isOut && isHandOverdue(place, now) && (
            <Banner tone="warn" className="mt-2">
              {t('handShortHint', { times: handReadings, hours: handHoursApart })}
            </Banner>
          )}
          {isOut && (
            <Banner tone="stop" className="mt-2">
              {t('outHint')}
            </Banner>
          )}
        </form>
      )}
    </CommandDialog>
  );
}

function Readings({ placeId }: { placeId: string }) {
  const t = useTranslations('storage-places.temperature');
  const trpc = useTRPC();
  const format = useFormat();
  const now = useCityNow(60_000);
  const { data, error } = useQuery(trpc.storagePlaces.temperatures.queryOptions({ placeId, limit: shownReadings }));
  if (error) return <FailurePanel definition={placeRecord} failure={readFailure(error)} />;
  if (!data) return <Skeleton lines={4} />;
  if (data.readings.length === 0) return <p className="mt-3 text-13 text-ink-2">{t('none')}</p>;
  return (
    <Table density="tight" className="mt-1">
      <TableHead>
        <HeadCell>{t('readAt')}</HeadCell>
        <HeadCell align="right">{t('celsius')}</HeadCell>
        <HeadCell />
        <HeadCell>{t('readBy')}</HeadCell>
      </TableHead>
      <tbody>
        {data.readings.map((reading) => (
          <TableRow key={reading.id} state={reading.isOut ? 'refuse' : 'plain'}>
            <Cell>
              <DayTime at={reading.readAt} now={now} />
            </Cell>
            <Cell align="right">
              {t('value', { celsius: format.number(reading.celsius, celsiusDecimals(reading.celsius)) })}
            </Cell>
            <Cell>
              {reading.isOut && <StatusMark tone="back">{t('outHeld', { count: reading.heldBags })}</StatusMark>}
            </Cell>
            <Cell className="text-ink-2">
              {reading.source === 'manual' ? reading.readBy : t(`sources.${reading.source}`)}
            </Cell>
          </TableRow>
        ))}
      </tbody>
    </Table>
  );
}
