'use client';
import Link from 'next/link';
import type { StepRecord, UnitTrace } from '@/server/modules/units/trace';
import { useTraceWords } from './use-trace-words';

/** The record behind a step: a link for whoever may open it, its number for everybody else. */
export function StepRecordLink({ trace, record }: { trace: UnitTrace; record: StepRecord }) {
  const words = useTraceWords();
  const href = hrefOf(trace, record);
  const name = words.record(record);
  return href ? (
    <Link href={href} className="text-act underline">
      {name}
    </Link>
  ) : (
    name
  );
}

/** A hold has no page of its own: while the bag is held here, it is decided on in the list of bags. */
function hrefOf({ id: unitId, bag }: UnitTrace, { module, id }: StepRecord): string | null {
  if (module === 'stock')
    return bag?.state === 'quarantined' && bag.holdReason
      ? `/stock/bags?donationNo=${encodeURIComponent(bag.donationNo)}&open=${unitId}`
      : null;
  if (!id) return null;
  if (module === 'relabellings') return `/station-stock/relabellings?open=${id}`;
  return module === 'clinical-issues' ? `/clinical-issues/${id}` : `/${module}?open=${id}`;
}
