import type { WorkingCalendar } from '@/domain/calendar';
import type { Scope } from './scope';

/** What is known of the weeks after a day. A promise of a few working days never reaches further. */
export async function loadCalendar({ q }: Scope, day: string): Promise<WorkingCalendar> {
  const rows = await q<{ day: string; kind: 'holiday' | 'workday' }[]>`
    select day::text, kind from calendar_days where day between ${day}::date and ${day}::date + 60`;
  const of = (wanted: string) => new Set(rows.filter(({ kind }) => kind === wanted).map((row) => row.day));
  return { holidays: of('holiday'), workdays: of('workday') };
}

/** The city's calendar day, yyyy-MM-dd. */
export async function readToday({ q }: Scope): Promise<string> {
  const [row] = await q<{ today: string }[]>`select city_today()::text as today`;
  if (!row) throw new Error('the city has no clock');
  return row.today;
}
