import type { Metadata } from 'next';
import { prefetchActor } from '@/app/_server/prefetch';
import { ListStateProvider } from '@/components/record/list-state-provider';
import { can } from '@/domain/permissions';
import { readTranslations } from '@/i18n/server';
import { RequestList } from './_parts/request-list';

export async function generateMetadata(): Promise<Metadata> {
  const t = await readTranslations('transfusion-requests');
  return { title: t('title') };
}

export default async function RequestsPage() {
  const actor = await prefetchActor();
  const roles = actor?.roles ?? [];
  return (
    <ListStateProvider>
      <RequestList
        rights={{
          roles,
          mayRegister: can(roles, 'transfusion-requests.register'),
          mayApprove: can(roles, 'transfusion-requests.approve'),
          mayApproveHere: can(roles, 'transfusion-requests.approve-here'),
          mayAccept: can(roles, 'transfusion-requests.accept'),
          mayVoid: can(roles, 'transfusion-requests.void'),
          mayPrint: can(roles, 'transfusion-requests.print'),
          mayImport: can(roles, 'transfusion-requests.import'),
          mayExport: can(roles, 'transfusion-requests.export'),
        }}
      />
    </ListStateProvider>
  );
}
