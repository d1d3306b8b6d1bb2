import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { readPickList } from '@/app/_server/pick-list';
import { readTranslations } from '@/i18n/server';
import { PickListSheet } from './_parts/pick-list-sheet';

type PickListPageProps = {
  params: Promise<{ id: string }>;
  searchParams: Promise<{ early?: string | string[] }>;
};

export async function generateMetadata(): Promise<Metadata> {
  const t = await readTranslations('blood-orders');
  return { title: t('pickList.title') };
}

export default async function PickListPage({ params, searchParams }: PickListPageProps) {
  const { early } = await searchParams;
  const list = await readPickList((await params).id, typeof early === 'string' ? early.split(',') : []);
  if (!list) notFound();
  return <PickListSheet list={list} />;
}
