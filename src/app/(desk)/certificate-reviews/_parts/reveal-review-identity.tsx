'use client';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { useCommand } from '@/app/_client/use-command';
import { FailurePanel } from '@/components/record/failure-panel';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { TextInput } from '@/components/ui/text-input';
import { reviewRecord } from '@/domain/certificate-reviews/record';

type Whose = 'patient' | 'donor';

/** A whole number for a reason that both parties read; it leaves the screen with the drawer. */
export function RevealReviewIdentity({ id, hasDonor }: { id: string; hasDonor: boolean }) {
  const t = useTranslations('certificate-reviews');
  const trpc = useTRPC();
  const command = useCommand(trpc.certificateReviews.revealIdentity.mutationOptions());
  const [whose, setWhose] = useState<Whose | null>(null);
  const [reason, setReason] = useState('');
  if (whose && command.result)
    return (
      <p className="mt-2 font-code text-14 font-bold">
        {t('revealed', { whose: t(`revealOf.${whose}`), number: command.result.identityNo })}
      </p>
    );
  if (!whose)
    return (
      <div className="mt-3 flex gap-2">
        {(['patient', ...(hasDonor ? (['donor'] as const) : [])] as const).map((one) => (
          <Button key={one} size="sm" onClick={() => setWhose(one)}>
            {hasDonor ? t(`revealOf.${one}`) : t('reveal')}
          </Button>
        ))}
      </div>
    );
  return (
    <form
      className="mt-3 flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (reason.trim().length >= 2) void command.send({ id, whose, reason }).catch(() => undefined);
      }}
    >
      <Field label={t('revealReason')} hint={t('revealHint')} density="dense">
        <TextInput value={reason} onValueChange={setReason} autoFocus />
      </Field>
      {command.failure && <FailurePanel definition={reviewRecord} failure={command.failure} />}
      <Button size="sm" type="submit" isPending={command.state === 'saving'} isDisabled={reason.trim().length < 2}>
        {t('reveal')}
      </Button>
    </form>
  );
}
