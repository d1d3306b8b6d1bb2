import type { Metadata } from 'next';
import { prefetchActor } from '@/app/_server/prefetch';
import { ListStateProvider } from '@/components/record/list-state-provider';
import { can } from '@/domain/permissions';
import { readTranslations } from '@/i18n/server';
import { OutboundList } from './_parts/outbound-list';

export async function generateMetadata(): Promise<Metadata> {
  const t = await readTranslations('other-outbounds');
  return { title: t('title') };
}

export default async function OtherOutboundsPage() {
  const roles = (await prefetchActor())?.roles ?? [];
  return (
    <ListStateProvider>
      <OutboundList
        mayRegister={can(roles, 'other-outbounds.register')}
        mayModify={can(roles, 'other-outbounds.modify')}
        mayVoid={can(roles, 'other-outbounds.void')}
        mayExport={can(roles, 'other-outbounds.export')}
      />
    </ListStateProvider>
  );
}
