'use client';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { useCommand } from '@/app/_client/use-command';
import { ChangedMeanwhile, useSeenVersion } from '@/app/_dialogs/changed-meanwhile';
import { ReasonDialog } from '@/app/_dialogs/reason-dialog';
import { reviewRecord } from '@/domain/certificate-reviews/record';
import type { Review } from './review-types';
import { useReviewAround } from './use-review-around';

export function VoidReviewDialog({ review, onClose }: { review: Review; onClose: () => void }) {
  const { id } = review;
  const t = useTranslations('certificate-reviews');
  const common = useTranslations('common.action');
  const trpc = useTRPC();
  const command = useCommand(trpc.certificateReviews.void.mutationOptions());
  const seen = useSeenVersion(command, review.version);
  const { history, refresh } = useReviewAround(id);
  return (
    <ReasonDialog
      command={command}
      definition={reviewRecord}
      title={t('voidTitle', { no: review.no ?? '' })}
      description={t('voidHint')}
      dictionary="void"
      reasonLabel={t('voidReason')}
      reasonMissing={t('needReason')}
      actionLabel={common('void')}
      isDanger
      onSend={(reason) => command.send({ id, version: seen.version, reason })}
      onDone={refresh}
      onClose={onClose}
      meanwhile={<ChangedMeanwhile definition={reviewRecord} seen={seen} history={history} />}
    />
  );
}
