'use client';
import { useLocale, useTranslations } from 'use-intl';
import { RecordDetail } from '@/components/record/record-detail';
import { type BloodComponent, componentCatalogue, componentName, formatAmount } from '@/domain/blood/components';
import { isPending } from '@/domain/certificate-reviews/lifecycle';
import { reviewRecord } from '@/domain/certificate-reviews/record';
import { useFormat } from '@/i18n/provider';
import { LookUp } from './look-up';
import { RevealReviewIdentity } from './reveal-review-identity';
import type { Review, ReviewRights } from './review-types';

const components: readonly BloodComponent[] = componentCatalogue;

type ReviewCaseProps = { review: Review; rights: ReviewRights; now: Date | undefined };

/** What the hospital says: patient, use, donor, and what the register knows of him. */
export function ReviewCase({ review, rights, now }: ReviewCaseProps) {
  const t = useTranslations('certificate-reviews');
  const format = useFormat();
  const locale = useLocale();
  const { caseType, donations } = review;
  const uses = review.bloodUse.map(({ component: code, amount }) => {
    const component = components.find((one) => one.code === code);
    return component ? `${componentName(component, locale)} ${formatAmount(amount, component, locale)}` : code;
  });
  return (
    <div className="border-b border-line px-4 py-3">
      <RecordDetail
        definition={reviewRecord}
        record={review}
        fields={[
          'patientName',
          'caseType',
          'identityType',
          'identityNo',
          'diagnosis',
          'bloodUse',
          'usedOn',
          ...(review.isSupplementary ? ['isSupplementary'] : []),
          ...(caseType === '2' ? ['donorName', 'relation', 'donorIdentityType', 'donorIdentityNo'] : []),
          ...(review.certificateNo ? ['certificateNo'] : []),
          'profile',
          'orgId',
          'partyOrgId',
          ...(review.submittedAt ? ['submittedAt', 'submittedBy'] : []),
        ]}
        organisations={{
          [review.orgId]: { zh: review.orgName, en: review.orgName },
          [review.partyOrgId]: { zh: review.partyOrgName, en: review.partyOrgName },
        }}
        renderValue={{ bloodUse: () => format.list(uses) }}
        now={now}
      />
      {(caseType === '1' || caseType === '2') && review.state !== 'draft' && (
        <div className="mt-3 text-13">
          <h3 className="text-12 text-ink-3">{t('donations')}</h3>
          <p>
            {donations === null
              ? t('notAsked')
              : donations.length === 0
                ? t('notFound')
                : t('found', { count: donations.length })}
          </p>
          {donations && donations.length > 0 && (
            <ul>
              {donations.map(({ donatedOn, volumeMl, isNamed }) => (
                <li key={donatedOn}>
                  {t('donation', { day: donatedOn, volume: format.number(volumeMl) })}
                  {isNamed && <strong> {t('named')}</strong>}
                </li>
              ))}
            </ul>
          )}
          {donations && donations.length > 0 && review.certificateNo && !donations.some((one) => one.isNamed) && (
            <p className="font-bold text-stop">{t('certificateUnknown')}</p>
          )}
          {rights.mayDecide && isPending(review.state) && <LookUp review={review} />}
        </div>
      )}
      {rights.mayReveal && review.identityNo && (
        <RevealReviewIdentity id={review.id} hasDonor={review.donorIdentityNo !== null} />
      )}
    </div>
  );
}
