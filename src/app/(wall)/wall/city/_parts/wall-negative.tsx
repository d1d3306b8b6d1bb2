'use client';
import { useCityWords } from '@/app/(desk)/overview/_parts/city-words';
import { classNames } from '@/components/ui/class-names';
import { GroupPlate } from '@/components/ui/group-plate';
import { LevelMark } from '@/components/ui/level-mark';
import { isStaleState, type LiveState } from '@/components/ui/live-state';
import type { CitySeries } from '@/domain/overview/view';
import { nothing } from '@/i18n/format';

/** RhD negative is one strip of counts, with the frozen reserve behind them. */
export function WallNegative({ series, state }: { series: readonly CitySeries[]; state: LiveState }) {
  const { t, format } = useCityWords();
  const isStale = isStaleState(state);
  const isDeclared = series.some((one) => one.declared !== null);
  const row = 'px-3.5 py-px text-left font-normal leading-9';
  return (
    <table
      className={classNames(
        'w-full flex-none table-fixed border-2 border-line bg-surface text-w28 whitespace-nowrap text-ink-2 [&_td]:border-l-2 [&_td]:border-line [&_thead_th+th]:border-l-2 [&_thead_th+th]:border-line',
        isStale && 'hatched text-ink-3',
      )}
    >
      <thead>
        <tr>
          <th scope="col" className={classNames(row, 'w-[158px] pt-2 text-ink-3')}>
            {t('rhdNegativeShort')}
          </th>
          {series.map((one) => (
            <th
              key={one.series.key}
              scope="col"
              className={classNames(row, 'pt-2!', one.level === 1 && !isStale && 'bg-lv1')}
            >
              <span className="flex items-center justify-between">
                {one.series.group && (
                  <GroupPlate
                    abo={one.series.group.abo}
                    rhd={one.series.group.rhd}
                    size="wall"
                    isStale={isStale}
                    onFill={one.level === 1 && !isStale}
                    className="w-[86px]!"
                  />
                )}
                {one.level !== null && (
                  <LevelMark level={one.level} size="wall" isHollow={isStale} onFill={one.level === 1 && !isStale} />
                )}
              </span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        <tr>
          <th scope="row" className={classNames(row, 'text-ink-3')}>
            {t('availableMinimum')}
          </th>
          {series.map((one) => (
            <td key={one.series.key} className="pl-3.5 leading-[48px]">
              <span
                className={classNames(
                  'text-[44px]',
                  !isStale && (one.level === null ? 'text-wall-norm' : 'font-bold text-ink'),
                )}
              >
                {format.amount(one.amount)}
              </span>{' '}
              / {one.minimumAmount === null ? nothing : format.amount(one.minimumAmount)}
            </td>
          ))}
        </tr>
        <tr>
          <th scope="row" className={classNames(row, 'text-ink-3')}>
            {t(isDeclared ? 'reserveDeclared' : 'reserve')}
          </th>
          {series.map((one) => (
            <td key={one.series.key} className={row}>
              {format.amount(one.reserve)} U
              {one.declared !== null && (
                <span className="hatched ml-2 inline-block px-1 text-ink">
                  <span className="bg-surface px-1">+{format.amount(one.declared)}</span>
                </span>
              )}
            </td>
          ))}
        </tr>
        <tr>
          <th scope="row" className={classNames(row, 'pb-2 text-ink-3')}>
            {t('split')}
          </th>
          {series.map((one) => (
            <td key={one.series.key} className={classNames(row, 'pb-2')}>
              {format.amount(one.station)}·{format.amount(one.hospital)}·{format.amount(one.inTransit)}
            </td>
          ))}
        </tr>
      </tbody>
    </table>
  );
}
