import { toInstant, toLocalTime } from '../blood/zoned-time';

/** One delivery a day, as a station plans it: `16:30`, the last moment to order `13:30`, weekdays from 1, Monday. */
export interface DeliverySlot {
  readonly arrivesAt: string;
  readonly orderBy: string;
  readonly weekdays: readonly number[];
}

/** One delivery that can still be ordered for. */
export interface OpenSlot {
  readonly arrivesAt: Date;
  readonly orderBy: Date;
}

const dayMs = 86_400_000;

/**
 * The deliveries of a plan that can still be ordered for, the next first, over the coming `days` days. A last moment later in the day than the
 * arrival is that of the day before.
 */
export function openSlots(slots: readonly DeliverySlot[], now: Date, timeZone: string, days = 8): OpenSlot[] {
  const found: OpenSlot[] = [];
  for (let ahead = 0; ahead < days; ahead += 1) {
    const day = toLocalTime(new Date(now.getTime() + ahead * dayMs), timeZone);
    const weekday = ((new Date(Date.UTC(day.year, day.month - 1, day.day)).getUTCDay() + 6) % 7) + 1;
    for (const slot of slots) {
      if (!slot.weekdays.includes(weekday)) continue;
      const arrivesAt = toInstant({ ...day, ...clockOf(slot.arrivesAt) }, timeZone);
      const sameDay = toInstant({ ...day, ...clockOf(slot.orderBy) }, timeZone);
      if (!arrivesAt || !sameDay) continue;
      const orderBy = sameDay > arrivesAt ? new Date(sameDay.getTime() - dayMs) : sameDay;
      if (orderBy > now) found.push({ arrivesAt, orderBy });
    }
  }
  return found.sort((left, right) => left.arrivesAt.getTime() - right.arrivesAt.getTime());
}

function clockOf(text: string): { hour: number; minute: number } {
  const [hour = 0, minute = 0] = text.split(':').map(Number);
  return { hour, minute };
}
