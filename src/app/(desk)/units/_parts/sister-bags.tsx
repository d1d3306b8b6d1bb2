'use client';
import Link from 'next/link';
import { StateMark } from '@/components/record/state-mark';
import { GroupPlate } from '@/components/ui/group-plate';
import { Panel } from '@/components/ui/panel';
import { stockRecord } from '@/domain/stock/record';
import type { UnitTrace } from '@/server/modules/units/trace';
import { useTraceWords } from './use-trace-words';

/** The other bags of the donation, with state and holder as far as this viewer may see them. */
export function SisterBags({ trace }: { trace: UnitTrace }) {
  const words = useTraceWords(trace.organisations);
  const { t } = words;
  return (
    <Panel title={t('sisters.title')} note={t('sisters.note')}>
      {trace.sisters.length === 0 ? (
        <p className="px-3 py-2 text-13 text-ink-2">{t('sisters.none')}</p>
      ) : (
        <ul>
          {trace.sisters.map((sister) => (
            <li key={sister.id} className="border-b border-line px-3 py-1.5 text-13 last:border-b-0">
              <span className="flex items-center gap-2">
                <GroupPlate abo={sister.abo} rhd={sister.rhd} size="xs" />
                <Link href={`/units/${sister.id}`} className="min-w-0 flex-1 truncate text-act underline">
                  {words.component(sister.component)} {words.amount(sister)}
                </Link>
                <StateMark definition={stockRecord} state={sister.state} />
              </span>
              <span className="flex gap-2 text-12 text-ink-2">
                <span className="font-code">{sister.productCode}</span>
                <span className="truncate">{words.org(sister.placeOrgId)}</span>
              </span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
