'use client';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { isSending, useCommand } from '@/app/_client/use-command';
import { useOpenDialog } from '@/app/_dialogs/dialog-host';
import { exerciseKey } from '@/app/_shell/exercise-key';
import { FailurePanel } from '@/components/record/failure-panel';
import { Banner } from '@/components/ui/banner';
import { Button, buttonClasses } from '@/components/ui/button';
import { Kbd } from '@/components/ui/kbd';
import { Panel } from '@/components/ui/panel';
import { StatusMark } from '@/components/ui/status-mark';
import { hrefOf } from '@/domain/exercises/catalogue';
import { exerciseRecord } from '@/domain/exercises/record';
import { can, type Role } from '@/domain/permissions';
import { groupDonationNumber } from '@/i18n/format';
import { useFormat } from '@/i18n/provider';
import { ClockWords } from './clock-words';
import { GiveUpExercise, useRefetch } from './exercise-dialogs';
import { useExerciseWords } from './exercise-words';
import type { RoundProgress } from './use-round';

/** The exercise that is open: its papers, its steps with what the records say of each, and the way to the next. */
export function OpenRound({ roles, ...at }: RoundProgress & { roles: readonly Role[] }) {
  const { round, progress, href } = at;
  const t = useTranslations('exercises');
  const { nameOf, stepWords } = useExerciseWords();
  const format = useFormat();
  const open = useOpenDialog();
  const isSupplied = round.material !== null;
  return (
    <Panel
      isFocused
      title={t('open.title', { name: nameOf(round.code) })}
      note={t('open.began', { at: format.dateTime(round.beganAt) })}
    >
      <div className="flex flex-col gap-2 p-3 text-14">
        {!isSupplied && <p role="status">{round.reason === '' ? t('open.supplying') : t('open.slow')}</p>}
        {round.reason === 'exercise.order_stuck' && <Banner tone="warn">{t('violations.exercise.order_stuck')}</Banner>}
        {progress.wrongAt && <Banner tone="stop">{t(progress.isStuck ? 'open.stuck' : 'open.wrong')}</Banner>}
        {isSupplied && <Papers {...at} />}
        <ol aria-label={t('open.steps')}>
          {progress.steps.map(({ step, doneAt }) => {
            const isCurrent = step === progress.current && isSupplied && !progress.wrongAt;
            const to = hrefOf(step, round);
            const hasWay = isSupplied && !doneAt && to !== '/exercises' && (!step.needs || can(roles, step.needs));
            return (
              <li
                key={step.code}
                {...(isCurrent ? { 'aria-current': 'step' as const } : {})}
                data-step={step.code}
                data-done={doneAt ? '' : undefined}
                className={`flex items-start gap-2 border-t border-line py-1.5 first:border-t-0 ${isCurrent ? 'font-bold' : ''}`}
              >
                <span className="w-[76px] flex-none pt-px">
                  {step.fact === null ? (
                    <span className="text-12 font-normal text-ink-3">{t('open.advice')}</span>
                  ) : (
                    <StatusMark tone={doneAt ? 'done' : 'quiet'} isStrong={isCurrent}>
                      {doneAt ? t('open.doneMark') : t('open.waiting')}
                    </StatusMark>
                  )}
                </span>
                <span className="min-w-0 flex-1">
                  {stepWords(round.code, step)}
                  {doneAt && (
                    <span className="block text-12 font-normal text-ink-3">
                      {t('open.done', { at: format.dateTime(doneAt) })}
                    </span>
                  )}
                </span>
                {step.fact === 'clock_started' && isSupplied && !progress.finishedAt && <Clock {...at} />}
                {hasWay && (
                  <Link
                    href={to}
                    {...(to.endsWith('/print') ? { target: '_blank' } : {})}
                    className={isCurrent ? buttonClasses('primary', 'sm') : 'flex-none text-13 text-act underline'}
                  >
                    {to.endsWith('/print') ? t('print') : t('open.toScreen')}
                    {isCurrent && href === to && <Kbd tone="inherit">{exerciseKey}</Kbd>}
                  </Link>
                )}
              </li>
            );
          })}
        </ol>
        <ClockWords {...at} />
        <div className="flex items-center gap-3 border-t border-line pt-2">
          <span className="min-w-0 flex-1 text-12 text-ink-3">{t('open.ticks')}</span>
          <Button
            size="sm"
            variant="ghost"
            onClick={() => open((close) => <GiveUpExercise round={round} onClose={close} />)}
          >
            {t('giveUp')}
          </Button>
        </div>
      </div>
    </Panel>
  );
}

/** By what numbers the screens know the material. */
function Papers({ round, exercise }: RoundProgress) {
  const t = useTranslations('exercises.open');
  const { shipment, patient, place, order, bags } = round.material ?? {};
  const expired = round.code === 'discard' ? bags?.find(({ part }) => part === 'expired') : undefined;
  const papers = [
    ...(shipment ? [[t('shipment'), shipment.no] as const] : []),
    ...(patient ? [[t('patient'), `${patient.name} ${patient.mrn}`] as const] : []),
    ...(place ? [[t('place'), `${place.code} ${place.name}`] as const] : []),
    ...(order ? [[t('order'), order.no] as const] : []),
    ...(round.ordered ? [[t('order'), round.ordered.no] as const] : []),
    ...(round.ordered?.notes.map((no) => [t('shipment'), no] as const) ?? []),
    ...(expired ? [[t('expired'), groupDonationNumber(expired.donationNo)] as const] : []),
  ];
  if (papers.length === 0 && !exercise.needsSecond) return null;
  return (
    <div className="bg-sunken px-2 py-1.5 text-13">
      {papers.map(([term, words]) => (
        <p key={`${term} ${words}`}>
          {term} <strong>{words}</strong>
        </p>
      ))}
      {exercise.needsSecond && <p className="text-ink-2">{t('partners')}</p>}
    </div>
  );
}

function Clock({ round }: RoundProgress) {
  const t = useTranslations('exercises.open');
  const command = useCommand(useTRPC().exercises.start.mutationOptions());
  const refetch = useRefetch();
  async function start() {
    try {
      command.beginAnew();
      await command.send({ id: round.id });
    } catch {
      // said below the button
    }
    await refetch();
  }
  return (
    <span className="flex-none">
      <Button size="sm" variant="primary" isPending={isSending(command)} onClick={() => void start()}>
        {round.clockStartedAt ? t('clockAgain') : t('clock')}
      </Button>
      {command.failure && <FailurePanel definition={exerciseRecord} failure={command.failure} />}
    </span>
  );
}
