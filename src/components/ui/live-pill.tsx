'use client';
import { useTranslations } from 'use-intl';
import { useFormat } from '@/i18n/provider';
import { classNames } from './class-names';
import { FreshnessRuler } from './freshness-ruler';
import { LiveIcon } from './live-icon';
import { isStaleState, type LiveState, type PartialReport } from './live-state';

export type LivePillProps = {
  state: LiveState;
  /** Server time of the last applied record; null before the first one. */
  asOf: Date | null;
  ageSeconds: number | null;
  partial?: PartialReport | undefined;
  size?: 'desk' | 'wall';
  ground?: 'page' | 'board';
};

/** Icon, word, time of the last applied record and its age; in the same place on every page. */
export function LivePill({ state, asOf, ageSeconds, partial, size = 'desk', ground = 'board' }: LivePillProps) {
  const t = useTranslations('ui');
  const format = useFormat();
  const isWall = size === 'wall';
  const strong = ground === 'board' ? 'text-board-ink' : 'text-ink';
  const quiet = ground === 'board' ? 'text-board-ink-2' : 'text-ink-2';

  return (
    <span
      className={classNames(
        'flex items-center whitespace-nowrap',
        isWall ? 'gap-3.5 text-w32' : 'gap-2 text-13',
        strong,
      )}
    >
      {/* only a change of state is announced, never the ticking age */}
      <span role="status" className="flex items-center gap-[inherit] font-bold">
        <LiveIcon state={state} size={isWall ? 34 : 16} ground={ground} />
        {t(`live.${state}`)}
        {state === 'partial' && partial && <span>{t('organisationsOnline', partial)}</span>}
      </span>
      {asOf ? (
        <span className={quiet}>
          {t('asOf')}{' '}
          <time
            dateTime={asOf.toISOString()}
            className={classNames(
              'font-bold',
              strong,
              isStaleState(state) && 'underline decoration-2 decoration-wavy underline-offset-2',
            )}
          >
            {format.timeSeconds(asOf)}
          </time>
        </span>
      ) : (
        <span className={quiet}>{t('neverAsOf')}</span>
      )}
      <FreshnessRuler ageSeconds={ageSeconds} size={size} ground={ground} />
      <span
        className={classNames(isWall ? 'min-w-14' : 'min-w-7', state === 'delayed' ? `font-bold ${strong}` : quiet)}
        aria-hidden="true"
      >
        {ageSeconds === null ? '' : format.age(ageSeconds)}
      </span>
    </span>
  );
}
