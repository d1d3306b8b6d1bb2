'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { useCommand } from '@/app/_client/use-command';
import { ChangedMeanwhile, useSeenVersion } from '@/app/_dialogs/changed-meanwhile';
import { useOpenDialog } from '@/app/_dialogs/dialog-host';
import { ReasonDialog } from '@/app/_dialogs/reason-dialog';
import { readFailure } from '@/components/record/failure';
import { FailurePanel } from '@/components/record/failure-panel';
import { HistoryPanel } from '@/components/record/history-panel';
import { RecordDetail } from '@/components/record/record-detail';
import { StateMark } from '@/components/record/state-mark';
import { Button } from '@/components/ui/button';
import { Drawer } from '@/components/ui/drawer';
import { Skeleton } from '@/components/ui/skeleton';
import { specimenRecord } from '@/domain/specimens/record';
import { ChainTimeline } from './chain-timeline';
import type { Specimen, SpecimenRights } from './specimen-types';

type SpecimenDrawerProps = { id: string; rights: SpecimenRights; onClose: () => void };

const historyDefinition = {
  ...specimenRecord,
  fields: {
    ...specimenRecord.fields,
    kind: { kind: 'choice', options: ['first', 'recheck', 'screen'] },
    round: { kind: 'number' },
    testedBy: { kind: 'person' },
    isSecondEntry: { kind: 'boolean' },
    abo: { kind: 'text' },
    rhd: { kind: 'text' },
  },
} as const satisfies typeof specimenRecord;

/** One tube: where it comes from, what was read on it, which bags were crossmatched against it. */
export function SpecimenDrawer({ id, rights, onClose }: SpecimenDrawerProps) {
  const t = useTranslations('specimens');
  const trpc = useTRPC();
  const now = useCityNow(60_000) ?? undefined;
  const open = useOpenDialog();
  const { data, error } = useQuery(trpc.specimens.get.queryOptions({ id }));
  const history = useQuery(trpc.specimens.history.queryOptions({ id }));
  const ask = (kind: 'refuse' | 'void', specimen: Specimen) =>
    open((close) => <EndDialog kind={kind} specimen={specimen} onClose={close} />);
  return (
    <Drawer
      title={data?.tubeNo ?? t('title')}
      label={data?.tubeNo ?? t('title')}
      status={data && <StateMark definition={specimenRecord} state={data.state} />}
      onClose={onClose}
      footer={
        data && (
          <>
            {rights.mayVoid && data.state !== 'void' && (
              <Button variant="danger" onClick={() => ask('void', data)}>
                {t('detail.void')}
              </Button>
            )}
            {rights.mayRefuse && data.state === 'received' && (
              <Button variant="danger" onClick={() => ask('refuse', data)}>
                {t('detail.refuse')}
              </Button>
            )}
          </>
        )
      }
    >
      {error && <FailurePanel definition={specimenRecord} failure={readFailure(error)} />}
      {!data && !error && <Skeleton lines={10} />}
      {data && (
        <>
          <div className="border-b border-line px-4 py-3">
            <RecordDetail
              definition={specimenRecord}
              record={data}
              fields={[
                'patientLabel',
                ...(data.requestNo ? ['requestNo'] : []),
                'drawnAt',
                'drawnBy',
                'receivedAt',
                'receivedBy',
                'validUntil',
                'grouping',
                'screen',
                ...(data.reason ? ['reason'] : []),
              ]}
              now={now}
            />
          </div>
          <section className="border-b border-line px-4 py-3">
            <h3 className="mb-2 text-14 font-bold">{t('chain.title')}</h3>
            <ChainTimeline specimens={[data]} crossmatches={data.crossmatches} now={now} />
          </section>
          <section className="px-4 py-3">
            <h3 className="mb-2 text-14 font-bold">{t('detail.history')}</h3>
            <HistoryPanel definition={historyDefinition} entries={history.data ?? []} now={now} />
          </section>
        </>
      )}
    </Drawer>
  );
}

type EndDialogProps = { kind: 'refuse' | 'void'; specimen: Specimen; onClose: () => void };

function EndDialog({ kind, specimen, onClose }: EndDialogProps) {
  const { id, tubeNo } = specimen;
  const t = useTranslations('specimens');
  const trpc = useTRPC();
  const client = useQueryClient();
  const commands = {
    refuse: useCommand(trpc.specimens.refuse.mutationOptions()),
    void: useCommand(trpc.specimens.void.mutationOptions()),
  };
  const command = commands[kind];
  const seen = useSeenVersion(command, specimen.version);
  const history = useQuery(trpc.specimens.history.queryOptions({ id }));
  return (
    <ReasonDialog
      command={command}
      definition={specimenRecord}
      title={t(`${kind}Title`, { tubeNo })}
      description={t(`${kind}Hint`)}
      reasonLabel={t('reasonLabel')}
      reasonMissing={t('needReason')}
      dictionary={kind === 'void' ? 'void' : 'specimen-refuse'}
      actionLabel={t(`detail.${kind}`)}
      isDanger
      onSend={(reason) => command.send({ id, version: seen.version, reason })}
      onDone={() => client.invalidateQueries({ queryKey: trpc.specimens.pathKey() })}
      onClose={onClose}
      meanwhile={<ChangedMeanwhile definition={specimenRecord} seen={seen} history={history} />}
    />
  );
}
