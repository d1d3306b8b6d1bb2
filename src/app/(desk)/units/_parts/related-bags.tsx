'use client';
import Link from 'next/link';
import { StateMark } from '@/components/record/state-mark';
import { Panel } from '@/components/ui/panel';
import { stockRecord } from '@/domain/stock/record';
import type { UnitTrace } from '@/server/modules/units/trace';
import { useTraceWords } from './use-trace-words';

/** The bags that this one was made of, and those that were made of it. Nothing stands here of a bag as it came. */
export function RelatedBags({ trace }: { trace: UnitTrace }) {
  const words = useTraceWords(trace.organisations);
  const { t, format } = words;
  if (trace.relatives.length === 0) return null;
  return (
    <Panel title={t('relatives.title')}>
      <ul>
        {trace.relatives.map((bag) => (
          <li key={`${bag.relation} ${bag.id}`} className="border-b border-line px-3 py-1.5 text-13 last:border-b-0">
            <span className="flex items-center gap-2">
              <span className="flex-none text-12 text-ink-3">{t(`relatives.${bag.relation}`)}</span>
              <Link href={`/units/${bag.id}`} className="min-w-0 flex-1 truncate text-act underline">
                {words.component(bag.component)} {words.amount(bag)}
              </Link>
              <StateMark definition={stockRecord} state={bag.state} />
            </span>
            <span className="flex gap-2 text-12 text-ink-2">
              <span className="font-code">{format.donationNumber(bag.donationNo)}</span>
              <span className="font-code">{bag.productCode}</span>
              <span className="ml-auto">
                {t('relatives.share', { amount: words.amount({ component: bag.component, amount: bag.share }) })}
              </span>
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
