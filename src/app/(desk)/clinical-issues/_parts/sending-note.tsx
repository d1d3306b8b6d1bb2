'use client';
import { useTranslations } from 'use-intl';
import type { CommandHandle } from '@/app/_client/use-command';
import { Banner } from '@/components/ui/banner';

type SendingNoteProps = {
  command: Pick<CommandHandle<never, unknown>, 'state' | 'isUnanswered' | 'isLate'>;
  what: 'issue' | 'reserve';
};

/** Blood is on its way to the server: the entry stands still, and what to do is said before somebody scans it all again. */
export function SendingNote({ command: { state, isUnanswered, isLate }, what }: SendingNoteProps) {
  const t = useTranslations('clinical-issues.form.sending');
  if (!isUnanswered) return null;
  if (!isLate) return <Banner tone="info">{t('frozen')}</Banner>;
  const how = state === 'failed' ? 'silent' : 'unknown';
  return <Banner tone="inverse" title={t(`${how}.${what}`)} className="text-16" />;
}
