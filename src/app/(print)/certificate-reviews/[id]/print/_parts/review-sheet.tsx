'use client';
import { type ReactNode, useEffect } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import type { readReviewSheet } from '@/app/_server/review-sheet';
import { type BloodComponent, componentCatalogue, componentName, formatAmount } from '@/domain/blood/components';
import { isApproved } from '@/domain/certificate-reviews/lifecycle';
import { nothing } from '@/i18n/format';
import { useFormat } from '@/i18n/provider';

type Sheet = NonNullable<Awaited<ReturnType<typeof readReviewSheet>>>;

const components: readonly BloodComponent[] = componentCatalogue;

/** A4: number and result first, what they rest on, then the case. Identity numbers masked, as everywhere. */
export function ReviewSheet({ sheet }: { sheet: Sheet }) {
  useEffect(() => window.print(), []);
  const t = useTranslations('certificate-reviews');
  const common = useTranslations('common');
  const format = useFormat();
  const locale = useLocale();
  const article = (sheet.article ?? sheet.proposal.article) as typeof sheet.proposal.article;
  const uses = sheet.bloodUse.map(({ component: code, amount }) => {
    const component = components.find((one) => one.code === code);
    return component ? `${componentName(component, locale)} ${formatAmount(amount, component, locale)}` : code;
  });
  const reliefs = sheet.reliefs.filter(({ state }) => state === 'active');
  const at = (moment: Date | null) => (moment ? format.dateTime(moment) : nothing);
  return (
    <section className="mx-auto flex h-[277mm] w-[190mm] flex-col bg-surface py-2 text-13 text-ink">
      <header className="flex items-start justify-between border-b border-ink pb-2">
        <div>
          <p>{sheet.orgName}</p>
          <h1 className="text-20 font-bold">{t('sheet.title')}</h1>
          {sheet.isDemo && <p className="font-bold">{common('demoNotice')}</p>}
        </div>
        <div className="text-right">
          <p className="font-code text-20 font-bold">{sheet.no ?? nothing}</p>
          <p className="text-20 font-bold">{t(`states.${sheet.state}`)}</p>
        </div>
      </header>
      {isApproved(sheet.state) && (
        <p className="border-b border-line-2 py-3 text-16">
          {t('entitlement')} <strong>{t('entitled', { volume: format.number(sheet.entitledMl ?? 0) })}</strong>
          <span className="block text-13">{t('rests', { article: t(`options.article.${article}`) })}</span>
          {!sheet.areVolumesSourced && <span className="block text-13">{t('unsourced')}</span>}
        </p>
      )}
      {(sheet.state === 'rejected' || sheet.state === 'void') && (
        <p className="border-b border-line-2 py-3">
          {format.clauses([
            ...(sheet.refusal ? [t(`options.refusal.${sheet.refusal}`)] : []),
            format.list(sheet.missing.map((paper) => t(`options.missing.${paper}`))),
            sheet.state === 'void' ? (sheet.reason ?? '') : sheet.remark,
          ])}
        </p>
      )}
      <dl className="grid grid-cols-2 gap-x-8 gap-y-1 py-3">
        <Fact term={t('fields.patientName')}>{sheet.patientName}</Fact>
        <Fact term={t(`options.identityType.${sheet.identityType}`)}>{sheet.identityNo ?? nothing}</Fact>
        <Fact term={t('fields.caseType')}>{t(`options.caseType.${sheet.caseType}`)}</Fact>
        <Fact term={t('fields.profile')}>{t(`options.profile.${sheet.profile}`)}</Fact>
        <Fact term={t('fields.diagnosis')}>{sheet.diagnosis}</Fact>
        <Fact term={t('fields.bloodUse')}>{format.list(uses)}</Fact>
        <Fact term={t('fields.usedOn')}>{sheet.usedOn ?? nothing}</Fact>
        <Fact term={t('fields.isSupplementary')}>
          {t(`options.isSupplementary.${sheet.isSupplementary ? 'true' : 'false'}`)}
        </Fact>
        {sheet.caseType === '2' && (
          <>
            <Fact term={t('fields.donorName')}>{sheet.donorName}</Fact>
            <Fact term={t(`options.identityType.${sheet.donorIdentityType}`)}>{sheet.donorIdentityNo ?? nothing}</Fact>
            <Fact term={t('fields.relation')}>
              {sheet.relation ? t(`options.relation.${sheet.relation}`) : nothing}
            </Fact>
          </>
        )}
        {sheet.certificateNo && <Fact term={t('fields.certificateNo')}>{sheet.certificateNo}</Fact>}
        <Fact term={t('fields.submittedAt')}>{at(sheet.submittedAt)}</Fact>
        <Fact term={t('fields.decidedAt')}>{at(sheet.decidedAt)}</Fact>
        <Fact term={t('fields.partyOrgId')}>{sheet.partyOrgName}</Fact>
        <Fact term={t('fields.decidedBy')}>
          {sheet.decidedBy ??
            (sheet.automaticRule ? t(`options.automaticRule.${sheet.automaticRule as 'aged'}`) : nothing)}
        </Fact>
      </dl>
      {reliefs.length > 0 && (
        <table className="w-full">
          <thead>
            <tr className="border-b border-ink text-left">
              <th className="font-normal">{t('fields.invoiceNo')}</th>
              <th className="font-normal">{t('fields.way')}</th>
              <th className="text-right font-normal">{t('fields.volumeMl')}</th>
              <th className="text-right font-normal">{t('fields.amount')}</th>
            </tr>
          </thead>
          <tbody>
            {reliefs.map((relief) => (
              <tr key={relief.id} className="border-b border-line-2">
                <td className="font-code">{relief.invoiceNo}</td>
                <td>{t(`options.way.${relief.way}`)}</td>
                <td className="text-right">{format.number(relief.volumeMl)}</td>
                <td className="text-right">{t('yuan', { amount: format.number(relief.amountCents / 100, 2) })}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p className="py-2">{t('sheet.law')}</p>
      <footer className="mt-auto flex justify-between border-t border-ink pt-1 text-12">
        <span>{t('sheet.printed', { at: format.dateTime(sheet.printedAt), who: sheet.printedBy })}</span>
        <span>{sheet.no}</span>
      </footer>
    </section>
  );
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div className="flex gap-2">
      <dt className="flex-none text-ink-2">{term}</dt>
      <dd className="font-bold">{children}</dd>
    </div>
  );
}
