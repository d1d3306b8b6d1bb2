'use client';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { useCommand } from '@/app/_client/use-command';
import { ChangedMeanwhile, useSeenVersion } from '@/app/_dialogs/changed-meanwhile';
import { CommandDialog } from '@/app/_dialogs/command-dialog';
import { reviewRecord } from '@/domain/certificate-reviews/record';
import type { Review } from './review-types';
import { useReviewAround } from './use-review-around';

export function RemoveDraftDialog({ review, onClose }: { review: Review; onClose: () => void }) {
  const { id, patientName } = review;
  const t = useTranslations('certificate-reviews');
  const router = useRouter();
  const trpc = useTRPC();
  const command = useCommand(trpc.certificateReviews.removeDraft.mutationOptions());
  const seen = useSeenVersion(command, review.version);
  const { history, refresh } = useReviewAround(id);
  return (
    <CommandDialog
      command={command}
      definition={reviewRecord}
      title={t('removeTitle', { name: patientName })}
      description={t('removeHint')}
      isDirty={false}
      missing={null}
      actionLabel={t('removeDraft')}
      isDanger
      onSend={() => command.send({ id, version: seen.version })}
      onDone={() => {
        router.push('/certificate-reviews');
        return refresh();
      }}
      onClose={onClose}
      meanwhile={<ChangedMeanwhile definition={reviewRecord} seen={seen} history={history} />}
    >
      {null}
    </CommandDialog>
  );
}
