'use client';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { Figure } from '@/components/ui/figure';
import { staleFigure, staleGround } from '@/components/ui/live-state';
import { Panel } from '@/components/ui/panel';
import { Skeleton } from '@/components/ui/skeleton';
import { Section } from './section';

export function StateParts() {
  return (
    <Section title="空、取数、出错、陈旧" note="说发生了什么，再说下一步">
      <div className="grid grid-cols-4 gap-4">
        <Panel className="min-h-36">
          <EmptyState
            title="今天还没有入库"
            hint="血到了，先选发血单再扫描。"
            action={
              <Button variant="primary" size="sm">
                选发血单
              </Button>
            }
          />
        </Panel>
        <Panel className="min-h-36">
          <Skeleton />
        </Panel>
        <Panel className="min-h-36">
          <ErrorState
            title="没有存上"
            hint="内容还在本页。再存一次不会重复。"
            requestId="R-7F3A91"
            retryLabel="再存一次"
            onRetry={() => {}}
          />
        </Panel>
        <Panel className={`min-h-36 p-4 ${staleGround('stale')}`}>
          <p className={`inline-block px-1 text-28 ${staleFigure('stale')}`}>7.5</p>
          <p>
            <Figure value="58" unit="U" reserved="14" isStale className="bg-surface px-1" />
          </p>
        </Panel>
      </div>
    </Section>
  );
}
