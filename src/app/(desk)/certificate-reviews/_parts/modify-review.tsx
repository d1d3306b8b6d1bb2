'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { Page } from '@/app/_shell/page';
import { readFailure } from '@/components/record/failure';
import { FailurePanel } from '@/components/record/failure-panel';
import { Skeleton } from '@/components/ui/skeleton';
import { reviewRecord } from '@/domain/certificate-reviews/record';
import { ReviewForm } from './review-form';

/** Takes the case as it stands once; what others save meanwhile meets the form as a conflict. */
export function ModifyReview({ id }: { id: string }) {
  const t = useTranslations('certificate-reviews');
  const trpc = useTRPC();
  const review = useQuery(
    trpc.certificateReviews.get.queryOptions({ id }, { staleTime: Number.POSITIVE_INFINITY, gcTime: 0 }),
  );
  if (review.data) return <ReviewForm key={id} review={review.data} />;
  return (
    <Page title={t('modifyTitle')}>
      {review.error ? (
        <FailurePanel definition={reviewRecord} failure={readFailure(review.error)} />
      ) : (
        <Skeleton lines={8} />
      )}
    </Page>
  );
}
