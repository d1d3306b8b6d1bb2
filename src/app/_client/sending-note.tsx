'use client';
import { useTranslations } from 'use-intl';
import { Banner } from '@/components/ui/banner';
import type { CommandHandle } from './use-command';

type SendingNoteProps = {
  command: Pick<CommandHandle<never, unknown>, 'state' | 'isUnanswered' | 'isLate'>;
  /** Where more is to be said than that an entry is on its way: that blood may have been issued. */
  words?: { readonly frozen: string; readonly unknown: string; readonly silent: string };
};

/** An entry is on its way to the server: it stands still, and what to do is said before somebody scans it all again. */
export function SendingNote({ command: { state, isUnanswered, isLate }, words }: SendingNoteProps) {
  const t = useTranslations('ui.sending');
  if (!isUnanswered) return null;
  if (!isLate) return <Banner tone="info">{words?.frozen ?? t('frozen')}</Banner>;
  const how = state === 'failed' ? 'silent' : 'unknown';
  return <Banner tone="inverse" title={words?.[how] ?? t(how)} className="text-16" />;
}
