'use client';
import { useTranslations } from 'use-intl';
import type { UnnotedNews } from '@/domain/bag-receipts/scan-list-unnoted';
import { useFormat } from '@/i18n/provider';
import { usePartWords } from './part-words';
import { useOtherCityWords } from './use-other-city';

/** What the last scan did, in one sentence. */
export function useNewsWords(): (news: UnnotedNews | 'not-ready' | 'sent' | null) => string {
  const t = useTranslations('bag-receipts.unnoted');
  const errors = useTranslations('bag-receipts.scanErrors');
  const otherCity = useOtherCityWords();
  const format = useFormat();
  const partWords = usePartWords();
  return (news) => {
    if (news === null) return t('ready');
    if (news === 'not-ready') return t('notReady');
    if (news === 'sent') return t('sent');
    switch (news.kind) {
      case 'reading':
        return t('reading', { parts: partWords(news.missing) });
      case 'repeated':
        return t('repeated', { parts: partWords(news.missing) });
      case 'completed':
        return t('completed', { line: news.line });
      case 'expired':
        return t(news.missing.length > 0 ? 'expiredReading' : 'expired', {
          line: news.line,
          time: format.dateTime(news.expiresAt),
          parts: partWords(news.missing),
        });
      case 'already-listed':
        return t('alreadyListed', { line: news.line });
      case 'left-incomplete':
        return news.donationNo
          ? t('leftIncomplete', { no: format.donationNumber(news.donationNo), parts: partWords(news.missing) })
          : t('leftUnnamed', { parts: partWords(news.missing) });
      case 'other-city':
        return otherCity(news.donationNo) ?? '';
      case 'conflict':
        return t('conflict', { held: news.held, scanned: news.scanned });
      case 'unreadable':
        return t('unreadable', { why: errors(news.code) });
    }
  };
}
