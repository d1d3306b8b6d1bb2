'use client';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { isSending, useCommand } from '@/app/_client/use-command';
import { FailurePanel } from '@/components/record/failure-panel';
import { Button } from '@/components/ui/button';
import { toast } from '@/components/ui/toast-host';
import { reviewRecord } from '@/domain/certificate-reviews/record';
import type { Review } from './review-types';
import { useReviewAround } from './use-review-around';

/** Asks the register of donations again: it grows with each file of the station. */
export function LookUp({ review }: { review: Review }) {
  const t = useTranslations('certificate-reviews');
  const trpc = useTRPC();
  const command = useCommand(trpc.certificateReviews.lookUp.mutationOptions());
  const { refresh } = useReviewAround(review.id);
  return (
    <div className="mt-1">
      <Button
        size="sm"
        isPending={isSending(command)}
        onClick={() =>
          void command.send({ id: review.id, version: review.version }).then(
            ({ version }) => {
              toast(t(version === review.version ? 'lookedUpSame' : 'lookedUpNew'));
              return refresh();
            },
            () => undefined,
          )
        }
      >
        {t('lookUp')}
      </Button>
      {command.failure && <FailurePanel definition={reviewRecord} failure={command.failure} />}
    </div>
  );
}
