'use client';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { isSending, useCommand } from '@/app/_client/use-command';
import { Page } from '@/app/_shell/page';
import { ImportPanel } from '@/components/record/import-panel';
import { toast } from '@/components/ui/toast-host';
import { useKey } from '@/components/ui/use-key';
import { peopleImport } from '@/domain/people/import';

/** The house's list of its staff, whole or not at all; what it did is said where the directory is. */
export function ImportPeople() {
  const t = useTranslations('people');
  const router = useRouter();
  const trpc = useTRPC();
  const command = useCommand(trpc.people.applyImport.mutationOptions());
  useKey('Esc', () => router.push('/people'));
  return (
    <Page title={t('importTitle')} scroll="page">
      <ImportPanel
        definition={peopleImport}
        isApplying={isSending(command)}
        applyFailure={command.failure}
        onApply={({ importId, digest }) =>
          void command.send({ importId, digest }).then(
            (counts) => {
              toast(t('imported', counts));
              router.push('/people');
            },
            () => undefined,
          )
        }
      >
        <p className="text-12 text-ink-2">{t('importNote')}</p>
      </ImportPanel>
    </Page>
  );
}
