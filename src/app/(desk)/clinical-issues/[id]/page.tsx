import type { Metadata } from 'next';
import { readDesk } from '@/app/_server/desk';
import { Prefetched } from '@/app/_server/prefetch';
import { can } from '@/domain/permissions';
import { readTranslations } from '@/i18n/server';
import { IssuePage } from '../_parts/issue-page';

export async function generateMetadata(): Promise<Metadata> {
  const t = await readTranslations('clinical-issues');
  return { title: t('title') };
}

type IssueRouteProps = { params: Promise<{ id: string }> };

export default async function IssueRoute({ params }: IssueRouteProps) {
  const { id } = await params;
  const roles = (await readDesk())?.actor.roles ?? [];
  return (
    <Prefetched
      ask={(trpc) => [trpc.clinicalIssues.get.queryOptions({ id }), trpc.clinicalIssues.history.queryOptions({ id })]}
    >
      <IssuePage
        id={id}
        mayCorrect={can(roles, 'clinical-issues.correct')}
        mayVoid={can(roles, 'clinical-issues.void')}
      />
    </Prefetched>
  );
}
