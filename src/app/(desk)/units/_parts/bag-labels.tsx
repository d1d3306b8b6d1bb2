'use client';
import { DonationNumber } from '@/components/ui/donation-number';
import { Panel } from '@/components/ui/panel';
import type { UnitTrace } from '@/server/modules/units/trace';
import { useTraceWords } from './use-trace-words';

/** Every label that the bag bore, as far as this viewer may read them. */
export function BagLabels({ trace }: { trace: UnitTrace }) {
  const { t, format } = useTraceWords();
  return (
    <Panel title={t('labels.title')}>
      <ul>
        {trace.labels.map((label) => (
          <li
            key={`${label.label} ${label.productCode}`}
            className="flex flex-wrap items-baseline gap-x-2 border-b border-line px-3 py-1.5 text-13 last:border-b-0"
          >
            <DonationNumber donationNo={label.label} />
            <span className="font-code">{label.productCode}</span>
            <span className="text-12 text-ink-2">
              {label.since ? t('labels.since', { time: format.dateTime(label.since) }) : t('labels.current')}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
