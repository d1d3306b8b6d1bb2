import type { Metadata } from 'next';
import { prefetchActor } from '@/app/_server/prefetch';
import { ListStateProvider } from '@/components/record/list-state-provider';
import { can } from '@/domain/permissions';
import { readTranslations } from '@/i18n/server';
import { PatientList } from './_parts/patient-list';

export async function generateMetadata(): Promise<Metadata> {
  const t = await readTranslations('patients');
  return { title: t('title') };
}

export default async function PatientsPage() {
  const actor = await prefetchActor();
  const roles = actor?.roles ?? [];
  return (
    <ListStateProvider>
      <PatientList mayRegister={can(roles, 'patients.register')} mayReveal={can(roles, 'patients.reveal-identity')} />
    </ListStateProvider>
  );
}
