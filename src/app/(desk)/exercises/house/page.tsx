import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { readPractice } from '@/app/_server/practice';
import { prefetchActor } from '@/app/_server/prefetch';
import { ListStateProvider } from '@/components/record/list-state-provider';
import { can } from '@/domain/permissions';
import { readTranslations } from '@/i18n/server';
import { HouseExercises } from '../_parts/house-exercises';

export async function generateMetadata(): Promise<Metadata> {
  const t = await readTranslations('exercises');
  return { title: t('houseTitle') };
}

export default async function HouseExercisesPage() {
  if (!(await readPractice())) notFound();
  const roles = (await prefetchActor())?.roles ?? [];
  return (
    <ListStateProvider>
      <HouseExercises mayExport={can(roles, 'exercises.export')} />
    </ListStateProvider>
  );
}
