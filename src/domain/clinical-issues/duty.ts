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
 * Equal hours switch it off. [unsourced: the 2000 specification lets a single person re-check his own work; 17:00–08:00 is the default]
 */
export function isSingleDutyHour(at: Date, from = '17:00', until = '08:00'): boolean {
  const start = minutesOfDay(from);
  const end = minutesOfDay(until);
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
