'use client';
import { useTranslations } from 'use-intl';
import { Banner } from '@/components/ui/banner';
import { DayTime } from '@/components/ui/day-time';
import { isApproved, isPending } from '@/domain/certificate-reviews/lifecycle';
import { useFormat } from '@/i18n/provider';
import type { Review } from './review-types';

/** What the office said, or by when it has to; how much is free, and by which article. */
export function ReviewAnswer({ review, now }: { review: Review; now: Date | undefined }) {
  const t = useTranslations('certificate-reviews');
  const format = useFormat();
  const { state, dueAt, missing, remark, refusal } = review;
  if (state === 'draft') return null;
  const isLate = now !== undefined && dueAt !== null && dueAt < now;
  const said = [
    ...(refusal ? [t(`options.refusal.${refusal}`)] : []),
    ...(missing.length > 0 ? [format.list(missing.map((paper) => t(`options.missing.${paper}`)))] : []),
    ...(remark ? [remark] : []),
  ];
  return (
    <section className="flex flex-col gap-2 border-b border-line px-4 py-3 text-13">
      {isPending(state) && dueAt && (
        <Banner tone={isLate ? 'warn' : 'info'}>
          {isLate && <strong>{t('overdue')} </strong>}
          {t('fields.dueAt')} <DayTime at={dueAt} now={now} />
          {!review.isCalendarKnown && <p className="text-12">{t('calendarUnknown')}</p>}
        </Banner>
      )}
      {review.isSupplementLate && <p className="text-ink-2">{t('supplementLate')}</p>}
      {(state === 'rejected' || (state === 'resubmitted' && refusal)) && (
        <Banner tone={state === 'rejected' ? 'stop' : 'info'}>
          <strong>{state === 'rejected' ? t('states.rejected') : t('lastRefusal')}</strong>
          <p>{format.clauses(said)}</p>
        </Banner>
      )}
      {state !== 'rejected' && state !== 'void' && <Entitlement review={review} />}
      {isApproved(state) && remark && <p>{remark}</p>}
      {review.firstApprovedBy && (
        <p className="text-ink-2">
          {t('fields.firstApprovedBy')} {review.firstApprovedBy}
        </p>
      )}
      {review.decidedAt && !isPending(state) && (
        <p className="text-ink-2">
          {t('fields.decidedAt')} <DayTime at={review.decidedAt} now={now} />{' '}
          {review.decidedBy ??
            (review.automaticRule ? t(`options.automaticRule.${review.automaticRule as 'aged'}`) : '')}
        </p>
      )}
      {review.reason && (
        <p>
          {t('fields.reason')} {review.reason}
        </p>
      )}
    </section>
  );
}

/** Granted, or what the rule proposes until it is; never without its article, and said when the figure is a default. */
function Entitlement({ review }: { review: Review }) {
  const t = useTranslations('certificate-reviews');
  const format = useFormat();
  const { entitledMl, proposal, areVolumesSourced } = review;
  const volume = entitledMl ?? proposal.volumeMl;
  const article = (review.article ?? proposal.article) as typeof proposal.article;
  return (
    <div>
      <p className="flex flex-wrap items-baseline gap-x-2">
        <span className="text-12 whitespace-nowrap text-ink-3">
          {t(isApproved(review.state) ? 'entitlement' : 'entitlementProposed')}
        </span>
        <strong className={isApproved(review.state) ? 'text-16 whitespace-nowrap' : 'whitespace-nowrap text-ink-2'}>
          {volume === null ? t('noVolume') : t('entitled', { volume: format.number(volume) })}
        </strong>
        {!areVolumesSourced && volume !== null && <span className="text-12 text-ink-2">{t('unsourced')}</span>}
      </p>
      <p className="text-12 text-ink-2">{t('rests', { article: t(`options.article.${article}`) })}</p>
    </div>
  );
}
