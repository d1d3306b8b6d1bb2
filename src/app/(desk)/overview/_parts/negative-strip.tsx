'use client';
import { classNames } from '@/components/ui/class-names';
import { GroupPlate } from '@/components/ui/group-plate';
import { LevelMark } from '@/components/ui/level-mark';
import { isStaleState, type LiveState } from '@/components/ui/live-state';
import { Panel } from '@/components/ui/panel';
import { Ruler } from '@/components/ui/ruler';
import { toneOf } from '@/components/ui/tone';
import type { CitySeries } from '@/domain/overview/view';
import { useCityWords } from './city-words';

const grounds = { 1: 'bg-lv1 text-on-lv1', 2: 'bg-lv2-tint', 3: 'bg-lv3-tint', 4: '' };

/** RhD negative is counted against a minimum, with the frozen reserve behind it; never days. */
export function NegativeStrip({ series, state }: { series: readonly CitySeries[]; state: LiveState }) {
  const { t, format } = useCityWords();
  const isStale = isStaleState(state);
  return (
    <Panel title={t('rhdNegative')} note={`${t('redCells')} ${t('units.U')}`}>
      <div className={classNames('grid min-h-[136px] grid-cols-4 divide-x divide-line', isStale && 'hatched')}>
        {series.map((one) => {
          const { group } = one.series;
          const isSolid = one.level === 1 && !isStale;
          const quiet = isSolid ? '' : 'text-ink-3';
          return (
            <div
              key={one.series.key}
              className={classNames(
                'px-2.5 py-2 whitespace-nowrap',
                one.level !== null && !isStale && grounds[one.level],
              )}
            >
              <span className="flex items-center justify-between">
                {group && <GroupPlate abo={group.abo} rhd={group.rhd} isStale={isStale} onFill={isSolid} />}
                {one.level !== null && <LevelMark level={one.level} isHollow={isStale} onFill={isSolid} size="s" />}
              </span>
              <span className="mt-1 flex items-baseline gap-1">
                <span className={classNames('text-20', isStale ? 'text-ink-3' : 'font-bold')}>
                  {format.amount(one.amount)}
                </span>
                <span className={classNames('text-12', quiet)}>
                  / {one.minimumAmount === null ? t('noMinimum') : format.amount(one.minimumAmount)}
                </span>
              </span>
              <Ruler
                value={one.minimumAmount === null ? null : one.amount}
                max={(one.minimumAmount ?? 1) * 2}
                ticks={one.minimumAmount === null ? [] : [one.minimumAmount]}
                tone={toneOf(one.level)}
                ground={isSolid ? 'fill' : 'page'}
                isStale={isStale}
              />
              <span className={classNames('mt-1.5 block text-12 leading-[17px]', quiet)}>
                {t('reserve')} {format.amount(one.reserve)}
              </span>
              <span className={classNames('block text-12 leading-[17px]', quiet)} title={t('split')}>
                {t('stationShort')}
                {format.amount(one.station)}·{t('hospitalShort')}
                {format.amount(one.hospital)}·{t('inTransitShort')}
                {format.amount(one.inTransit)}
              </span>
              {one.declared !== null && (
                <span
                  className={classNames('hatched block text-12 leading-[17px]', isSolid ? 'font-bold' : 'text-ink')}
                  title={t('declaredNote')}
                >
                  <span className={isSolid ? 'bg-lv1 pr-1' : 'bg-surface pr-1'}>
                    {t('declared')} +{format.amount(one.declared)}
                  </span>
                </span>
              )}
            </div>
          );
        })}
      </div>
    </Panel>
  );
}
