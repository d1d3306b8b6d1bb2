import { formatDate, parseCityDateTime } from '@/i18n/format';

/** What people type for a day: `2026-11-23`, `2026/11/23`, `20261123`, full-width digits, and `11-23` when `now` says
 *  the year. Answers `yyyy-MM-dd`, or null. */
export function parseTypedDate(text: string, now?: Date): string | null {
  const plain = text
    .normalize('NFKC')
    .trim()
    .replace(/[./年月]/g, '-')
    .replace(/日$/, '');
  const packed = /^(\d{4})(\d{2})(\d{2})$/.exec(plain);
  const full = packed ?? /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(plain);
  const short = full ? null : /^(\d{1,2})-(\d{1,2})$/.exec(plain);
  const year = full?.[1] ?? (short && now ? formatDate(now).slice(0, 4) : undefined);
  const month = full?.[2] ?? short?.[1];
  const day = full?.[3] ?? short?.[2];
  if (!year || !month || !day) return null;
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return parseCityDateTime(date) ? date : null;
}

/** The same with a time after it: `14:03`, `1403`, `14：03`. Answers the instant, or null. */
export function parseTypedDateTime(text: string, now?: Date): Date | null {
  const plain = text.normalize('NFKC').trim().replace(/\s+/g, ' ').replace('T', ' ');
  const packed = /^(\d{8}) ?(\d{2}):?(\d{2})$/.exec(plain);
  const spaced = packed ? null : /^(\S+) (\d{1,2}):?(\d{2})$/.exec(plain);
  const date = parseTypedDate(packed?.[1] ?? spaced?.[1] ?? '', now);
  const hour = (packed?.[2] ?? spaced?.[2])?.padStart(2, '0');
  const minute = packed?.[3] ?? spaced?.[3];
  return date && hour && minute ? parseCityDateTime(`${date} ${hour}:${minute}`) : null;
}
