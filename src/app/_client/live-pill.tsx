'use client';
import { LiveBanner } from '@/components/ui/live-banner';
import { LivePill } from '@/components/ui/live-pill';
import { useLive } from './live';

type PlaceProps = { size?: 'desk' | 'wall'; ground?: 'page' | 'board' };

/** The pill of this screen, fed by the feed. */
export function ConnectedLivePill({ size = 'desk', ground = 'board' }: PlaceProps) {
  const { state, asOf, ageSeconds, coverage } = useLive();
  return (
    <LivePill
      state={state}
      asOf={asOf}
      ageSeconds={ageSeconds}
      partial={coverage ?? undefined}
      size={size}
      ground={ground}
    />
  );
}

type ConnectedLiveBannerProps = { dutyPhone?: string; size?: 'desk' | 'wall' };

/** What the state means and what to do; nothing when all is live. */
export function ConnectedLiveBanner({ dutyPhone, size = 'desk' }: ConnectedLiveBannerProps) {
  const { state, asOf, pending, coverage, retryInSeconds, retryNow } = useLive();
  return (
    <LiveBanner
      state={state}
      asOf={asOf}
      pending={pending ?? undefined}
      partial={coverage ?? undefined}
      retryInSeconds={retryInSeconds}
      dutyPhone={dutyPhone}
      onRetry={retryNow}
      size={size}
    />
  );
}
