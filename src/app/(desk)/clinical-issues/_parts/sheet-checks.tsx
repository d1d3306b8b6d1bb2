'use client';
import Check from 'lucide-react/icons/check';
import { useTranslations } from 'use-intl';
import { Icon } from '@/components/ui/icon';
import { issueChecks } from '@/domain/clinical-issues/checks';
import { useFormat } from '@/i18n/provider';
import type { IssueDetail } from './issue-types';

const cell = 'border-r border-b border-ink px-1 text-center align-middle font-normal h-[26px]';
const slots = ['issued', 'checked', 'collected'] as const;

/** Ticks as they were recorded, with their time; empty boxes where nothing was. Then the signatures, and 单人 with who looked after it. */
export function SheetChecks({ issue }: { issue: IssueDetail }) {
  const t = useTranslations('clinical-issues');
  const format = useFormat();
  const times = issue.checks.map((check) => Date.parse(check.at)).sort((a, b) => a - b);
  const [first] = times;
  const last = times.at(-1);
  const isRecorded = issue.checks.length > 0;
  const isLookedAt = issue.lines.every((line) => line.verdict.appearance !== null);
  const allNormal = issue.lines.every((line) => line.verdict.appearance === 'normal');
  const review = issue.signatures.find((signature) => signature.meaning === 'single_duty_review');
  return (
    <>
      <h2 className="mt-3.5 mb-1 text-13 font-bold">
        {t('sheet.checks')}{' '}
        <span className="ml-2 font-normal">{t(isRecorded ? 'sheet.checksNote' : 'sheet.checklistNote')}</span>
      </h2>
      <table className="w-full border-t border-l border-ink">
        <thead>
          <tr className="text-ink-2">
            {issueChecks.map((item) => (
              <th key={item} className={cell}>
                {t(`checks.${item}`)}
              </th>
            ))}
            <th className={cell}>{t('form.appearance')}</th>
            <th className={`${cell} w-24`}>{t('sheet.record')}</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            {issueChecks.map((item) => (
              <td key={item} className={cell}>
                {issue.checks.some((check) => check.item === item) ? <Icon of={Check} size={14} /> : '☐'}
              </td>
            ))}
            <td className={cell}>{isLookedAt ? (allNormal ? t('appearance.normal') : '') : '☐'}</td>
            <td className={cell}>
              {first !== undefined && last !== undefined
                ? `${format.time(new Date(first))}–${format.time(new Date(last))}`
                : ''}
            </td>
          </tr>
        </tbody>
      </table>
      <h2 className="mt-3.5 mb-1 text-13 font-bold">
        {t('sheet.signatures')}{' '}
        {issue.dutyMode === 'single' && (
          <span className="ml-2 border border-ink px-1">
            {review
              ? t('sheet.single', { who: `${review.signerName} ${format.dateTime(review.signedAt)}` })
              : t('sheet.singleOpen')}
          </span>
        )}
      </h2>
      <div className="grid grid-cols-4 divide-x divide-ink border border-ink">
        {slots.map((meaning) => {
          const signature = issue.signatures.find((made) => made.meaning === meaning);
          return (
            <div key={meaning} className="px-2.5 py-1.5">
              <p className="text-ink-2">{t(`detail.meanings.${meaning}`)}</p>
              <p className="mb-[3px] h-9 border-b border-ink" />
              <b>{signature?.signerName ?? ''}</b>
              <p className="text-ink-2">{signature ? format.dateTime(signature.signedAt) : t('sheet.time')}</p>
            </div>
          );
        })}
        <div className="px-2.5 py-1.5">
          <p className="text-ink-2">{t('sheet.receiver')}</p>
          <p className="mb-[3px] h-9 border-b border-ink" />
          <p className="h-4" />
          <p className="text-ink-2">{t('sheet.time')}</p>
        </div>
      </div>
      <p className="mt-3">{t('sheet.rule')}</p>
    </>
  );
}
