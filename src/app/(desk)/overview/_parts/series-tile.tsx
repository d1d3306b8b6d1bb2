'use client';
import { classNames } from '@/components/ui/class-names';
import { GroupPlate } from '@/components/ui/group-plate';
import { LevelMark } from '@/components/ui/level-mark';
import { isStaleState, type LiveState } from '@/components/ui/live-state';
import { Ruler } from '@/components/ui/ruler';
import { toneOf } from '@/components/ui/tone';
import type { CitySeries } from '@/domain/overview/view';
import { ticksOf } from '@/domain/stock/cover';
import { useCityWords } from './city-words';

type SeriesTileProps = {
  series: CitySeries;
  state: LiveState;
  isPartial: boolean;
  /** How many hospitals declare, and since when the oldest count stands. */
  declaredTitle: string;
};

const grounds = { 1: 'bg-lv1 text-on-lv1', 2: 'bg-lv2-tint', 3: 'bg-lv3-tint', 4: 'bg-surface' };

/** One series of the city: days, ruler, and the split that sums to the total. */
export function SeriesTile({ series, state, isPartial, declaredTitle }: SeriesTileProps) {
  const { t, format, quantity } = useCityWords();
  const isStale = isStaleState(state);
  const isSolid = series.level === 1 && !isStale;
  const { series: definition } = series;
  const quiet = isSolid ? '' : isStale ? 'text-ink-3' : 'text-ink-2';
  const total = quantity(definition, series.amount);
  const figure = classNames(
    'text-28 leading-8',
    isStale ? 'bg-surface pr-1.5 text-ink-3' : state !== 'catching-up' && 'font-bold',
  );
  return (
    <div
      className={classNames(
        'relative flex min-w-0 flex-col px-2.5 pt-2 pb-1.5',
        isStale ? 'hatched bg-surface' : series.level === null ? 'bg-surface' : grounds[series.level],
      )}
    >
      <span className="flex h-6 items-center justify-between gap-1">
        {definition.group ? (
          <GroupPlate
            abo={definition.group.abo}
            rhd={definition.group.rhd}
            size="m"
            isStale={isStale}
            onFill={isSolid}
          />
        ) : (
          <strong className="truncate text-14">{t(`classes.${definition.componentClass}`)}</strong>
        )}
        {series.level !== null && <LevelMark level={series.level} isHollow={isStale} onFill={isSolid} />}
      </span>
      <span className="mt-1 flex items-baseline gap-1 whitespace-nowrap">
        <span className={figure}>{series.days === null ? total.figure : format.cover(series.days)}</span>
        <span className={classNames('text-13', quiet)}>{series.days === null ? total.unit : t('days')}</span>
      </span>
      <Ruler
        size="panel"
        value={series.days}
        max={definition.rule.scaleDays}
        ticks={ticksOf(definition.rule)}
        tone={toneOf(series.level)}
        ground={isSolid ? 'fill' : 'page'}
        isStale={isStale}
      />
      <dl className={classNames('mt-1.5 grid grid-cols-[auto_1fr] text-12 leading-[17px] whitespace-nowrap', quiet)}>
        {(['station', 'hospital', 'inTransit'] as const).map((part) => (
          <div key={part} className="contents">
            <dt>{t(part)}</dt>
            <dd className="text-right">{quantity(definition, series[part]).figure}</dd>
          </div>
        ))}
        <div className="contents">
          <dt className={isSolid ? '' : 'text-ink-3'}>＝</dt>
          <dd className={classNames('text-right', !isStale && 'font-bold', !isSolid && !isStale && 'text-ink')}>
            {total.figure} <span className="font-normal">{total.unit}</span>
          </dd>
        </div>
        {series.declared !== null && (
          <div className="hatched col-span-2 flex justify-between text-ink" title={declaredTitle}>
            <dt className="bg-surface pr-1">{t('declared')}</dt>
            <dd className="bg-surface pl-1">
              +{quantity(definition, series.declared).figure} <span>{total.unit}</span>
            </dd>
          </div>
        )}
      </dl>
      {isPartial && !isStale && <span aria-hidden="true" className="hatched absolute inset-x-0 bottom-0 h-1" />}
    </div>
  );
}
