'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import Siren from 'lucide-react/icons/siren';
import Link from 'next/link';
import { useEffect, useRef, useSyncExternalStore } from 'react';
import { useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { isSending, useCommand } from '@/app/_client/use-command';
import { playTone, readVolume, usualVolume, watchVolume } from '@/components/scan/scan-sounds';
import { classNames } from '@/components/ui/class-names';
import { Icon } from '@/components/ui/icon';
import { Kbd } from '@/components/ui/kbd';
import { useKey } from '@/components/ui/use-key';
import { useFormat } from '@/i18n/provider';
import type { Alarm } from './recall-types';

export const acknowledgeKey = 'Alt R';
/** Until somebody acknowledges; what may cost a life more often. [unsourced: default] */
const soundsEveryMs = { '1': 10_000, '2': 30_000, '3': 60_000 } as const;
/** Behind the feed: a screen that missed the word sounds all the same. */
const askedEveryMs = 30_000;

/** The key is deaf for so long after a recall has come to stand. [unsourced: default] */
const readingMs = 1_500;

type RecallAlarmProps = { mayOpen: boolean; mayAcknowledge: boolean };

/** On every desk page of a house: a recall that nobody there has acknowledged, and its sound. The gravest stands, the others are counted. */
export default function RecallAlarm({ mayOpen, mayAcknowledge }: RecallAlarmProps) {
  const trpc = useTRPC();
  const { data } = useQuery(
    trpc.recalls.alarm.queryOptions({}, { refetchInterval: askedEveryMs, refetchIntervalInBackground: true }),
  );
  const [alarm, ...others] = data ?? [];
  if (!alarm) return null;
  return (
    <Sounding key={alarm.id} alarm={alarm} others={others.length} mayOpen={mayOpen} mayAcknowledge={mayAcknowledge} />
  );
}

type SoundingProps = RecallAlarmProps & { alarm: Alarm; others: number };

function Sounding({ alarm, others, mayOpen, mayAcknowledge }: SoundingProps) {
  const t = useTranslations('recalls');
  const trpc = useTRPC();
  const client = useQueryClient();
  const format = useFormat();
  const now = useCityNow(10_000);
  const volume = useSyncExternalStore(watchVolume, readVolume, () => usualVolume);
  const command = useCommand(trpc.recalls.acknowledge.mutationOptions());
  const { id, recallClass } = alarm;
  useEffect(() => {
    playTone('alarm');
    const timer = setInterval(() => playTone('alarm'), soundsEveryMs[recallClass]);
    return () => clearInterval(timer);
  }, [recallClass]);
  function acknowledge() {
    if (isSending(command)) return;
    const again = () => client.invalidateQueries({ queryKey: trpc.recalls.pathKey() });
    void (command.isUnanswered ? command.sendAgain() : command.send({ id })).then(again, again);
  }
  // Whoever pressed for the one before, or for what stood there, has not read this one.
  const stoodSince = useRef(performance.now());
  useKey(
    acknowledgeKey,
    (event) => event.repeat || performance.now() - stoodSince.current < readingMs || acknowledge(),
    { reach: 'dialog', isEnabled: mayAcknowledge },
  );
  const isGrave = recallClass === '1';
  return (
    <section
      aria-label={t('alarm.label')}
      data-recall-alarm={alarm.no}
      className={classNames(
        'flex flex-none flex-wrap items-start gap-x-4 gap-y-1 border-b-2 px-4 py-2 print:hidden',
        isGrave
          ? 'border-lv1-alt bg-lv1 text-on-lv1 [--focus:var(--on-lv1)]'
          : 'border-stop bg-lv1-tint text-ink [--focus:var(--ink)]',
      )}
    >
      <div role="alert" className="min-w-[300px] flex-1">
        <p className="flex items-center gap-2 text-16 font-bold">
          <Icon of={Siren} />
          {t('alarm.title', { kind: t(`options.recallClass.${recallClass}`), count: alarm.donationCount })}
        </p>
        <p className="text-13">
          {t('alarm.why', { reason: alarm.reason })}{' '}
          {t('alarm.instruction', { instruction: alarm.instruction || t('alarm.defaultInstruction') })}
        </p>
        <Standing alarm={alarm} />
      </div>
      <div className="flex flex-none flex-col items-end gap-1 text-13">
        <p>
          {t('alarm.sent', { station: alarm.stationName, at: format.time(alarm.soundedAt) })}{' '}
          {now && (
            <strong>
              {t('alarm.unacknowledged', {
                age: format.age(Math.max(0, (now.getTime() - alarm.soundedAt.getTime()) / 1000)),
              })}
            </strong>
          )}
        </p>
        <p className="flex items-center gap-2">
          {mayOpen && (
            <Link href={`/recalls?open=${id}`} className="underline">
              {t('alarm.open')}
            </Link>
          )}
          {mayAcknowledge ? (
            <button
              type="button"
              aria-keyshortcuts="Alt+R"
              aria-busy={isSending(command) || undefined}
              onClick={acknowledge}
              className="flex h-8 items-center gap-2 rounded border border-ink bg-surface px-3 text-14 font-bold text-ink [--focus:var(--ink)]"
            >
              {t('alarm.acknowledge')}
              <Kbd>{acknowledgeKey}</Kbd>
            </button>
          ) : (
            <span>{t('alarm.wardHint')}</span>
          )}
        </p>
        <p>
          {command.failure && <strong role="alert">{t('alarm.failed')} </strong>}
          {volume === 0 && <strong>{t('alarm.silent')} </strong>}
          {others > 0 && t('alarm.more', { count: others })}
        </p>
      </div>
    </section>
  );
}

/** Where this house's bags are; the one that may be running first. */
function Standing({ alarm }: { alarm: Alarm }) {
  const t = useTranslations('recalls.alarm');
  const format = useFormat();
  const where = [
    ...(alarm.issued > 0 ? [t('issued', { count: alarm.issued })] : []),
    ...(alarm.inStock > 0 ? [t('inStock', { count: alarm.inStock })] : []),
    ...(alarm.underWay > 0 ? [t('underWay', { count: alarm.underWay })] : []),
  ];
  return (
    <p className="text-13">
      {t('since', { at: format.time(alarm.soundedAt) })}{' '}
      <strong>
        {t('here')} {where.length > 0 ? format.list(where) : t('none')}
      </strong>
      {alarm.stationPhone && ` · ${t('phone', { phone: alarm.stationPhone })}`}
    </p>
  );
}
