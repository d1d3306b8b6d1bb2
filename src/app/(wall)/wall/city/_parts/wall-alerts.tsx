'use client';
import { useTranslations } from 'use-intl';
import { useCityWords } from '@/app/(desk)/overview/_parts/city-words';
import { classNames } from '@/components/ui/class-names';
import { LevelMark } from '@/components/ui/level-mark';
import { isStaleState, type LiveState } from '@/components/ui/live-state';
import type { CityAlert } from '@/domain/overview/view';
import { WallCaption } from './wall-caption';
import { leadEdges } from './wall-cell';

const inSight = 7;

/** Seven at most, worst first, then larger use; the first leads. */
export function WallAlerts({ alerts, state }: { alerts: readonly CityAlert[]; state: LiveState }) {
  const { t, alertWords } = useCityWords();
  const common = useTranslations('common.levelColour');
  const isStale = isStaleState(state);
  const more = alerts.length - inSight;
  return (
    <>
      <WallCaption
        title={t('alerts')}
        note={
          more > 0
            ? `${t('alertCount', { count: alerts.length })} · ${t('alertMore', { count: more })}`
            : t('alertCount', { count: alerts.length })
        }
      />
      {alerts.length === 0 ? (
        <p className="border-2 border-line bg-surface p-4 text-w28 text-ink-2">{t('alertsNone')}</p>
      ) : (
        <ol className="flex min-h-0 flex-1 flex-col">
          {alerts.slice(0, inSight).map((alert, index) => {
            const { name, value, unit } = alertWords(alert);
            const isSolid = alert.level === 1 && !isStale;
            const isLead = index === 0 && !isStale;
            return (
              <li
                key={`${alert.of}.${name}`}
                className={classNames(
                  '-mt-0.5 grid max-h-36 border-2 border-line first:mt-0 grid-cols-[40px_minmax(0,1fr)_auto] items-center gap-x-3.5 px-4 py-2 whitespace-nowrap',
                  isLead ? 'flex-[1.3]' : 'flex-1',
                  isStale
                    ? 'hatched bg-surface text-ink-3'
                    : isSolid
                      ? 'animate-unack bg-lv1 text-on-lv1'
                      : isLead
                        ? leadEdges[alert.level]
                        : 'bg-surface',
                )}
              >
                <LevelMark level={alert.level} size="wall" isHollow={isStale} onFill={isSolid} isDecorative />
                <span className="min-w-0">
                  <span className={classNames('block truncate text-w32', !isStale && 'font-bold')}>{name}</span>
                  <span className={classNames('block text-w28', isSolid || isStale ? '' : 'text-ink-2')}>
                    {common(`${alert.level}`)}
                  </span>
                </span>
                <span
                  className={classNames(
                    isLead ? 'text-w48' : 'text-w36',
                    isStale ? '' : isSolid ? 'font-bold' : alert.level <= 2 ? 'font-bold text-ink' : 'text-wall-norm',
                  )}
                >
                  {value} <span className="text-w28 font-normal">{unit}</span>
                </span>
              </li>
            );
          })}
        </ol>
      )}
    </>
  );
}
