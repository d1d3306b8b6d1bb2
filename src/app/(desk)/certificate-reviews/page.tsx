import type { Metadata } from 'next';
import { prefetchActor } from '@/app/_server/prefetch';
import { ListStateProvider } from '@/components/record/list-state-provider';
import { can } from '@/domain/permissions';
import { readTranslations } from '@/i18n/server';
import { ReviewList } from './_parts/review-list';

export async function generateMetadata(): Promise<Metadata> {
  const t = await readTranslations('certificate-reviews');
  return { title: t('title') };
}

export default async function ReviewsPage() {
  const actor = await prefetchActor();
  const roles = actor?.roles ?? [];
  return (
    <ListStateProvider>
      <ReviewList
        rights={{
          isOffice: actor?.orgKind === 'blood_office',
          mayRegister: can(roles, 'certificate-reviews.register'),
          mayVoid: can(roles, 'certificate-reviews.void'),
          mayDecide: can(roles, 'certificate-reviews.decide'),
          mayRelieve: can(roles, 'certificate-reviews.relieve'),
          mayImport: can(roles, 'certificate-reviews.import'),
          maySeeFigures: can(roles, 'certificate-reviews.statistics'),
          mayReveal: can(roles, 'certificate-reviews.reveal-identity'),
          mayAllocate: can(roles, 'donor-plans.allocate'),
          mayExport: can(roles, 'certificate-reviews.export'),
        }}
      />
    </ListStateProvider>
  );
}
