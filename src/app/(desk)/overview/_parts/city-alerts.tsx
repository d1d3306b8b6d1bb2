'use client';
import { useTranslations } from 'use-intl';
import { classNames } from '@/components/ui/class-names';
import { LevelMark } from '@/components/ui/level-mark';
import { isStaleState, type LiveState } from '@/components/ui/live-state';
import { Panel } from '@/components/ui/panel';
import type { CityAlert } from '@/domain/overview/view';
import { useCityWords } from './city-words';

const leads = {
  1: 'border-lv1 bg-lv1 text-on-lv1',
  2: 'border-lv2 bg-lv2-tint',
  3: 'border-lv3-edge bg-lv3-tint',
  4: 'border-lv4',
};

/** Worst first, then larger use. One leads; only a level 1 is a solid block. */
export function CityAlerts({ alerts, state }: { alerts: readonly CityAlert[]; state: LiveState }) {
  const { t, alertWords } = useCityWords();
  const common = useTranslations('common.levelColour');
  const isStale = isStaleState(state);
  return (
    <Panel title={t('alerts')} note={t('alertCount', { count: alerts.length })} className="flex min-h-0 flex-col">
      {alerts.length === 0 && <p className="px-3 py-2 text-13 text-ink-2">{t('alertsNone')}</p>}
      <ol
        aria-label={t('alerts')}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scroll area has to be reachable by keyboard
        tabIndex={0}
        className="min-h-0 flex-1 overflow-auto -outline-offset-2"
      >
        {alerts.map((alert, index) => {
          const { name, value, unit } = alertWords(alert);
          const isSolid = alert.level === 1 && !isStale;
          const isLead = index === 0 && !isStale;
          return (
            <li
              key={`${alert.of}.${name}`}
              className={classNames(
                'flex h-8 items-center gap-2 border-b border-line px-3 text-13 whitespace-nowrap',
                isLead ? `border-4 border-b-4! px-2 ${leads[alert.level]} h-10` : isSolid && 'bg-lv1 text-on-lv1',
                isStale && 'text-ink-3',
              )}
            >
              <LevelMark level={alert.level} isHollow={isStale} onFill={isSolid} isDecorative />
              <span className={isStale ? '' : 'font-bold'}>{name}</span>
              <span className={classNames('truncate text-12', isSolid ? '' : 'text-ink-3')}>
                {common(`${alert.level}`)}
              </span>
              <span className={classNames('ml-auto', isLead ? 'text-16' : 'text-14', !isStale && 'font-bold')}>
                {value}
              </span>
              <span className="text-12">{unit}</span>
            </li>
          );
        })}
      </ol>
    </Panel>
  );
}
