import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { readPractice } from '@/app/_server/practice';
import { Prefetched, prefetchActor } from '@/app/_server/prefetch';
import { readTranslations } from '@/i18n/server';
import { ExercisesPage } from './_parts/exercises-page';

export async function generateMetadata(): Promise<Metadata> {
  const t = await readTranslations('exercises');
  return { title: t('title') };
}

export default async function Exercises() {
  if (!(await readPractice())) notFound();
  const roles = (await prefetchActor())?.roles ?? [];
  return (
    <Prefetched ask={(trpc) => [trpc.exercises.mine.queryOptions({})]}>
      <ExercisesPage roles={roles} />
    </Prefetched>
  );
}
