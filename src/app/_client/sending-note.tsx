'use client';
import { useTranslations } from 'use-intl';
import { Banner } from '@/components/ui/banner';
import type { CommandHandle } from './use-command';

type SendingNoteProps = { command: Pick<CommandHandle<never, unknown>, 'state' | 'isUnanswered' | 'isLate'> };

/** An entry is on its way to the server: it stands still, and what to do is said before somebody scans it all again. */
export function SendingNote({ command: { state, isUnanswered, isLate } }: SendingNoteProps) {
  const t = useTranslations('ui.sending');
  if (!isUnanswered) return null;
  if (!isLate) return <Banner tone="info">{t('frozen')}</Banner>;
  return <Banner tone="inverse" title={t(state === 'failed' ? 'silent' : 'unknown')} className="text-16" />;
}
