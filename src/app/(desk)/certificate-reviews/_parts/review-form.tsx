'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useWatch } from 'react-hook-form';
import { useTranslations } from 'use-intl';
import { z } from 'zod';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { useCommand } from '@/app/_client/use-command';
import { Page } from '@/app/_shell/page';
import { ConflictView } from '@/components/record/conflict-view';
import { RecordForm } from '@/components/record/record-form';
import { useRecordForm } from '@/components/record/use-record-form';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { CodeInput } from '@/components/ui/code-input';
import { toast } from '@/components/ui/toast-host';
import { useKey } from '@/components/ui/use-key';
import { currentProfile } from '@/domain/certificate-reviews/profiles';
import { reviewRecord } from '@/domain/certificate-reviews/record';
import { registerReviewInput } from '@/domain/certificate-reviews/schema';
import { BloodUseInput, type UseLine } from './blood-use-input';
import { comparedFields, optionalFields, sectionsOf } from './review-sections';
import type { Review } from './review-types';

/** The form's own shape: an empty number means that it stays, and an empty line of use is none. */
const formSchema = z.strictObject({
  ...registerReviewInput.shape,
  bloodUse: z
    .array(z.strictObject({ component: z.string(), amount: z.union([z.number(), z.nan(), z.null()]) }))
    .transform((lines, context) => {
      const typed = lines.filter(({ component, amount }) => component !== '' || amount !== null);
      const read = registerReviewInput.shape.bloodUse.safeParse(typed);
      if (read.success) return read.data;
      context.addIssue({ code: 'custom', message: 'review.blood_use_unreadable' });
      return z.NEVER;
    }),
});
type FormInput = z.input<typeof formSchema>;

const emptyUse: FormInput['bloodUse'] = [{ component: '', amount: null }];

function valuesOf(review: Review | null): FormInput {
  return {
    caseType: review?.caseType ?? '1',
    patientName: review?.patientName ?? '',
    identityType: review?.identityType ?? '01',
    identityNo: '',
    diagnosis: review?.diagnosis ?? '',
    bloodUse: review && review.bloodUse.length > 0 ? review.bloodUse : emptyUse,
    usedOn: review?.usedOn ?? null,
    isSupplementary: review?.isSupplementary ?? false,
    isInformed: review?.isInformed ?? false,
    relation: review?.relation ?? null,
    donorName: review?.donorName ?? '',
    donorIdentityType: review?.donorIdentityType ?? '01',
    donorIdentityNo: '',
    certificateNo: review?.certificateNo ?? '',
    isSubmitted: true,
  };
}

/** Null: a new case. The feed fetches it again when somebody else saves: what this person first saw is kept, or both sides would look alike. */
export function ReviewForm({ review: latest }: { review: Review | null }) {
  const [review] = useState(latest);
  const [version, setVersion] = useState(latest?.version ?? 0);
  const [theirs, setTheirs] = useState<Review | null>(null);
  const t = useTranslations('certificate-reviews');
  const router = useRouter();
  const trpc = useTRPC();
  const client = useQueryClient();
  const now = useCityNow(60_000) ?? undefined;
  const register = useCommand(trpc.certificateReviews.register.mutationOptions());
  const modify = useCommand(trpc.certificateReviews.modify.mutationOptions());
  const back = () => router.push(review ? `/certificate-reviews?open=${review.id}` : '/certificate-reviews');
  const state = useRecordForm({
    schema: formSchema,
    defaultValues: valuesOf(review),
    submit: async ({ identityNo, donorIdentityNo, ...data }) => {
      if (!review) return register.send({ ...data, identityNo, donorIdentityNo });
      try {
        return await modify.send({
          id: review.id,
          version,
          ...data,
          ...(identityNo.trim() === '' ? {} : { identityNo }),
          ...(donorIdentityNo.trim() === '' ? {} : { donorIdentityNo }),
        });
      } catch (error) {
        const found = (error as { data?: { error?: string; theirs?: Review } }).data;
        if (found?.error === 'conflict' && found.theirs) setTheirs(found.theirs);
        throw error;
      }
    },
    onDone: ({ id, no, state: stands }) => {
      toast(
        stands === 'draft'
          ? t('saved')
          : t(stands === 'auto_approved' ? 'autoApproved' : stands === 'resubmitted' ? 'sentAgain' : 'sent', {
              no: no ?? '',
            }),
      );
      void client.invalidateQueries({ queryKey: trpc.certificateReviews.pathKey() });
      router.push(`/certificate-reviews?open=${id}`);
    },
  });
  const caseType = useWatch({ control: state.form.control, name: 'caseType' });
  const mayDraft = review === null || review.state === 'draft';
  function send(isSubmitted: boolean) {
    state.form.setValue('isSubmitted', isSubmitted);
    return state.send();
  }
  const isOpen = theirs === null;
  useKey('Ctrl Enter', () => void send(true), { reach: 'form', isEnabled: isOpen });
  useKey('Esc', back, { isEnabled: isOpen });

  const title = review ? t('modifyTitle') : t('registerTitle');
  const note = review?.no ?? undefined;
  if (theirs && review)
    return (
      <Page title={title} note={note} scroll="page">
        <ConflictView
          definition={reviewRecord}
          base={review}
          theirs={theirs}
          mine={state.form.getValues()}
          fields={comparedFields}
          isPending={state.isPending}
          onCancel={back}
          onSave={(merged, standing) => {
            for (const [field, value] of Object.entries(merged))
              state.form.setValue(field as 'patientName', value as string);
            // The lines are not laid side by side: whoever did not touch them takes the colleague's.
            if (JSON.stringify(state.form.getValues('bloodUse')) === JSON.stringify(valuesOf(review).bloodUse))
              state.form.setValue('bloodUse', valuesOf(theirs).bloodUse);
            setVersion(standing);
            setTheirs(null);
          }}
        />
      </Page>
    );
  const numberInput =
    (known: string | null | undefined) => (control: { value: unknown; onValueChange: (value: unknown) => void }) => (
      <CodeInput
        value={String(control.value ?? '')}
        onValueChange={control.onValueChange}
        placeholder={known ? t('keepIdentity', { number: known }) : t('needsIdentity')}
      />
    );
  return (
    <Page
      title={title}
      note={note}
      scroll="page"
      actions={
        <>
          {mayDraft && (
            <Button isPending={state.isPending} onClick={() => void send(false)}>
              {t('saveDraft')}
            </Button>
          )}
          <Button variant="primary" kbd="Ctrl Enter" onClick={() => void send(true)} isPending={state.isPending}>
            {t('submit')}
          </Button>
        </>
      }
    >
      <Banner tone="info">
        {t('law')} {t('dueNote')}
      </Banner>
      <RecordForm
        definition={{
          ...reviewRecord,
          fields: {
            ...reviewRecord.fields,
            relation: { kind: 'choice', options: [...currentProfile.familyRelations, 'other'] },
          },
        }}
        state={state}
        sections={sectionsOf(caseType)}
        optional={optionalFields}
        renderControl={{
          identityNo: numberInput(review?.identityNo),
          donorIdentityNo: numberInput(review?.donorIdentityNo),
          bloodUse: ({ value, onValueChange }) => (
            <BloodUseInput value={(value as UseLine[] | null) ?? emptyUse} onValueChange={onValueChange} />
          ),
        }}
        now={now}
      />
    </Page>
  );
}
