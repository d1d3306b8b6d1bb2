'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { useOpenDialog } from '@/app/_dialogs/dialog-host';
import { readFailure } from '@/components/record/failure';
import { FailurePanel } from '@/components/record/failure-panel';
import { HistoryPanel } from '@/components/record/history-panel';
import { RecordDetail } from '@/components/record/record-detail';
import { StateMark } from '@/components/record/state-mark';
import { Button, buttonClasses } from '@/components/ui/button';
import { DayTime } from '@/components/ui/day-time';
import { Drawer } from '@/components/ui/drawer';
import { Kbd } from '@/components/ui/kbd';
import { Skeleton } from '@/components/ui/skeleton';
import { useKey } from '@/components/ui/use-key';
import { processingRecord } from '@/domain/processings/record';
import { EndDialog } from './end-dialog';
import { ProcessedBags } from './processed-bags';
import type { ProcessingRights } from './processing-list';
import type { ProcessingDetail } from './processing-types';
import { UndoDialog } from './undo-dialog';

type ProcessingDrawerProps = { id: string; rights: ProcessingRights; onClose: () => void };

/** One processing: on what, its bags with what became of them, who signed, and its history. */
export function ProcessingDrawer({ id, rights, onClose }: ProcessingDrawerProps) {
  const t = useTranslations('processings');
  const record = useTranslations('record');
  const trpc = useTRPC();
  const now = useCityNow(60_000) ?? undefined;
  const { data, error } = useQuery(trpc.processings.get.queryOptions({ id }));
  const history = useQuery(trpc.processings.history.queryOptions({ id }));
  const open = useOpenDialog();
  const openEnd = () => data && open((close) => <EndDialog processing={data} onClose={close} />);
  const openUndo = (what: 'cancel' | 'void') =>
    data && open((close) => <UndoDialog processing={data} what={what} onClose={close} />);
  const isStarted = data?.state === 'started';
  const mayEnd = isStarted && rights.mayRegister;
  const router = useRouter();
  const labelsPath = `/processings/labels?processing=${id}`;
  const mayPrint = data?.state === 'ended' && rights.mayRegister;
  useKey('F9', (event) => {
    event.preventDefault();
    if (mayPrint) router.push(labelsPath);
  });
  useKey('F8', (event) => {
    event.preventDefault();
    if (mayEnd) openEnd();
  });
  return (
    <Drawer
      title={data?.no ?? t('title')}
      label={data?.no ?? t('title')}
      status={data && <StateMark definition={processingRecord} state={data.state} />}
      onClose={onClose}
      width={420}
      footer={
        data && (
          <>
            {mayEnd && (
              <Button variant="primary" kbd="F8" onClick={openEnd}>
                {t('detail.end')}
              </Button>
            )}
            {mayEnd && <Button onClick={() => openUndo('cancel')}>{t('detail.cancel')}</Button>}
            {mayPrint && (
              <Link href={labelsPath} className={buttonClasses('primary', 'md')}>
                {t('detail.labels')}
                <Kbd tone="inherit">F9</Kbd>
              </Link>
            )}
            {rights.mayVoid && data.state === 'ended' && (
              <Button variant="danger" onClick={() => openUndo('void')}>
                {t('detail.void')}
              </Button>
            )}
          </>
        )
      }
    >
      {error && <FailurePanel definition={processingRecord} failure={readFailure(error)} />}
      {!data && !error && <Skeleton lines={8} />}
      {data && (
        <>
          <div className="border-b border-line px-4 py-3">
            <RecordDetail definition={processingRecord} record={data} fields={fieldsOf(data)} now={now} />
          </div>
          <ProcessedBags processing={data} />
          <Signatures processing={data} now={now} />
          <section className="px-4 py-3">
            <h3 className="mb-2 text-14 font-bold">{record('history')}</h3>
            <HistoryPanel definition={processingRecord} entries={history.data ?? []} now={now} />
          </section>
        </>
      )}
    </Drawer>
  );
}

function fieldsOf(processing: ProcessingDetail): string[] {
  return [
    'kind',
    ...(processing.device ? ['device'] : []),
    ...(processing.words ? ['words'] : []),
    ...(processing.kind === 'split' ? ['isOpenSystem'] : []),
    'bagCount',
    ...(processing.outputCount === null ? [] : ['outputCount']),
    ...(processing.heldCount > 0 ? ['heldCount'] : []),
    'startedBy',
    'startedAt',
    ...(processing.endedAt ? ['endedBy', 'endedAt', 'checkedBy', 'dutyMode'] : []),
    ...(processing.reason ? ['reason'] : []),
  ];
}

const meanings = ['processing_started', 'processing_ended', 'processing_checked', 'rechecked'] as const;

function Signatures({ processing, now }: { processing: ProcessingDetail; now: Date | undefined }) {
  const t = useTranslations('processings.detail');
  return (
    <section className="border-t border-line px-4 py-3 text-13">
      <h3 className="mb-1 text-14 font-bold">{t('signatures')}</h3>
      <ul>
        {processing.signatures.map(({ meaning, signerName, signedAt }) => {
          const known = meanings.find((one) => one === meaning);
          return (
            <li key={`${meaning} ${signerName}`} className="flex gap-3">
              <span className="w-20 text-ink-3">{known ? t(`meanings.${known}`) : meaning}</span>
              <span>{signerName}</span>
              <span className="ml-auto text-ink-3">
                <DayTime at={signedAt} now={now} />
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
