import type { Locale } from './locale';

/** One zone per city. Shanghai has had no summer time since 1991, so the offset of what is typed is constant. */
export const cityZone = 'Asia/Shanghai';
const cityOffset = '+08:00';

export const minus = '\u2212';
export const nothing = '—';

const words = {
  'zh-CN': {
    today: '今日',
    tomorrow: '明日',
    yesterday: '昨日',
    day: '天',
    hour: '小时',
    minute: '分',
    second: 's',
    even: '持平',
    listSeparator: '、',
    clauseSeparator: '，',
    expired: '已过期',
    monthDay: (month: number, day: number) => `${month} 月 ${day} 日`,
    weekdays: ['星期日', '星期一', '星期二', '星期三', '星期四', '星期五', '星期六'],
  },
  en: {
    today: 'today',
    tomorrow: 'tomorrow',
    yesterday: 'yesterday',
    day: 'd',
    hour: 'h',
    minute: 'min',
    second: 's',
    even: 'even',
    listSeparator: ', ',
    clauseSeparator: ', ',
    expired: 'expired',
    monthDay: (month: number, day: number) =>
      `${['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'][month - 1] ?? ''} ${day}`,
    weekdays: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
  },
};

const cityClock = new Intl.DateTimeFormat('en-US', {
  timeZone: cityZone,
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});

export type CityParts = { year: string; month: string; day: string; hour: string; minute: string; second: string };

/** The wall clock of the city for one instant, each part zero-padded. */
export function readCityParts(at: Date): CityParts {
  const parts: CityParts = { year: '', month: '', day: '', hour: '', minute: '', second: '' };
  for (const part of cityClock.formatToParts(at)) {
    if (part.type in parts) parts[part.type as keyof CityParts] = part.value;
  }
  return parts;
}

/** `2026-11-23` or `2026-11-23 14:03` or with seconds, as typed in the city, to the instant; null when it is no such moment. */
export function parseCityDateTime(text: string): Date | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2}):(\d{2})(?::(\d{2}))?)?$/.exec(text.trim());
  if (!match) return null;
  const [, year, month, day, hour = '00', minute = '00', second = '00'] = match;
  const at = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}${cityOffset}`);
  if (Number.isNaN(at.getTime())) return null;
  const back = readCityParts(at);
  return back.day === day && back.hour === hour ? at : null;
}

function groupThousands(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

/** Thousands comma and a true minus; `decimals` fixes the places, otherwise up to two are printed and zeros dropped. */
export function formatNumber(value: number | null | undefined, decimals?: number): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return nothing;
  const text =
    decimals === undefined ? String(Math.round(Math.abs(value) * 100) / 100) : Math.abs(value).toFixed(decimals);
  const [whole = '0', fraction] = text.split('.');
  const isZero = Number(text) === 0;
  return `${value < 0 && !isZero ? minus : ''}${groupThousands(whole)}${fraction ? `.${fraction}` : ''}`;
}

/** `+26`, `−37`, `0`. */
export function formatSigned(value: number, decimals?: number): string {
  return value > 0 ? `+${formatNumber(value, decimals)}` : formatNumber(value, decimals);
}

/** Hundredths of the component's unit, as stored, to the figure: 150 → `1.5`, 120000 → `1,200`. */
export function formatAmount(hundredths: number | null | undefined): string {
  return hundredths === null || hundredths === undefined ? nothing : formatNumber(hundredths / 100);
}

/** Counts that the server capped: `10,000+`. */
export function formatCappedCount(count: number, cap = 10_000): string {
  return count >= cap ? `${formatNumber(cap)}+` : formatNumber(count);
}

/** Days of cover: one decimal, cut and not rounded, so that 6.98 below the line of 7 never prints as 7.0. */
export function formatCover(days: number | null | undefined): string {
  if (days === null || days === undefined || !Number.isFinite(days)) return nothing;
  return days >= 30 ? '≥30' : (Math.floor(days * 10 + 1e-9) / 10).toFixed(1);
}

/** `2–6 ℃`, `−80–−18 ℃`; an open end prints as `≤ −18 ℃` or `≥ 20 ℃`. */
export function formatRange(low: number | null, high: number | null, unit?: string): string {
  const tail = unit ? ` ${unit}` : '';
  if (low === null && high === null) return nothing;
  if (low === null) return `≤ ${formatNumber(high)}${tail}`;
  if (high === null) return `≥ ${formatNumber(low)}${tail}`;
  return `${formatNumber(low)}–${formatNumber(high)}${tail}`;
}

/** Plasma on walls: from 100,000 ml up in litres. */
export function formatVolume(volumeMl: number): { figure: string; unit: 'ml' | 'L' } {
  return volumeMl >= 100_000
    ? { figure: formatNumber(Math.round(volumeMl / 1000)), unit: 'L' }
    : { figure: formatNumber(volumeMl), unit: 'ml' };
}

/** ISBT 128 donation number, 13 characters, in the groups people read aloud: `31000 26 020517`. */
export function groupDonationNumber(donationNo: string): string {
  return /^[0-9A-Z]{13}$/.test(donationNo)
    ? `${donationNo.slice(0, 5)} ${donationNo.slice(5, 7)} ${donationNo.slice(7)}`
    : donationNo;
}

/** `2026-11-23`. */
export function formatDate(at: Date): string {
  const { year, month, day } = readCityParts(at);
  return `${year}-${month}-${day}`;
}

/** `14:03`. */
export function formatTime(at: Date): string {
  const { hour, minute } = readCityParts(at);
  return `${hour}:${minute}`;
}

/** `14:03:12`, for freshness and scans only. */
export function formatTimeSeconds(at: Date): string {
  const { hour, minute, second } = readCityParts(at);
  return `${hour}:${minute}:${second}`;
}

/** `2026-12-10 23:59`: paper, exports, and wherever a year may matter. */
export function formatDateTime(at: Date): string {
  return `${formatDate(at)} ${formatTime(at)}`;
}

const dayMs = 86_400_000;

function cityDayNumber(at: Date): number {
  return Math.round(Date.parse(`${formatDate(at)}T00:00:00Z`) / dayMs);
}

export function createFormat(locale: Locale) {
  const word = words[locale];

  /** `今日`, `明日`, `昨日`, else `11-27`, in another year `2027-11-27`. */
  function day(at: Date, now: Date): string {
    const distance = cityDayNumber(at) - cityDayNumber(now);
    if (distance === 0) return word.today;
    if (distance === 1) return word.tomorrow;
    if (distance === -1) return word.yesterday;
    const date = formatDate(at);
    return date.slice(0, 4) === formatDate(now).slice(0, 4) ? date.slice(5) : date;
  }

  return {
    number: formatNumber,
    signed: formatSigned,
    amount: formatAmount,
    cappedCount: formatCappedCount,
    cover: formatCover,
    range: formatRange,
    volume: formatVolume,
    donationNumber: groupDonationNumber,
    /** Things beside each other: `抗-E、抗-c`, `anti-E, anti-c`. */
    list: (items: readonly string[]) => items.join(word.listSeparator),
    /** Parts of one sentence: `周敏，徐汇第一示范医院`, `Zhou Min, Xuhui First`. */
    clauses: (parts: readonly string[]) => parts.filter((part) => part !== '').join(word.clauseSeparator),
    date: formatDate,
    time: formatTime,
    timeSeconds: formatTimeSeconds,
    dateTime: formatDateTime,
    day,
    /** `今日 16:30`, `11-27 08:30`. */
    dayTime: (at: Date, now: Date) => `${day(at, now)} ${formatTime(at)}`,
    /** `11-27`, or with the year when it is another one. */
    shortDate(at: Date, now: Date) {
      const date = formatDate(at);
      return date.slice(0, 4) === formatDate(now).slice(0, 4) ? date.slice(5) : date;
    },
    /** What is left until an instant: `1.4 天`, cut to one decimal; from the instant on `已过期`. */
    daysLeft(until: Date, now: Date) {
      const days = (until.getTime() - now.getTime()) / dayMs;
      return days <= 0 ? word.expired : `${(Math.floor(days * 10) / 10).toFixed(1)} ${word.day}`;
    },
    /** Age of data or of a wait: `85 s`, `3 分`, `4 小时`, `5 天`. */
    age(seconds: number) {
      const whole = Math.max(0, Math.floor(seconds));
      if (whole < 120) return `${whole} ${word.second}`;
      if (whole < 10_800) return `${Math.floor(whole / 60)} ${word.minute}`;
      if (whole < 259_200) return `${Math.floor(whole / 3600)} ${word.hour}`;
      return `${Math.floor(whole / 86_400)} ${word.day}`;
    },
    /** `147 分`. */
    minutes: (count: number) => `${formatNumber(Math.floor(count))} ${word.minute}`,
    /** `↑ 0.2`, `↓ 0.6`, `持平`. */
    change(delta: number, decimals = 1) {
      const size = formatNumber(Math.abs(delta), decimals);
      if (Number(size.replaceAll(',', '')) === 0) return word.even;
      return `${delta > 0 ? '↑' : '↓'} ${size}`;
    },
    /** `11 月 23 日` and `星期一`, for clocks on walls. */
    monthDay(at: Date) {
      const { month, day: dayOfMonth } = readCityParts(at);
      return word.monthDay(Number(month), Number(dayOfMonth));
    },
    weekday: (at: Date) => word.weekdays[(((cityDayNumber(at) + 4) % 7) + 7) % 7] ?? '',
  };
}

export type Format = ReturnType<typeof createFormat>;

const formatByLocale: Record<Locale, Format> = { 'zh-CN': createFormat('zh-CN'), en: createFormat('en') };

export function formatFor(locale: Locale): Format {
  return formatByLocale[locale];
}
