'use client';
import Clock from 'lucide-react/icons/clock';
import { useCityWords } from '@/app/(desk)/overview/_parts/city-words';
import { classNames } from '@/components/ui/class-names';
import { Icon } from '@/components/ui/icon';
import { LevelMark } from '@/components/ui/level-mark';
import { isStaleState, type LiveState } from '@/components/ui/live-state';
import { formatGroup } from '@/domain/blood/groups';
import type { CityView } from '@/domain/overview/view';
import { coverRules } from '@/domain/stock/cover';
import { WallCaption } from './wall-caption';
import { WallHospitals } from './wall-hospitals';

/** With more districts than this their tiles need the height. */
const roomForHospitals = 8;

type WallMiddleProps = { view: CityView; state: LiveState; now: Date };

/** The station's own tile, hospitals by district, and who reported. */
export function WallMiddle({ view, state, now }: WallMiddleProps) {
  const { t, format, nameOf } = useCityWords();
  const isStale = isStaleState(state);
  const red = view.series.filter((one) => one.series.componentClass === 'red_cells');
  const { online, total, silent } = view.reporting;
  return (
    <>
      <WallCaption
        title={t('stationTile')}
        note={`${t('redCells')} U · ${t('issuable')} ${format.amount(view.stationRedCells)}`}
      />
      <dl
        className={classNames(
          'grid flex-none grid-cols-4 gap-y-1 border-2 border-line bg-surface px-3.5 py-2 text-w28',
          isStale && 'hatched text-ink-3',
        )}
      >
        {red.map((one) => (
          <div key={one.series.key} className="whitespace-nowrap">
            <dt className="text-ink-2">
              {one.series.group && formatGroup(one.series.group.abo, one.series.group.rhd)}
            </dt>
            <dd className={classNames('text-w36', !isStale && 'text-wall-norm')}>{format.amount(one.station)}</dd>
          </div>
        ))}
      </dl>
      <div className="h-2.5 flex-none" />
      <WallCaption title={t('districts')} note={t('districtsNote')} />
      <ul className="grid flex-none auto-rows-[80px] grid-cols-4 gap-1.5">
        {view.districts.map((tile) => {
          const isSolid = tile.level === 1 && !isStale;
          const isCalm = tile.level === null;
          return (
            <li
              key={tile.district}
              className={classNames(
                'relative min-h-0 overflow-hidden border-2 pt-0.5 pl-2.5 whitespace-nowrap',
                isStale
                  ? 'hatched border-line'
                  : isSolid
                    ? 'border-lv1-edge bg-lv1 text-on-lv1'
                    : isCalm
                      ? 'border-line bg-surface'
                      : 'border-line-3 bg-surface',
              )}
            >
              <p className={classNames('text-w28 leading-[35px]!', isCalm || isStale ? 'text-ink-2' : '')}>
                {tile.district}
              </p>
              <p
                className={classNames(
                  'text-w36 leading-[38px]!',
                  isStale ? 'text-ink-3' : isCalm ? 'text-wall-norm' : 'font-bold',
                )}
              >
                {format.cover(tile.days)}
              </p>
              {tile.level !== null && (
                <LevelMark
                  level={tile.level}
                  isHollow={isStale}
                  onFill={isSolid}
                  size="wall"
                  className="absolute top-2 right-1.5 size-7!"
                />
              )}
              {tile.silent > 0 && <span aria-hidden="true" className="hatched absolute inset-x-0 bottom-0 h-1.5" />}
            </li>
          );
        })}
      </ul>
      <ul className="grid flex-none grid-cols-4 pt-2 text-w28 whitespace-nowrap text-ink-2">
        {([4, 3, 2, 1] as const).map((level) => (
          <li key={level} className="flex items-center gap-2">
            <LevelMark level={level} size="wall" isDecorative className="size-7!" />
            {t('districtKeyShort', { days: coverRules.district.days[level] })}
          </li>
        ))}
      </ul>
      {view.districts.length <= roomForHospitals && <WallHospitals rows={view.hospitals} state={state} />}
      <div className="mt-auto flex-none border-t-2 border-line pt-1.5 text-w28">
        <p className="flex items-baseline justify-between leading-11 whitespace-nowrap">
          <span className={online < total ? 'font-bold' : 'text-ink-2'}>{t('reporting', { online, total })}</span>
          {silent.length > 0 && <span>{t('silentCount', { count: silent.length })}</span>}
        </p>
        <ul className="text-ink-2">
          {silent.slice(0, 3).map((org) => (
            <li key={org.id} className="flex justify-between leading-[34px]">
              <span className="flex min-w-0 items-center gap-2.5">
                <Icon of={Clock} size={28} className="text-ink-3" />
                <span className="truncate">{nameOf(org)}</span>
              </span>
              <span className="flex-none">
                {org.heardAt ? t('until', { time: format.dayTime(org.heardAt, now) }) : t('never')}
              </span>
            </li>
          ))}
        </ul>
      </div>
    </>
  );
}
