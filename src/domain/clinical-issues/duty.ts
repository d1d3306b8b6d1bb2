const cityTime = new Intl.DateTimeFormat('en-US', {
  timeZone: 'Asia/Shanghai',
  hourCycle: 'h23',
  hour: '2-digit',
  minute: '2-digit',
});

function minutesOfDay(text: string): number | null {
  const match = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text);
  return match ? Number(match[1]) * 60 + Number(match[2]) : null;
}

/**
 * Whether one person may be on duty alone (单人值班) at this instant: the hospital's hours "17:00" to "08:00", city time, over midnight or not.
 * Without both hours the hospital has not switched it on. Source: domain.md B3.3 [unsourced: the 2000 specification lets a single person re-check].
 */
export function isSingleDutyHour(from: string | undefined, until: string | undefined, at: Date): boolean {
  const start = minutesOfDay(from ?? '');
  const end = minutesOfDay(until ?? '');
  const now = minutesOfDay(cityTime.format(at));
  if (start === null || end === null || now === null) return false;
  return start <= end ? now >= start && now < end : now >= start || now < end;
}

const hourMs = 3_600_000;
const cityOffsetMs = 8 * hourMs;
const dayMs = 24 * hourMs;

/** The next 08:00 in the city: when the reviewer goes through what was signed by one person. */
export function nextMorning(at: Date): Date {
  const local = at.getTime() + cityOffsetMs;
  const morning = Math.floor(local / dayMs) * dayMs + 8 * hourMs;
  return new Date((morning > local ? morning : morning + dayMs) - cityOffsetMs);
}
