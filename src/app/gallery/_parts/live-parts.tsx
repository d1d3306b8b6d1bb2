'use client';
import { LiveBanner } from '@/components/ui/live-banner';
import { LivePill } from '@/components/ui/live-pill';
import type { LiveState } from '@/components/ui/live-state';
import { Section } from './section';

const asOf = new Date('2026-11-23T14:03:12+08:00');
const states: readonly { state: LiveState; ageSeconds: number }[] = [
  { state: 'live', ageSeconds: 2 },
  { state: 'catching-up', ageSeconds: 85 },
  { state: 'delayed', ageSeconds: 34 },
  { state: 'stale', ageSeconds: 190 },
  { state: 'disconnected', ageSeconds: 372 },
  { state: 'partial', ageSeconds: 2 },
  { state: 'polling', ageSeconds: 3 },
];
const partial = { online: 87, total: 90 };

export function LiveParts() {
  return (
    <Section title="连接">
      <div className="grid grid-cols-3 bg-board px-4 py-1">
        {states.map(({ state, ageSeconds }) => (
          <span key={state} className="flex h-[34px] items-center">
            <LivePill state={state} asOf={asOf} ageSeconds={ageSeconds} partial={partial} />
          </span>
        ))}
        <span className="flex h-[34px] items-center">
          <LivePill state="disconnected" asOf={null} ageSeconds={null} />
        </span>
      </div>
      <div className="mt-2 grid grid-cols-2 gap-4">
        {(['light', 'dark'] as const).map((theme) => (
          <div key={theme} data-theme={theme === 'dark' ? 'dark' : undefined} className="bg-surface text-ink">
            {states.map(({ state }) => (
              <LiveBanner
                key={state}
                state={state}
                asOf={asOf}
                pending={{ left: 128, total: 320 }}
                partial={partial}
                retryInSeconds={12}
                dutyPhone="内线 8120"
                onRetry={() => {}}
              />
            ))}
          </div>
        ))}
      </div>
      <div data-theme="dark" className="mt-2 bg-bg p-4">
        <LivePill state="delayed" asOf={asOf} ageSeconds={34} size="wall" ground="page" />
      </div>
    </Section>
  );
}
