'use client';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { classNames } from '@/components/ui/class-names';
import { GroupPlate } from '@/components/ui/group-plate';
import { StatusMark } from '@/components/ui/status-mark';
import { useFormat } from '@/i18n/provider';
import type { Bench, BenchLine } from './specimen-types';

type BenchQueueProps = {
  bench: Bench;
  openId: string | null;
  onOpen: (id: string) => void;
  now: Date | null;
};

/** 待我处理: what has a clock first, then the open requests by what each waits for. */
export function BenchQueue({ bench, openId, onOpen, now }: BenchQueueProps) {
  const t = useTranslations('specimens.bench');
  return (
    <section aria-label={t('waiting')} className="flex w-[336px] flex-none flex-col border border-line-2 bg-surface">
      <h2 className="flex h-9 flex-none items-center gap-2 border-b border-line bg-sunken px-3 text-14 font-bold">
        {t('waiting')} <span className="text-13">{bench.lines.length + bench.tasks.length}</span>
      </h2>
      <div className="min-h-0 flex-1 overflow-y-auto">
        {bench.tasks.length > 0 && (
          <ul className="border-b-2 border-line-2">
            {bench.tasks.map((task) => (
              <QueueTask key={task.id} task={task} now={now} />
            ))}
          </ul>
        )}
        {bench.lines.length === 0 && bench.tasks.length === 0 && (
          <p className="px-3 py-3 text-13 text-ink-2">{t('empty')}</p>
        )}
        <ul>
          {bench.lines.map((line) => (
            <QueueLine key={line.id} line={line} isOpen={line.id === openId} onOpen={onOpen} />
          ))}
        </ul>
      </div>
    </section>
  );
}

function QueueTask({ task, now }: { task: Bench['tasks'][number]; now: Date | null }) {
  const t = useTranslations('specimens.bench');
  const format = useFormat();
  const isLate = now !== null && task.dueAt < now;
  const time = now ? format.dayTime(task.dueAt, now) : format.dateTime(task.dueAt);
  const href =
    task.kind === 'group_contradiction' ? `/specimens?open=${task.recordId}` : `/clinical-issues/${task.recordId}`;
  return (
    <li className="border-b border-line px-3 py-1.5 text-13 last:border-b-0">
      <Link href={href} className="font-bold text-stop hover:underline">
        {t(`tasks.${task.kind}`)}
      </Link>
      <span className="flex gap-2 text-12 text-ink-2">
        <span className="font-code">{task.no}</span>
        <StatusMark tone={isLate ? 'back' : 'warn'}>{t(isLate ? 'taskLate' : 'taskDue', { time })}</StatusMark>
      </span>
    </li>
  );
}

type QueueLineProps = { line: BenchLine; isOpen: boolean; onOpen: (id: string) => void };

function QueueLine({ line, isOpen, onOpen }: QueueLineProps) {
  const t = useTranslations('specimens.bench');
  return (
    <li className="border-b border-line">
      <button
        type="button"
        aria-current={isOpen || undefined}
        onClick={() => onOpen(line.id)}
        className={classNames(
          'flex w-full items-start gap-2 px-3 py-1.5 text-left text-13 hover:bg-hover',
          isOpen && 'bg-select',
        )}
      >
        <GroupPlate abo={line.abo} rhd={line.rhd === 'unknown' ? 'unspecified' : line.rhd} className="mt-0.5" />
        <span className="min-w-0 flex-1">
          <span className="flex items-baseline gap-2">
            <strong className="truncate text-14">{line.name}</strong>
            <span className="truncate text-12 text-ink-2">
              {line.department} {line.bed}
            </span>
          </span>
          <span className="block truncate text-12 text-ink-2">{line.linesText}</span>
        </span>
        <span className="flex-none text-right">
          <strong className="block">{t(`steps.${line.step}`)}</strong>
          <span className={classNames('block text-12', line.isEmergency ? 'font-bold text-stop' : 'text-ink-2')}>
            {line.isEmergency ? t('emergency') : line.plannedOn ? t('planned', { day: line.plannedOn.slice(5) }) : ''}
          </span>
        </span>
      </button>
    </li>
  );
}
