'use client';
import { useTranslations } from 'use-intl';
import { countedMl, rowOf } from '@/domain/transfusion-requests/approval';
import { useFormat } from '@/i18n/provider';
import { type LineValue, typedLines } from './lines-input';
import type { Around } from './request-types';
import { useRequestWords } from './request-words';

type ApprovalNoteProps = {
  lines: readonly LineValue[];
  around: Around;
  isEmergency: boolean;
  now: Date | undefined;
};

/** What the lines come to in the window, and who has to approve that. */
export function ApprovalNote({ lines, around, isEmergency, now }: ApprovalNoteProps) {
  const t = useTranslations('transfusion-requests');
  const format = useFormat();
  const words = useRequestWords();
  if (!now) return null;
  const own = countedMl(typedLines(lines), now, around.countsAll);
  const total = around.windowMl + own;
  const row = rowOf(total);
  return (
    <p aria-live="polite" className="mt-2 flex flex-wrap gap-x-4 gap-y-1 border-t border-line pt-2 text-13">
      <span>{t('total', { ml: format.number(own) })}</span>
      <span>
        {t('totalWindow', {
          window: t(`windows.${around.window}`),
          before: format.number(around.windowMl),
          ml: format.number(total),
        })}
      </span>
      <strong>{isEmergency ? t('emergencyExempt') : t('chainOf', { chain: words.chain(row) })}</strong>
      {!isEmergency && <span className="text-ink-2">{t(`rows.${row}`)}</span>}
    </p>
  );
}
