import { useTranslations } from 'use-intl';
import { useFormat } from '@/i18n/provider';
import type { DraftState } from './draft-writer';

/** What became of the entry on the server, in words. */
export function DraftNote({ state }: { state: DraftState }) {
  const t = useTranslations('record.draft');
  const format = useFormat();
  switch (state.kind) {
    case 'clean':
      return null;
    case 'saving':
      return <>{t('saving')}</>;
    case 'saved':
      return <>{t('saved', { time: format.timeSeconds(state.at) })}</>;
    case 'failed':
      return <strong className="text-stop">{t('failed')}</strong>;
    case 'conflict':
      return <strong className="text-stop">{t('conflict')}</strong>;
  }
}
