import type { Metadata } from 'next';
import { readTranslations } from '@/i18n/server';
import { currentRuntime, currentSession } from '@/server/auth/current-actor';

/** For whom a page of the city for practising is drawn; null: it is one of the real city, or nobody’s. */
export async function readPractice(): Promise<{ drawnFor: string } | null> {
  const state = await currentSession();
  if (state.kind === 'none' || !(await currentRuntime()).isPractice) return null;
  return { drawnFor: state.session.drawnFor };
}

/** What every title of the city for practising begins with; of the real one nothing is said here. */
export async function titleInPractice(): Promise<Metadata> {
  if (!(await currentRuntime()).isPractice) return {};
  const t = await readTranslations('practice');
  const titled = (title: string) => t('titled', { title });
  return { title: { default: titled('血脉'), template: titled('%s · 血脉') } };
}
