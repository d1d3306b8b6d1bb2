'use client';
import { classNames } from '@/components/ui/class-names';
import { LevelMark } from '@/components/ui/level-mark';
import { isStaleState, type LiveState } from '@/components/ui/live-state';
import { Panel } from '@/components/ui/panel';
import type { DistrictTile } from '@/domain/overview/view';
import { coverRules } from '@/domain/stock/cover';
import { useCityWords } from './city-words';

const grounds = { 1: 'bg-lv1 text-on-lv1', 2: 'bg-lv2-tint', 3: 'bg-lv3-tint', 4: '' };

/** Hospitals by district, without the station; a district's own limits are printed in the key. */
export function DistrictTiles({ districts, state }: { districts: readonly DistrictTile[]; state: LiveState }) {
  const { t, format } = useCityWords();
  const isStale = isStaleState(state);
  return (
    <Panel title={t('districts')} note={t('districtsNote')}>
      <ul className="grid grid-cols-4 gap-1 p-2 wide:grid-cols-6">
        {districts.map((tile) => {
          const isSolid = tile.level === 1 && !isStale;
          return (
            <li
              key={tile.district}
              title={t('districtHospitals', { count: tile.hospitals })}
              className={classNames(
                'relative border px-1.5 pb-1 leading-[18px] whitespace-nowrap',
                tile.level === null ? 'border-line' : 'border-line-3',
                isStale ? 'hatched' : tile.level !== null && grounds[tile.level],
              )}
            >
              <span className="flex items-center justify-between gap-1 text-12">
                <span className="truncate">{tile.district}</span>
                {tile.level !== null && <LevelMark level={tile.level} size="s" isHollow={isStale} onFill={isSolid} />}
              </span>
              <span
                className={classNames(
                  'text-16',
                  isStale ? 'bg-surface text-ink-3' : tile.level !== null && 'font-bold',
                )}
              >
                {format.cover(tile.days)}
              </span>
              {tile.silent > 0 && <span aria-hidden="true" className="hatched absolute inset-x-0 bottom-0 h-1" />}
            </li>
          );
        })}
      </ul>
      <p className="flex flex-wrap gap-x-3 px-2 pb-1.5 text-12 text-ink-3">
        {([4, 3, 2, 1] as const).map((level) => (
          <span key={level} className="inline-flex items-center gap-1">
            <LevelMark level={level} size="s" isDecorative />
            {t('districtKey', { days: coverRules.district.days[level] })}
          </span>
        ))}
      </p>
    </Panel>
  );
}
