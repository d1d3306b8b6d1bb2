'use client';
import { useCityWords } from '@/app/(desk)/overview/_parts/city-words';
import { classNames } from '@/components/ui/class-names';
import { GroupPlate } from '@/components/ui/group-plate';
import { LevelMark } from '@/components/ui/level-mark';
import { isStaleState, type LiveState } from '@/components/ui/live-state';
import { Ruler } from '@/components/ui/ruler';
import { toneOf } from '@/components/ui/tone';
import type { CitySeries } from '@/domain/overview/view';
import { ticksOf } from '@/domain/stock/cover';

export const leadEdges = {
  1: 'outline-6 -outline-offset-6 outline-lv1-edge bg-lv1-tint',
  2: 'outline-6 -outline-offset-6 outline-lv2 bg-lv2-tint',
  3: 'outline-6 -outline-offset-6 outline-lv3 bg-lv3-tint',
  4: 'outline-6 -outline-offset-6 outline-lv4 bg-lv4-tint',
};

type WallCellProps = { series: CitySeries; state: LiveState; isLead: boolean; isPartial: boolean };

/** One series of the city at four metres. Abnormal figures are white, the others dimmed. */
export function WallCell({ series, state, isLead, isPartial }: WallCellProps) {
  const { t, format, wallQuantity } = useCityWords();
  const { series: definition, level } = series;
  const isStale = isStaleState(state);
  const isSolid = level === 1 && !isStale;
  const total = wallQuantity(definition, series.amount);
  const unit = total.unit;
  const quiet = isSolid ? '' : isStale ? 'text-ink-3' : 'text-ink-2';
  return (
    <div
      className={classNames(
        'relative flex min-w-0 flex-col justify-between px-3.5 pt-2.5 pb-2 text-w28 whitespace-nowrap',
        isStale
          ? 'hatched bg-surface'
          : isSolid
            ? 'animate-unack bg-lv1 text-on-lv1'
            : isLead && level !== null
              ? leadEdges[level]
              : 'bg-surface',
      )}
    >
      <span className="flex h-[46px] items-center justify-between">
        {definition.group ? (
          <GroupPlate
            abo={definition.group.abo}
            rhd={definition.group.rhd}
            size="wall"
            isStale={isStale}
            onFill={isSolid}
          />
        ) : (
          <span className="text-w32 font-bold">
            {t(`classes.${definition.componentClass}`)}
            <span className="ml-2 text-w28 font-normal">{unit}</span>
          </span>
        )}
        {level !== null && <LevelMark level={level} size="wall" isHollow={isStale} onFill={isSolid} />}
      </span>
      <span className="flex items-baseline gap-2">
        <span
          className={classNames(
            'text-w68',
            isStale
              ? 'bg-surface pr-1.5 text-ink-3'
              : classNames(
                  state !== 'catching-up' && 'font-bold',
                  isSolid ? '' : level === null ? 'text-wall-norm' : 'text-ink',
                ),
          )}
        >
          {series.days === null ? total.figure : format.cover(series.days)}
        </span>
        <span className={quiet}>{series.days === null ? unit : t('days')}</span>
      </span>
      <Ruler
        size="wall"
        value={series.days}
        max={definition.rule.scaleDays}
        ticks={ticksOf(definition.rule)}
        tone={toneOf(level)}
        ground={isSolid ? 'fill' : 'page'}
        isStale={isStale}
      />
      <dl className={classNames('mt-1.5 grid grid-cols-[auto_1fr] leading-[33px]', quiet)}>
        {(['station', 'hospital', 'inTransit'] as const).map((part) => (
          <div key={part} className="contents">
            <dt>{t(part)}</dt>
            <dd className="text-right">{wallQuantity(definition, series[part], series.amount).figure}</dd>
          </div>
        ))}
        {series.declared !== null && (
          <div className="hatched col-span-2 flex justify-between text-ink">
            <dt className="bg-surface pr-2">{t('declaredShort')}</dt>
            <dd className="bg-surface pl-2">+{wallQuantity(definition, series.declared, series.amount).figure}</dd>
          </div>
        )}
      </dl>
      {isPartial && !isStale && <span aria-hidden="true" className="hatched absolute inset-x-0 bottom-0 h-1.5" />}
    </div>
  );
}
