'use client';
import { useTranslations } from 'use-intl';
import { useOtherCityWords } from '@/app/_scan/use-other-city';
import type { ReadLabel } from '@/domain/units/read-label';
import { useFormat } from '@/i18n/provider';

/** The sentence for a label under which nothing was found: what it was read as, and what to do. */
export function useReadWords(): (label: ReadLabel) => string {
  const t = useTranslations('units.read');
  const otherCity = useOtherCityWords();
  const format = useFormat();
  return (label) => {
    switch (label.kind) {
      case 'donation': {
        const no = format.donationNumber(label.donationNo);
        const words = otherCity(label.donationNo);
        if (words !== null) return words;
        return label.productCode ? t('bag', { no, product: label.productCode }) : t('donation', { no });
      }
      case 'part':
        return t('part', { text: label.text });
      case 'mismatch':
        return t('mismatch', { no: format.donationNumber(label.donationNo) });
      case 'other':
        return t(`other.${label.what}`);
      case 'unreadable':
        return t(`unreadable.${label.why}`);
    }
  };
}
