import type { Metadata } from 'next';
import { Prefetched, prefetchActor } from '@/app/_server/prefetch';
import { can } from '@/domain/permissions';
import { readTranslations } from '@/i18n/server';
import { ExercisesPage } from './_parts/exercises-page';

export async function generateMetadata(): Promise<Metadata> {
  const t = await readTranslations('exercises');
  return { title: t('title') };
}

export default async function Exercises() {
  const roles = (await prefetchActor())?.roles ?? [];
  return (
    <Prefetched ask={(trpc) => [trpc.exercises.mine.queryOptions({})]}>
      <ExercisesPage mayBegin={can(roles, 'exercises.begin')} mayReadHouse={can(roles, 'exercises.house')} />
    </Prefetched>
  );
}
