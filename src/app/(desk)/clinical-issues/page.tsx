import type { Metadata } from 'next';
import { Prefetched } from '@/app/_server/prefetch';
import { readTranslations } from '@/i18n/server';
import { IssueList } from './_parts/issue-list';

export async function generateMetadata(): Promise<Metadata> {
  const t = await readTranslations('clinical-issues');
  return { title: t('title') };
}

export default function IssuesPage() {
  return (
    <Prefetched ask={(trpc) => [trpc.clinicalIssues.waiting.queryOptions({})]}>
      <IssueList />
    </Prefetched>
  );
}
