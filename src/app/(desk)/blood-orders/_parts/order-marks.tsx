'use client';
import { useTranslations } from 'use-intl';
import { StatusMark } from '@/components/ui/status-mark';
import { nothing } from '@/i18n/format';
import { useFormat } from '@/i18n/provider';

/** 紧急 and 危及生命 are words in a box; the ordinary is a word. */
export function PriorityMark({ priority }: { priority: unknown }) {
  const t = useTranslations('blood-orders.options.priority');
  if (priority === 'life_threatening')
    return (
      <StatusMark tone="stop" hasIcon={false}>
        {t('life_threatening')}
      </StatusMark>
    );
  if (priority === 'urgent')
    return (
      <StatusMark tone="warn" hasIcon={false}>
        {t('urgent')}
      </StatusMark>
    );
  return <span className="text-ink-2">{t('routine')}</span>;
}

type PhoneMarkProps = { priority: unknown; phonedAt: unknown; now: Date | null };

/** What presses is telephoned as well: when it was, or that it was not. */
export function PhoneMark({ priority, phonedAt, now }: PhoneMarkProps) {
  const t = useTranslations('blood-orders.phone');
  const format = useFormat();
  if (phonedAt instanceof Date)
    return <>{t('at', { at: now ? format.dayTime(phonedAt, now) : format.time(phonedAt) })}</>;
  if (priority === 'routine') return <span className="text-ink-3">{nothing}</span>;
  return <strong>{t('missing')}</strong>;
}

export function CancelAskedMark({ at, now }: { at: unknown; now: Date | null }) {
  const format = useFormat();
  if (!(at instanceof Date)) return <span className="text-ink-3">{nothing}</span>;
  return <StatusMark tone="warn">{now ? format.dayTime(at, now) : format.time(at)}</StatusMark>;
}
