import { toInstant, toLocalTime } from './blood/zoned-time';

function minutesOfDay(text: string): number | null {
  const match = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text);
  return match ? Number(match[1]) * 60 + Number(match[2]) : null;
}

export const singleDutyDefault = { from: '17:00', until: '08:00' } as const;

/**
 * Whether one person may be on duty alone (单人值班) at this instant: the hospital's hours "17:00" to "08:00", city time, over midnight or not.
 * Equal hours switch it off. [unsourced: the 2000 specification lets a single person re-check his own work; 17:00–08:00 is the default]
 */
export function isSingleDutyHour(
  at: Date,
  timeZone: string,
  from: string = singleDutyDefault.from,
  until: string = singleDutyDefault.until,
): boolean {
  const start = minutesOfDay(from);
  const end = minutesOfDay(until);
  if (start === null || end === null) return false;
  const { hour, minute } = toLocalTime(at, timeZone);
  const now = hour * 60 + minute;
  return start <= end ? now >= start && now < end : now >= start || now < end;
}

const dayMs = 86_400_000;

/** The next 08:00 in the city: when the reviewer goes through what was signed by one person. */
export function nextMorning(at: Date, timeZone: string): Date {
  const eightOn = (day: Date) => toInstant({ ...toLocalTime(day, timeZone), hour: 8, minute: 0 }, timeZone);
  const today = eightOn(at);
  if (today && today > at) return today;
  return eightOn(new Date(at.getTime() + dayMs)) ?? new Date(at.getTime() + dayMs);
}
