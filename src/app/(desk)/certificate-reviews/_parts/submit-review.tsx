'use client';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { isSending, useCommand } from '@/app/_client/use-command';
import { useFailureWords } from '@/components/record/violation-words';
import { Button } from '@/components/ui/button';
import { toast } from '@/components/ui/toast-host';
import { reviewRecord } from '@/domain/certificate-reviews/record';
import type { Review } from './review-types';
import { useReviewAround } from './use-review-around';

/** Sends the case as it stands: often nothing but a paper was missing. */
export function SubmitReview({ review }: { review: Review }) {
  const t = useTranslations('certificate-reviews');
  const trpc = useTRPC();
  const command = useCommand(trpc.certificateReviews.submit.mutationOptions());
  const { refresh } = useReviewAround(review.id);
  const words = useFailureWords(reviewRecord);
  async function send() {
    try {
      const { no, state } = await command.send({ id: review.id, version: review.version });
      toast(
        t(state === 'auto_approved' ? 'autoApproved' : state === 'resubmitted' ? 'sentAgain' : 'sent', {
          no: no ?? '',
        }),
      );
    } catch {
      // said beside the button
    }
    await refresh();
  }
  return (
    <>
      {command.failure && (
        <span role="alert" className="min-w-0 flex-1 text-12 text-stop">
          {words(command.failure)}
        </span>
      )}
      <Button variant="primary" isPending={isSending(command)} onClick={() => void send()}>
        {t('submit')}
      </Button>
    </>
  );
}
