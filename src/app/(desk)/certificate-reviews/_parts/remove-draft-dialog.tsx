'use client';
import { useTRPC } from '@/app/_client/trpc';
import { useCommand } from '@/app/_client/use-command';
import { RemoveDraftDialog } from '@/app/_dialogs/remove-draft-dialog';
import { reviewRecord } from '@/domain/certificate-reviews/record';
import type { Review } from './review-types';
import { useReviewAround } from './use-review-around';

export function RemoveReviewDraft({ review, onClose }: { review: Review; onClose: () => void }) {
  const command = useCommand(useTRPC().certificateReviews.removeDraft.mutationOptions());
  const around = useReviewAround(review.id);
  const facts = { name: review.patientName };
  return <RemoveDraftDialog {...{ command, around, facts, onClose }} definition={reviewRecord} draft={review} />;
}
