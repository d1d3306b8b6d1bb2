'use client';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { useCommand } from '@/app/_client/use-command';
import { ChangedMeanwhile, useSeenVersion } from '@/app/_dialogs/changed-meanwhile';
import { CommandDialog } from '@/app/_dialogs/command-dialog';
import { Field } from '@/components/ui/field';
import { NumberInput } from '@/components/ui/number-input';
import { Textarea } from '@/components/ui/textarea';
import { reviewRecord } from '@/domain/certificate-reviews/record';
import { useFormat } from '@/i18n/provider';
import type { Review } from './review-types';
import { useReviewAround } from './use-review-around';

/** How much is free of charge: by the rule, or by hand with a word why. */
export function ApproveDialog({ review, onClose }: { review: Review; onClose: () => void }) {
  const { id, no, state, needsTwo } = review;
  const t = useTranslations('certificate-reviews');
  const format = useFormat();
  const trpc = useTRPC();
  const isSecond = state === 'first_approved';
  const proposed = isSecond ? review.entitledMl : review.proposal.volumeMl;
  const [volume, setVolume] = useState<number | null>(proposed);
  const [remark, setRemark] = useState('');
  const command = useCommand(trpc.certificateReviews.approve.mutationOptions());
  const seen = useSeenVersion(command, review.version);
  const { history, refresh } = useReviewAround(id);
  const isChanged = volume !== proposed;
  const words = remark.trim();
  const article = (review.article ?? review.proposal.article) as typeof review.proposal.article;
  const missing =
    volume === null || !Number.isInteger(volume) || volume < 0
      ? t('needVolume')
      : isChanged && words.length < 2
        ? t('needRemark')
        : null;
  return (
    <CommandDialog
      command={command}
      definition={reviewRecord}
      title={t('approveTitle', { no: no ?? '' })}
      description={t('rests', { article: t(`options.article.${article}`) })}
      isDirty={isChanged || words !== ''}
      missing={missing}
      actionLabel={t(isSecond ? 'approveSecond' : needsTwo ? 'approveFirst' : 'approve')}
      onSend={() => command.send({ id, version: seen.version, entitledMl: volume, remark: words })}
      onDone={refresh}
      onClose={onClose}
      meanwhile={<ChangedMeanwhile definition={reviewRecord} seen={seen} history={history} />}
    >
      <div className="flex flex-col gap-3">
        {needsTwo && !isSecond && <p className="text-13 text-ink-2">{t('needsTwo')}</p>}
        <Field
          label={t('volume')}
          layout="top"
          hint={proposed === null ? t('volumeOpen') : t('volumeHint', { volume: format.number(proposed) })}
        >
          <NumberInput className="w-40" unit="ml" value={volume} onValueChange={setVolume} autoFocus />
        </Field>
        <Field label={t('remark')} layout="top" isOptional={!isChanged}>
          <Textarea rows={2} maxLength={200} value={remark} onValueChange={setRemark} />
        </Field>
      </div>
    </CommandDialog>
  );
}
