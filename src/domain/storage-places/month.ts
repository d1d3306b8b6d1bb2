import { z } from 'zod';
import { toInstant } from '../blood/zoned-time';

const zone = 'Asia/Shanghai';

/** A month of the city's calendar: `2026-11`. */
export const monthText = z.string().regex(/^20\d{2}-(0[1-9]|1[0-2])$/);

export interface Month {
  readonly from: Date;
  /** The first instant of the next one. */
  readonly until: Date;
}

/** Where a month begins and ends in the city. @param text as `monthText` has it. */
export function monthOf(text: string): Month {
  return { from: firstInstant(text), until: firstInstant(monthBeside(text, 1)) };
}

/** The month so many months on, or back. */
export function monthBeside(text: string, by: number): string {
  const [year = 0, month = 0] = text.split('-').map(Number);
  const count = year * 12 + month - 1 + by;
  return `${Math.floor(count / 12)}-${String((count % 12) + 1).padStart(2, '0')}`;
}

function firstInstant(text: string): Date {
  const [year = 0, month = 0] = text.split('-').map(Number);
  return toInstant({ year, month, day: 1, hour: 0, minute: 0 }, zone) ?? new Date(Number.NaN);
}
