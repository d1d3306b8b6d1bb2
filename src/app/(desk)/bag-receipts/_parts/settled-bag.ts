import { useTranslations } from 'use-intl';
import { useFormat } from '@/i18n/provider';
import type { ReceiptBag } from './receipt-types';

/** What became of a bag, in words: by its number, and who received it. */
export function useSettledBag() {
  const t = useTranslations('bag-receipts.scan');
  const format = useFormat();
  return ({ donationNo, state, receipt }: Pick<ReceiptBag, 'donationNo' | 'state' | 'receipt'>) =>
    t('settledBag', { donationNo: format.donationNumber(donationNo), outcome: t(`settled.${state}`) }) +
    (receipt ? t('receivedBy', { who: receipt.receivedBy, no: receipt.no }) : '');
}
