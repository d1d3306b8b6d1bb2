import type { Metadata } from 'next';
import { prefetchActor } from '@/app/_server/prefetch';
import { ListStateProvider } from '@/components/record/list-state-provider';
import { can } from '@/domain/permissions';
import { readTranslations } from '@/i18n/server';
import { PlanList } from './_parts/plan-list';

export async function generateMetadata(): Promise<Metadata> {
  const t = await readTranslations('blood-use-plans');
  return { title: t('title') };
}

export default async function BloodUsePlansPage() {
  const actor = await prefetchActor();
  const roles = actor?.roles ?? [];
  return (
    <ListStateProvider>
      <PlanList
        rights={{
          orgId: actor?.orgId ?? '',
          isOffice: actor?.orgKind === 'blood_office',
          mayDraft: can(roles, 'blood-use-plans.draft'),
          mayVoid: can(roles, 'blood-use-plans.void'),
          mayReview: can(roles, 'blood-use-plans.review'),
          mayApprove: can(roles, 'blood-use-plans.approve'),
          maySeeFigures: can(roles, 'blood-use-plans.figures'),
          mayExport: can(roles, 'blood-use-plans.export'),
        }}
      />
    </ListStateProvider>
  );
}
