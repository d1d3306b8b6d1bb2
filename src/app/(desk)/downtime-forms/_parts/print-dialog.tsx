'use client';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { useCommand } from '@/app/_client/use-command';
import { FailurePanel } from '@/components/record/failure-panel';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { NumberInput } from '@/components/ui/number-input';
import { useKey } from '@/components/ui/use-key';
import { formsAtOnce } from '@/domain/downtime-forms/kinds';
import { downtimeFormRecord } from '@/domain/downtime-forms/record';

/** How many sheets; their numbers are reserved, and the page that prints them opens. */
export function PrintDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('downtime-forms.printing');
  const trpc = useTRPC();
  const router = useRouter();
  const [count, setCount] = useState<number | null>(10);
  const command = useCommand(trpc.downtimeForms.print.mutationOptions());
  const isCount = count !== null && Number.isInteger(count) && count >= 1 && count <= formsAtOnce;
  async function send() {
    if (!isCount) return;
    try {
      const { forms } = await command.send({ count });
      router.push(`/downtime-forms/print?ids=${forms.map(({ id }) => id).join(',')}`);
    } catch {
      // shown by the panel
    }
  }
  useKey('Ctrl Enter', () => void send(), { reach: 'dialog' });
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t('title')}
      description={t('hint')}
      footer={
        <Button
          variant="primary"
          kbd="Ctrl Enter"
          disabledReason={isCount ? null : t('count')}
          isPending={command.state === 'saving' || command.state === 'unknown'}
          onClick={() => void send()}
        >
          {t('submit', { count: count ?? 0 })}
        </Button>
      }
    >
      {command.failure && <FailurePanel definition={downtimeFormRecord} failure={command.failure} />}
      <Field label={t('count')}>
        <NumberInput autoFocus value={count} onValueChange={setCount} />
      </Field>
    </Dialog>
  );
}
