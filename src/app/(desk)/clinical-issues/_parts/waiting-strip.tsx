'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { useCommand } from '@/app/_client/use-command';
import { useOpenDialog } from '@/app/_dialogs/dialog-host';
import { ReasonDialog } from '@/app/_dialogs/reason-dialog';
import { Button } from '@/components/ui/button';
import { DonationNumber } from '@/components/ui/donation-number';
import { GroupPlate, type PlateAbo, type PlateRhd } from '@/components/ui/group-plate';
import { StatusMark } from '@/components/ui/status-mark';
import { groupDonationNumber } from '@/i18n/format';
import { useFormat } from '@/i18n/provider';
import { issueModule, type Waiting } from './issue-types';

/** Blood may be running that should not. */
const stopKinds = ['incompatible_crossmatch', 'identified_incompatible'];

type WaitingStripProps = { onOpen: (issueId: string) => void };

/** What waits for somebody: tasks an issue left behind, and bags kept for patients with their release clock. */
export function WaitingStrip({ onOpen }: WaitingStripProps) {
  const trpc = useTRPC();
  const t = useTranslations('clinical-issues');
  const format = useFormat();
  const now = useCityNow(60_000);
  const router = useRouter();
  const { data } = useQuery(trpc.clinicalIssues.waiting.queryOptions({}));
  const open = useOpenDialog();
  if (!data || (data.tasks.length === 0 && data.reservations.length === 0)) return null;
  const at = (when: Date) => (now ? format.dayTime(when, now) : format.dateTime(when));

  return (
    <section className="mt-2 grid max-h-[126px] flex-none grid-cols-2 border border-line-2 bg-surface text-13">
      <div className="flex min-h-0 flex-col">
        <h2 className="flex h-8 flex-none items-center gap-2 border-b border-line px-3 text-14 font-bold">
          {t('list.waitingTasks')} {data.taskCount}
          <span className="text-12 font-normal text-ink-3">{t('list.waitingTasksNote')}</span>
        </h2>
        <ul className="min-h-0 overflow-y-auto">
          {data.tasks.length === 0 && <li className="px-3 py-1.5 text-ink-2">{t('list.noTasks')}</li>}
          {data.tasks.map((task) => {
            const isOverdue = now !== null && task.dueAt < now;
            return (
              <li key={task.id} className="border-b border-line">
                <button
                  type="button"
                  onClick={() =>
                    task.kind === 'identify_patient'
                      ? router.push(`/clinical-issues/${task.issueId}?do=identify`)
                      : onOpen(task.issueId)
                  }
                  className="flex h-[30px] w-full items-center gap-3 px-3 text-left hover:bg-hover"
                >
                  <StatusMark tone={stopKinds.includes(task.kind) ? 'stop' : isOverdue ? 'back' : 'warn'}>
                    {t(`tasks.${task.kind as 'second_signature'}`)}
                  </StatusMark>
                  <span className="font-code">{task.no}</span>
                  <span className="min-w-0 flex-1 truncate text-ink-2">{task.patientLabel}</span>
                  <span className={isOverdue ? 'text-stop' : 'text-ink-2'}>
                    {t(isOverdue ? 'list.overdue' : 'list.due', { time: at(task.dueAt) })}
                  </span>
                </button>
              </li>
            );
          })}
          <MoreRow count={data.taskCount - data.tasks.length} />
        </ul>
      </div>
      <div className="flex min-h-0 flex-col border-l border-line-2">
        <h2 className="flex h-8 flex-none items-center gap-2 border-b border-line px-3 text-14 font-bold">
          {t('list.reservations')} {data.reservationCount}
          <span className="text-12 font-normal text-ink-3">{t('list.reservationsNote')}</span>
        </h2>
        <ul className="min-h-0 overflow-y-auto">
          {data.reservations.map((reservation) => (
            <li key={reservation.id} className="flex h-[30px] items-center gap-2 border-b border-line px-3">
              <GroupPlate size="xs" abo={reservation.abo as PlateAbo} rhd={reservation.rhd as PlateRhd} />
              <DonationNumber donationNo={reservation.donationNo} />
              <Link
                className="min-w-0 flex-1 truncate text-act underline"
                href={`/clinical-issues/new?patient=${reservation.patientId}`}
              >
                {reservation.patientName} {reservation.patientMrn}
              </Link>
              <span className="text-ink-2">{t('list.release', { time: at(reservation.releaseAt) })}</span>
              <Button
                size="sm"
                variant="ghost"
                onClick={() => open((close) => <ReleaseDialog reservation={reservation} onClose={close} />)}
              >
                {t('list.giveBack')}
              </Button>
            </li>
          ))}
          <MoreRow count={data.reservationCount - data.reservations.length} />
        </ul>
      </div>
    </section>
  );
}

/** Nothing is cut in silence. */
function MoreRow({ count }: { count: number }) {
  const t = useTranslations('clinical-issues.list');
  return count > 0 ? <li className="px-3 py-1.5 text-ink-2">{t('more', { count })}</li> : null;
}

type ReleaseDialogProps = { reservation: Waiting['reservations'][number]; onClose: () => void };

function ReleaseDialog({ reservation, onClose }: ReleaseDialogProps) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const t = useTranslations('clinical-issues');
  const command = useCommand(trpc.clinicalIssues.unreserve.mutationOptions());
  return (
    <ReasonDialog
      command={command}
      definition={issueModule}
      title={t('list.giveBackTitle', { no: groupDonationNumber(reservation.donationNo) })}
      description={t('list.giveBackHint', { patient: `${reservation.patientName} ${reservation.patientMrn}` })}
      reasonLabel={t('form.approvalReason')}
      reasonMissing={t('detail.reasonMissing')}
      actionLabel={t('list.giveBack')}
      onSend={(reason) => command.send({ unitIds: [reservation.unitId], reason })}
      onDone={() => client.invalidateQueries({ queryKey: trpc.clinicalIssues.pathKey() })}
      onClose={onClose}
    />
  );
}
