'use client';
import { useTranslations } from 'use-intl';
import { DayTime } from '@/components/ui/day-time';
import { StatusMark } from '@/components/ui/status-mark';
import { isPending } from '@/domain/certificate-reviews/lifecycle';
import { nothing } from '@/i18n/format';

type DueMarkProps = { row: { readonly dueAt?: unknown; readonly state: string }; now: Date | null | undefined };

/** By when the office has to answer; nothing once it has. */
export function DueMark({ row, now }: DueMarkProps) {
  const t = useTranslations('certificate-reviews');
  if (!row.dueAt || !isPending(row.state)) return <span className="text-ink-3">{nothing}</span>;
  const at = row.dueAt instanceof Date ? row.dueAt : new Date(String(row.dueAt));
  if (now && at < now) return <StatusMark tone="warn">{t('overdue')}</StatusMark>;
  return <DayTime at={at} now={now ?? undefined} />;
}
