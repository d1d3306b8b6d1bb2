'use client';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { useCommand } from '@/app/_client/use-command';
import { FailurePanel } from '@/components/record/failure-panel';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { TextInput } from '@/components/ui/text-input';
import { patientRecord } from '@/domain/patients/record';

/** The whole identity number, for a reason that is written down; it leaves the screen with the drawer. */
export function RevealIdentity({ id }: { id: string }) {
  const t = useTranslations('patients');
  const trpc = useTRPC();
  const reveal = useCommand(trpc.patients.revealIdentity.mutationOptions());
  const [isAsking, setIsAsking] = useState(false);
  const [reason, setReason] = useState('');
  if (reveal.result)
    return (
      <p className="mt-2 font-code text-14 font-bold">{t('revealed', { number: reveal.result.identityNumber })}</p>
    );
  if (!isAsking)
    return (
      <div className="mt-2">
        <Button size="sm" onClick={() => setIsAsking(true)}>
          {t('reveal')}
        </Button>
      </div>
    );
  return (
    <form
      className="mt-2 flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (reason.trim().length >= 2) void reveal.send({ id, reason }).catch(() => undefined);
      }}
    >
      <Field label={t('revealReason')} hint={t('revealHint')} density="dense">
        <TextInput value={reason} onValueChange={setReason} autoFocus />
      </Field>
      {reveal.failure && <FailurePanel definition={patientRecord} failure={reveal.failure} />}
      <Button size="sm" type="submit" isPending={reveal.state === 'saving'} isDisabled={reason.trim().length < 2}>
        {t('reveal')}
      </Button>
    </form>
  );
}
