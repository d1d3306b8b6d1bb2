'use client';
import { useTranslations } from 'use-intl';
import { useIsPractice } from '@/components/record/drawn-for';
import { isOfOtherCity } from '@/domain/practice';
import { useFormat } from '@/i18n/provider';

/**
 * What a desk says of a bag that it does not find and that is none of its city: a bag of practice in the real one, a real bag in that for practising.
 * Null: it may be of this city.
 */
export function useOtherCityWords(): (donationNo: string) => string | null {
  const t = useTranslations('practice');
  const isPractice = useIsPractice();
  const format = useFormat();
  return (donationNo) => {
    if (!isOfOtherCity(donationNo, isPractice)) return null;
    return t(isPractice ? 'realBag' : 'bagOf', { no: format.donationNumber(donationNo) });
  };
}
