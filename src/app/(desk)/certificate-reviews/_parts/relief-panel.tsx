'use client';
import { useTranslations } from 'use-intl';
import { useOpenDialog } from '@/app/_dialogs/dialog-host';
import { Button } from '@/components/ui/button';
import { StatusMark } from '@/components/ui/status-mark';
import { isApproved } from '@/domain/certificate-reviews/lifecycle';
import { useFormat } from '@/i18n/provider';
import { RelieveDialog } from './relieve-dialog';
import type { Review } from './review-types';
import { VoidReliefDialog } from './void-relief-dialog';

/** 用血减免 on an approved case: what was given, and how much is left. */
export function ReliefPanel({ review, mayRelieve }: { review: Review; mayRelieve: boolean }) {
  const { reliefs, leftMl, state } = review;
  const t = useTranslations('certificate-reviews');
  const common = useTranslations('common.action');
  const format = useFormat();
  const open = useOpenDialog();
  if (!isApproved(state) && reliefs.length === 0) return null;
  return (
    <section aria-label={t('reliefs')} className="border-b border-line px-4 py-3 text-13">
      <div className="flex items-center gap-2">
        <h3 className="text-14 font-bold">{t('reliefs')}</h3>
        <span className="text-12 text-ink-2">{t('left', { volume: format.number(leftMl) })}</span>
        {mayRelieve && isApproved(state) && leftMl > 0 && (
          <Button
            size="sm"
            className="ml-auto"
            onClick={() => open((close) => <RelieveDialog review={review} onClose={close} />)}
          >
            {t('relieve')}
          </Button>
        )}
      </div>
      <ul>
        {reliefs.map((relief) => (
          <li key={relief.id} className="flex min-h-8 items-center gap-2 border-b border-line last:border-b-0">
            <span className="font-code">{relief.invoiceNo}</span>
            <span>{t('entitled', { volume: format.number(relief.volumeMl) })}</span>
            <strong>{t('yuan', { amount: format.number(relief.amountCents / 100, 2) })}</strong>
            <span className="text-ink-2">{t(`options.way.${relief.way}`)}</span>
            {relief.state === 'void' ? (
              <span className="ml-auto" title={relief.reason ?? ''}>
                <StatusMark tone="void">{t('states.void')}</StatusMark>
              </span>
            ) : (
              mayRelieve && (
                <Button
                  size="sm"
                  className="ml-auto"
                  aria-label={t('voidRelief', { invoiceNo: relief.invoiceNo })}
                  onClick={() => open((close) => <VoidReliefDialog review={review} relief={relief} onClose={close} />)}
                >
                  {common('void')}
                </Button>
              )
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
