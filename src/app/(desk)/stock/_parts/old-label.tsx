'use client';
import { useTranslations } from 'use-intl';
import { useFormat } from '@/i18n/provider';

/** Beside the label that a bag bears: the one by which it was found and that it bears no more. Null: nothing. */
export function OldLabel({ donationNo }: { donationNo: string | null }) {
  const t = useTranslations('stock');
  const format = useFormat();
  if (donationNo === null) return null;
  return (
    <strong className="ml-2 text-12 text-ink-2">{t('oldLabel', { no: format.donationNumber(donationNo) })}</strong>
  );
}
