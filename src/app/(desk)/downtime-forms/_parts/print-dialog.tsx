'use client';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { useCommand } from '@/app/_client/use-command';
import { CommandDialog } from '@/app/_dialogs/command-dialog';
import { Field } from '@/components/ui/field';
import { NumberInput } from '@/components/ui/number-input';
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

  return (
    <CommandDialog
      command={command}
      definition={downtimeFormRecord}
      title={t('title')}
      description={t('hint')}
      isDirty={false}
      missing={isCount ? null : t('count')}
      actionLabel={t('submit', { count: count ?? 0 })}
      onSend={() => (isCount ? command.send({ count }) : null)}
      onDone={async ({ forms }) => router.push(`/downtime-forms/print?ids=${forms.map(({ id }) => id).join(',')}`)}
      onClose={onClose}
    >
      <Field label={t('count')}>
        <NumberInput autoFocus value={count} onValueChange={setCount} />
      </Field>
    </CommandDialog>
  );
}
