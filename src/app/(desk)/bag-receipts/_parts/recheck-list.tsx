'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { appErrorOf } from '@/app/_client/app-error';
import { useTRPC } from '@/app/_client/trpc';
import { useCommand } from '@/app/_client/use-command';
import { CommandDialog } from '@/app/_dialogs/command-dialog';
import { useOpenDialog } from '@/app/_dialogs/dialog-host';
import { useFailureWords } from '@/components/record/violation-words';
import { Button } from '@/components/ui/button';
import { ErrorState } from '@/components/ui/error-state';
import { Field } from '@/components/ui/field';
import { Skeleton } from '@/components/ui/skeleton';
import { StatusMark } from '@/components/ui/status-mark';
import { TextInput } from '@/components/ui/text-input';
import { recheckCovers } from '@/domain/bag-receipts/covers';
import { receiptRecord } from '@/domain/bag-receipts/record';
import { can } from '@/domain/permissions';
import { digestOfCovers } from '@/domain/signatures/covers';
import { useFormat } from '@/i18n/provider';
import { AutologousBags } from '../../autologous-transfusions/_parts/autologous-bags';
import { OutboundBags } from '../../other-outbounds/_parts/outbound-bags';
import { ProcessedBags } from '../../processings/_parts/processed-bags';
import { ChainTimeline } from '../../specimens/_parts/chain-timeline';
import type { Recheck } from './receipt-types';
import { RecheckedReceipt, RecheckedRelease } from './recheck-shown';
import { RecheckedStocktake } from './recheck-stocktake';

const whatOf = {
  'bag-receipts': 'receipt',
  'other-outbounds': 'outbound',
  processings: 'processing',
  stocktakes: 'stocktake',
  'autologous-transfusions': 'autologous',
  specimens: 'specimen',
} as const;

/** 补核: what one person on duty did alone, until a reviewer has signed it. Nothing stands here when nothing waits. */
export function RecheckList({ now }: { now: Date | null }) {
  const trpc = useTRPC();
  const t = useTranslations('bag-receipts.recheck');
  const format = useFormat();
  const { data } = useQuery(trpc.bagReceipts.waiting.queryOptions({}));
  const me = useQuery(trpc.session.me.queryOptions());
  const mayRecheck = can(me.data?.roles ?? [], 'bag-receipts.recheck');
  const openDialog = useOpenDialog();
  const say = (task: Recheck) =>
    task.module === 'stock'
      ? t('release', { count: task.bags })
      : t(whatOf[task.module], { no: task.no, count: format.number(task.bags) });
  const open = (task: Recheck) => openDialog((close) => <RecheckDialog task={task} what={say(task)} onClose={close} />);
  const tasks = data ?? [];
  const at = (when: Date) => (now ? format.dayTime(when, now) : format.dateTime(when));
  return (
    <>
      {tasks.length > 0 && (
        <section aria-label={t('title')} className="mt-2 flex-none border border-line-2 bg-surface">
          <h2 className="border-b border-line bg-sunken px-3 py-1 text-13 text-ink-2">
            {t('title')} <strong>{tasks.length}</strong> <span className="text-12 text-ink-3">{t('note')}</span>
          </h2>
          <ul className="max-h-[132px] overflow-y-auto">
            {tasks.map((task) => {
              const isOverdue = now !== null && task.dueAt < now;
              return (
                <li
                  key={task.id}
                  className="flex h-11 items-center gap-6 border-t border-line px-3 text-14 first:border-t-0"
                >
                  <strong className="w-60">{say(task)}</strong>
                  <span className="w-40 text-ink-2">{t('doneBy', { who: task.doneBy })}</span>
                  <StatusMark tone={isOverdue ? 'back' : 'warn'}>
                    {t(isOverdue ? 'overdue' : 'due', { time: at(task.dueAt) })}
                  </StatusMark>
                  {mayRecheck && (
                    <Button size="dense" className="ml-auto" onClick={() => open(task)}>
                      {t('open')}
                    </Button>
                  )}
                </li>
              );
            })}
          </ul>
        </section>
      )}
    </>
  );
}

function RecheckDialog({ task, what, onClose }: { task: Recheck; what: string; onClose: () => void }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const t = useTranslations('bag-receipts.recheck');
  const words = useFailureWords(receiptRecord);
  const [note, setNote] = useState('');
  const verify = useMutation(trpc.signatures.verify.mutationOptions());
  const command = useCommand(trpc.bagReceipts.recheck.mutationOptions());
  const isStock = task.module === 'stock';
  const id = task.recordId;
  const receipt = useQuery({ ...trpc.bagReceipts.get.queryOptions({ id }), enabled: task.module === 'bag-receipts' });
  const outbound = useQuery({
    ...trpc.otherOutbounds.get.queryOptions({ id }),
    enabled: task.module === 'other-outbounds',
  });
  const processing = useQuery({ ...trpc.processings.get.queryOptions({ id }), enabled: task.module === 'processings' });
  const stocktake = useQuery({ ...trpc.stocktakes.get.queryOptions({ id }), enabled: task.module === 'stocktakes' });
  const autologous = useQuery({
    ...trpc.autologousTransfusions.get.queryOptions({ id }),
    enabled: task.module === 'autologous-transfusions',
  });
  const specimen = useQuery({ ...trpc.specimens.get.queryOptions({ id }), enabled: task.module === 'specimens' });
  const release = useQuery({
    ...trpc.bagReceipts.releasedHold.queryOptions({ recordId: task.recordId }),
    enabled: isStock,
  });
  const shown = {
    stock: release,
    'bag-receipts': receipt,
    'other-outbounds': outbound,
    processings: processing,
    stocktakes: stocktake,
    'autologous-transfusions': autologous,
    specimens: specimen,
  }[task.module];
  // The records are never changed after they were made: naming them in the signature pins what is shown here.
  const coversDigest = digestOfCovers(recheckCovers({ taskId: task.id, recordId: task.recordId }));

  const sign = () =>
    command.send(async () => {
      const { token } = await verify.mutateAsync({ data: { signature: { method: 'session' }, coversDigest } });
      return { taskId: task.id, note: note.trim(), signature: token };
    });

  return (
    <CommandDialog
      command={command}
      definition={receiptRecord}
      width="wide"
      title={t('titleOf', { what })}
      description={t('hint')}
      isDirty={note.trim() !== ''}
      missing={shown.data ? null : t('notShown')}
      actionLabel={t('sign')}
      onSend={sign}
      onDone={() => client.invalidateQueries({ queryKey: trpc.bagReceipts.pathKey() })}
      onClose={onClose}
    >
      {isStock && <p className="mb-2 font-code text-13">{task.no}</p>}
      {receipt.data && <RecheckedReceipt receipt={receipt.data} />}
      {release.data && <RecheckedRelease release={release.data} />}
      {outbound.data && <OutboundBags outbound={outbound.data} />}
      {processing.data && <ProcessedBags processing={processing.data} />}
      {stocktake.data && <RecheckedStocktake stocktake={stocktake.data} />}
      {autologous.data && <AutologousBags record={autologous.data} />}
      {specimen.data && (
        <ChainTimeline specimens={[specimen.data]} crossmatches={specimen.data.crossmatches} now={undefined} />
      )}
      {!shown.data &&
        (shown.error ? (
          <ErrorState
            title={t('notShown')}
            hint={words(appErrorOf(shown.error))}
            onRetry={() => void shown.refetch()}
            isRetrying={shown.isFetching}
          />
        ) : (
          <Skeleton lines={6} />
        ))}
      <Field label={t('words')} layout="top" isOptional>
        <TextInput value={note} maxLength={200} onValueChange={setNote} />
      </Field>
    </CommandDialog>
  );
}
