'use client';
import { Panel } from '@/components/ui/panel';
import { StatusMark } from '@/components/ui/status-mark';
import type { UnitTrace } from '@/server/modules/units/trace';
import { usePrintWords } from './use-print-words';
import { useTraceWords } from './use-trace-words';

/** Labels of the bag that this house printed, newest first: which is valid, and what became of the others. */
export function LabelPrints({ trace }: { trace: UnitTrace }) {
  const { t, format } = useTraceWords();
  const words = usePrintWords();
  if (trace.prints.length === 0) return null;
  return (
    <Panel title={t('prints.title')}>
      <ul>
        {trace.prints.map((print) => (
          <li key={print.id} className="border-b border-line px-3 py-1.5 text-13 last:border-b-0">
            <span className="flex items-center gap-2">
              <strong>{words.what(print)}</strong>
              <span className="ml-auto flex-none">
                {print.voidedAt ? (
                  <StatusMark tone="void">{t('prints.void')}</StatusMark>
                ) : (
                  <StatusMark tone="done">{t('prints.valid')}</StatusMark>
                )}
              </span>
            </span>
            <span className="block text-12 text-ink-2">
              {format.dateTime(print.printedAt)} {print.printedBy}
            </span>
            {[words.reason(print), words.voided(print)].filter(Boolean).map((line) => (
              <span key={line} className="block text-12 break-words text-ink-2">
                {line}
              </span>
            ))}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
