import type { BloodOrderState } from './lifecycle';

/** A line as it stands, in hundredths of its component's unit. */
export interface LineFigures {
  readonly ordered: number;
  /** Answered by the station: now, and later. */
  readonly accepted: number;
  readonly later: number;
  readonly declined: number;
  /** Given up, by either side. */
  readonly closed: number;
  readonly picked: number;
  readonly sent: number;
  readonly received: number;
}

export type DeliveryState = 'picking' | 'packed' | 'on_the_way' | 'arrived' | 'received' | 'void';

/** 欠供: promised and neither in hand, on its way, delivered nor given up. A bag larger than what was owed leaves nothing owed. */
export function owedOf(line: LineFigures): number {
  return Math.max(0, line.accepted + line.later - line.closed - line.picked - line.sent - line.received);
}

/** What is owed by today: what was promised for later belongs to its day, and to every day after it. `today` and `laterOn` are city days. */
export function dueOf(line: LineFigures, { laterOn, today }: { laterOn: string | null; today: string }): number {
  const owed = owedOf(line);
  if (line.later === 0 || laterOn === null || laterOn <= today) return owed;
  return Math.min(owed, Math.max(0, line.accepted - line.picked - line.sent - line.received));
}

/**
 * Where an answered order stands: what is on its way before what is being made ready, before what lies between. With nothing under way and
 * nothing owed it is at its end, short where something was given up.
 */
export function stateAfter(lines: readonly LineFigures[], deliveries: readonly DeliveryState[]): BloodOrderState {
  if (deliveries.includes('on_the_way')) return 'on_the_way';
  if (deliveries.includes('arrived')) return 'arrived';
  if (deliveries.includes('packed')) return 'packed';
  if (deliveries.includes('picking')) return 'picking';
  if (lines.every((line) => owedOf(line) === 0))
    return lines.some(({ closed }) => closed > 0) ? 'closed_short' : 'completed';
  return lines.some(({ received }) => received > 0) ? 'partly_received' : 'accepted';
}

/** 满足率: what came of what was ordered, in millilitres, whole percent; more than ordered counts as all of it. Null: nothing ordered. */
export function filledPercent(
  lines: readonly (Pick<LineFigures, 'ordered' | 'received'> & { mlPerUnit: number })[],
): number | null {
  const ml = (amount: (line: (typeof lines)[number]) => number) =>
    lines.reduce((sum, line) => sum + amount(line) * line.mlPerUnit, 0);
  const ordered = ml((line) => line.ordered);
  if (ordered <= 0) return null;
  return Math.floor((100 * ml((line) => Math.min(line.ordered, line.received))) / ordered);
}
