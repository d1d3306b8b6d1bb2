'use client';
import { useTranslations } from 'use-intl';
import type { BagPart } from '@/domain/blood/barcodes/bag-scan';
import { useFormat } from '@/i18n/provider';

/** Labels of a bag by their names: 血型、失效. */
export function usePartWords(): (parts: readonly BagPart[]) => string {
  const t = useTranslations('bag-receipts.scan');
  const format = useFormat();
  return (parts) => format.list(parts.map((part) => (part === 'collection' ? t('collected') : t(`codes.${part}`))));
}
