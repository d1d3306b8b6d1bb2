'use client';
import { useTranslations } from 'use-intl';
import { StatusMark } from '@/components/ui/status-mark';
import { isAtLaboratory } from '@/domain/immunohematology-requests/lifecycle';
import { nothing } from '@/i18n/format';

type DueClockProps = { row: { readonly dueAt?: unknown; readonly state: string }; now: Date | null | undefined };

const minuteMs = 60_000;

/** How long the laboratory has left, or since when it is late; nothing where it is not asked. */
export function DueClock({ row, now }: DueClockProps) {
  const t = useTranslations('immunohematology-requests');
  if (!row.dueAt || !now || !isAtLaboratory(row.state)) return <span className="text-ink-3">{nothing}</span>;
  const at = row.dueAt instanceof Date ? row.dueAt : new Date(String(row.dueAt));
  const minutes = Math.floor(Math.abs(at.getTime() - now.getTime()) / minuteMs);
  const hours = Math.floor(minutes / 60);
  const time = hours > 0 ? t('hoursMinutes', { hours, minutes: minutes % 60 }) : t('minutesOnly', { minutes });
  if (at <= now) return <StatusMark tone="warn">{t('overdueBy', { time })}</StatusMark>;
  return <span className="whitespace-nowrap">{t('left', { time })}</span>;
}
