'use client';
import { useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { mintUuid } from '@/app/_client/mint-uuid';
import { useDrawnFor } from '@/components/record/drawn-for';
import type { Failure } from '@/components/record/failure';
import { FailurePanel } from '@/components/record/failure-panel';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Select } from '@/components/ui/select';
import { toast } from '@/components/ui/toast-host';
import { attachmentLimits } from '@/domain/certificate-reviews/attachments';
import { type Paper, papers, reviewRecord } from '@/domain/certificate-reviews/record';
import { drawnForHeader } from '@/domain/drawn-for';
import type { Review } from './review-types';

type AttachFormProps = { review: Review; onAttached: () => Promise<unknown> };

/** A kind of paper and a file: it goes as soon as it is chosen. What was asked for last stands first. */
export function AttachForm({ review, onAttached }: AttachFormProps) {
  const t = useTranslations('certificate-reviews');
  const drawnFor = useDrawnFor();
  const chooser = useRef<HTMLInputElement>(null);
  const [chosen, setPaper] = useState<Paper | null>(null);
  const paper = chosen ?? review.missing[0] ?? 'donation_certificate';
  const [isSending, setIsSending] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);

  async function upload(file: File) {
    setFailure(null);
    if (file.size > attachmentLimits.bytes) {
      setFailure({ code: 'refused', violations: [{ code: 'review.file_too_large' }], theirs: null, requestId: '' });
      return;
    }
    setIsSending(true);
    try {
      const answer = await fetch(`/api/certificate-attachments/${review.id}?paper=${paper}`, {
        method: 'POST',
        body: file,
        headers: {
          'x-xuemai': '1',
          [drawnForHeader]: drawnFor,
          'content-type': 'application/octet-stream',
          'x-file-name': encodeURIComponent(file.name),
          'x-idempotency-key': mintUuid(),
        },
      });
      if (answer.ok) {
        toast(t('attached', { file: file.name }));
        await onAttached();
      } else {
        const said = (await answer.json()) as {
          error: Failure['code'];
          violations: Failure['violations'];
          requestId: string;
        };
        setFailure({ code: said.error, violations: said.violations, theirs: null, requestId: said.requestId });
      }
    } catch {
      setFailure({ code: 'unreachable', violations: [], theirs: null, requestId: '' });
    } finally {
      setIsSending(false);
      if (chooser.current) chooser.current.value = '';
    }
  }

  return (
    <div className="mt-2 flex flex-col gap-1">
      <div className="flex items-end gap-2">
        <Field label={t('paper')} isLabelHidden className="w-40">
          <Select
            items={papers.map((one) => ({ value: one, label: t(`options.missing.${one}`) }))}
            value={paper}
            onValueChange={setPaper}
          />
        </Field>
        <input
          ref={chooser}
          type="file"
          accept="image/jpeg,image/png,application/pdf"
          className="sr-only"
          aria-label={t('chooseFile')}
          tabIndex={-1}
          onChange={(event) => {
            const file = event.target.files?.[0];
            if (file) void upload(file);
          }}
        />
        <Button isPending={isSending} onClick={() => chooser.current?.click()}>
          {isSending ? t('sending') : t('chooseFile')}
        </Button>
      </div>
      <p className="text-12 text-ink-3">{t('fileLimits')}</p>
      {failure && <FailurePanel definition={reviewRecord} failure={failure} />}
    </div>
  );
}
