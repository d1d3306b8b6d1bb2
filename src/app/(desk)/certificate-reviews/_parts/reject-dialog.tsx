'use client';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { useCommand } from '@/app/_client/use-command';
import { ChangedMeanwhile, useSeenVersion } from '@/app/_dialogs/changed-meanwhile';
import { CommandDialog } from '@/app/_dialogs/command-dialog';
import { Checkbox } from '@/components/ui/checkbox';
import { Field } from '@/components/ui/field';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { Textarea } from '@/components/ui/textarea';
import { type Paper, papers, refusals, reviewRecord } from '@/domain/certificate-reviews/record';
import type { Review } from './review-types';
import { useReviewAround } from './use-review-around';

/** Sent back: why, which papers, and what to do, in words the family can be told. */
export function RejectDialog({ review, onClose }: { review: Review; onClose: () => void }) {
  const { id, no } = review;
  const t = useTranslations('certificate-reviews');
  const trpc = useTRPC();
  const [refusal, setRefusal] = useState<(typeof refusals)[number]>('papers');
  const [missing, setMissing] = useState<readonly Paper[]>([]);
  const command = useCommand(trpc.certificateReviews.reject.mutationOptions());
  const seen = useSeenVersion(command, review.version);
  const { history, refresh } = useReviewAround(id);
  const [remark, setRemark] = useState('');
  const words = remark.trim();
  const unnamed = refusal === 'papers' && missing.length === 0;
  return (
    <CommandDialog
      command={command}
      definition={reviewRecord}
      title={t('rejectTitle', { no: no ?? '' })}
      isDirty={missing.length > 0 || words !== ''}
      missing={unnamed ? t('needMissing') : words.length < 2 ? t('needWords') : null}
      actionLabel={t('reject')}
      isDanger
      onSend={() =>
        command.send({
          id,
          version: seen.version,
          refusal,
          missing: refusal === 'papers' ? [...missing] : [],
          remark: words,
        })
      }
      onDone={refresh}
      onClose={onClose}
      meanwhile={<ChangedMeanwhile definition={reviewRecord} seen={seen} history={history} />}
    >
      <div className="flex flex-col gap-3">
        <Field label={t('fields.refusal')} layout="top" isGroup>
          <SegmentedControl
            items={refusals.map((one) => ({ value: one, label: t(`options.refusal.${one}`) }))}
            value={refusal}
            onValueChange={(next) => setRefusal(next as typeof refusal)}
          />
        </Field>
        {refusal === 'papers' && (
          <fieldset>
            <legend className="mb-1 text-13 text-ink-2">{t('missingOf')}</legend>
            <div className="flex flex-wrap gap-x-4 gap-y-1">
              {papers.map((paper) => (
                <Checkbox
                  key={paper}
                  id={`missing-${paper}`}
                  isChecked={missing.includes(paper)}
                  onCheckedChange={(isChecked) =>
                    setMissing(papers.filter((one) => (one === paper ? isChecked : missing.includes(one))))
                  }
                >
                  {t(`options.missing.${paper}`)}
                </Checkbox>
              ))}
            </div>
          </fieldset>
        )}
        <Field label={t('remark')} layout="top">
          <Textarea rows={2} maxLength={200} value={remark} onValueChange={setRemark} />
        </Field>
      </div>
    </CommandDialog>
  );
}
