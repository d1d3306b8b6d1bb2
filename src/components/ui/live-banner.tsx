'use client';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { useFormat } from '@/i18n/provider';
import { classNames } from './class-names';
import { LiveIcon } from './live-icon';
import type { LiveState, PartialReport } from './live-state';
import { ProgressLine } from './progress-line';

export type LiveBannerProps = {
  state: LiveState;
  asOf: Date | null;
  /** Changes still to be applied while catching up, and how many there were at the start. */
  pending?: { left: number; total: number } | undefined;
  partial?: PartialReport | undefined;
  retryInSeconds?: number | null | undefined;
  /** Duty phone, printed where the machine can no longer help. */
  dutyPhone?: string | undefined;
  onRetry?: (() => void) | undefined;
  size?: 'desk' | 'wall';
};

/** What the state means for the person in front of it. Says nothing when all is live. */
export function LiveBanner(props: LiveBannerProps) {
  const { state, asOf, pending, partial, retryInSeconds, dutyPhone, onRetry, size = 'desk' } = props;
  const t = useTranslations('ui');
  const format = useFormat();
  const time = asOf ? format.timeSeconds(asOf) : null;
  const duty = dutyPhone ? t('banner.duty', { phone: dutyPhone }) : null;

  function text(): ReactNode {
    switch (state) {
      case 'live':
        return null;
      case 'catching-up':
        return pending ? t('banner.catchingUp', { count: format.number(pending.left) }) : t('live.catching-up');
      case 'delayed':
        return time ? t('banner.delayed', { time }) : t('neverAsOf');
      case 'stale':
        return time ? t('banner.stale', { time }) : t('banner.staleUnknown');
      case 'disconnected':
        return retryInSeconds ? t('banner.disconnected', { seconds: retryInSeconds }) : t('banner.disconnectedNow');
      case 'partial':
        return partial ? t('banner.partial', partial) : null;
      case 'polling':
        return t('banner.polling');
    }
  }

  const message = text();
  if (!message) return null;
  const isDown = state === 'disconnected';
  const isLoud = isDown || state === 'stale';
  return (
    <div
      role={isLoud ? 'alert' : undefined}
      className={classNames(
        'flex items-center whitespace-nowrap',
        size === 'wall' ? 'h-[54px] gap-3 px-4.5 text-w28' : 'min-h-9 gap-2 px-3 text-13',
        isDown && 'bg-ink text-on-ink [--focus:var(--on-ink)]',
        state === 'stale' && 'border-b border-line-3 bg-sunken font-bold text-ink',
        !isLoud && 'text-ink-2',
      )}
    >
      <LiveIcon state={state} size={size === 'wall' ? 30 : 16} ground={isDown ? 'board' : 'page'} />
      <span>{message}</span>
      {state === 'catching-up' && pending && (
        <ProgressLine
          value={pending.total - pending.left}
          max={pending.total}
          label={t('banner.catchingUp', { count: pending.left })}
        />
      )}
      {isLoud && duty && <span className="ml-auto font-normal">{duty}</span>}
      {isDown && onRetry && (
        <button
          type="button"
          onClick={onRetry}
          className="h-7 rounded border border-on-ink bg-surface px-2.5 text-13 text-ink"
        >
          {t('banner.retryNow')}
        </button>
      )}
    </div>
  );
}
