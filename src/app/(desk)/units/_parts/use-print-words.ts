import { useTranslations } from 'use-intl';
import { useFormat } from '@/i18n/provider';
import type { LabelPrint } from '@/server/modules/units/trace';

/** How a printed label is said, on the screen and on paper. */
export function usePrintWords() {
  const t = useTranslations('units.prints');
  const labels = useTranslations('processings.labels');
  const format = useFormat();
  return {
    what: ({ kind, reprint }: LabelPrint) =>
      `${labels(kind)} ${reprint > 0 ? labels('reprint', { copy: reprint }) : t('first')}`,
    reason: ({ reason }: LabelPrint) => (reason ? t('reason', { reason }) : ''),
    voided: ({ voidedAt, voidedBy, voidedByReprint }: LabelPrint) =>
      voidedAt && voidedBy
        ? t('voided', {
            time: format.dateTime(voidedAt),
            why: voidedBy === 'reprint' ? labels('reprint', { copy: voidedByReprint ?? 1 }) : t(`voidedBy.${voidedBy}`),
          })
        : '',
  };
}
