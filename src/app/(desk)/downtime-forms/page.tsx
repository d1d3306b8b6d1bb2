import type { Metadata } from 'next';
import { prefetchActor } from '@/app/_server/prefetch';
import { ListStateProvider } from '@/components/record/list-state-provider';
import { can } from '@/domain/permissions';
import { readTranslations } from '@/i18n/server';
import { FormList } from './_parts/form-list';

export async function generateMetadata(): Promise<Metadata> {
  const t = await readTranslations('downtime-forms');
  return { title: t('title') };
}

export default async function DowntimeFormsPage() {
  const roles = (await prefetchActor())?.roles ?? [];
  return (
    <ListStateProvider>
      <FormList
        mayPrint={can(roles, 'downtime-forms.print')}
        mayEnter={can(roles, 'downtime-forms.enter')}
        mayVoid={can(roles, 'downtime-forms.void')}
        mayExport={can(roles, 'downtime-forms.export')}
      />
    </ListStateProvider>
  );
}
