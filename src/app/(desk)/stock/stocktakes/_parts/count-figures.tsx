'use client';
import { useTranslations } from 'use-intl';
import { Figure } from '@/components/ui/figure';
import { Panel } from '@/components/ui/panel';
import type { CountTotals } from '@/domain/stocktakes/count';
import { useFormat } from '@/i18n/provider';

type CountFiguresProps = { totals: CountTotals; startedAt: Date | null; now: Date | null };

/** How far the count is: found of expected, what is still missing, what should not be here. */
export function CountFigures({ totals, startedAt, now }: CountFiguresProps) {
  const t = useTranslations('stocktakes.desk');
  const format = useFormat();
  return (
    <Panel isPadded>
      <dl className="grid grid-cols-4 gap-2 text-12 text-ink-2">
        {(['found', 'expected', 'missing', 'unexpected'] as const).map((name) => (
          <div key={name}>
            <dt>{t(name)}</dt>
            <dd>
              <Figure
                value={format.number(totals[name])}
                size="panel"
                isStrong={name === 'found' || totals[name] > 0}
              />
            </dd>
          </div>
        ))}
      </dl>
      {startedAt && now && (
        <p className="mt-1 text-12 text-ink-3">{t('since', { at: format.dayTime(startedAt, now) })}</p>
      )}
    </Panel>
  );
}
