/** The days of a calendar that are not what their weekday says. Days are the city's, yyyy-MM-dd. */
export interface WorkingCalendar {
  /** Weekdays on which nobody works. */
  readonly holidays: ReadonlySet<string>;
  /** Saturdays and Sundays that are worked in exchange. */
  readonly workdays: ReadonlySet<string>;
}

/** Monday to Friday, but for what the calendar says. Source: 全国年节及纪念日放假办法; the days by the notice of each year. */
export function isWorkingDay(day: string, { holidays, workdays }: WorkingCalendar): boolean {
  if (workdays.has(day)) return true;
  if (holidays.has(day)) return false;
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return weekday !== 0 && weekday !== 6;
}

/**
 * The working day on which a promise of so many working days ends; the day it was given is not counted, whether or not it is one.
 * Days are yyyy-MM-dd, `count` at least 1. Not counting the first day: [unsourced: default], as 民法典 第二百零一条 counts periods.
 */
export function workingDayAfter(day: string, count: number, calendar: WorkingCalendar): string {
  let at = day;
  for (let left = count; left > 0; ) {
    at = nextDay(at);
    if (isWorkingDay(at, calendar)) left -= 1;
  }
  return at;
}

function nextDay(day: string): string {
  const at = new Date(`${day}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + 1);
  return at.toISOString().slice(0, 10);
}
